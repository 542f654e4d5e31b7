package org.gflownet.model.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gflownet.env.molecule.EnumerableFragmentEnvironment;
import org.gflownet.env.molecule.FragmentEnvironment;
import org.gflownet.env.molecule.FragmentState;
import org.gflownet.env.molecule.FragmentVocabulary;
import org.gflownet.env.molecule.Identity;
import org.gflownet.env.molecule.Vocabularies;
import org.gflownet.math.IntList;
import org.gflownet.model.Activation;
import org.gflownet.model.FlowModel;
import org.gflownet.model.Initialization;
import org.gflownet.model.StateBatch;
import org.junit.jupiter.api.Test;

/** What the network says of a state is one and the same in whatever order its blocks came. */
class BuildOrderTest {
  private static final FragmentVocabulary VOCABULARY = Vocabularies.small();
  private static final BlockGraphSpec SPEC =
      new BlockGraphSpec(
          VOCABULARY.numEntries(),
          VOCABULARY.numStemTypes(),
          16,
          3,
          16,
          Activation.LEAKY_RELU,
          false,
          true,
          2,
          0);

  private final FragmentEnvironment canonical =
      new FragmentEnvironment(VOCABULARY, 1, 3, Identity.CANONICAL);
  private final FragmentEnvironment ordered =
      new FragmentEnvironment(VOCABULARY, 1, 3, Identity.NONE);
  private final FlowModel model = model();
  private final StateBatch batch = new StateBatch();

  private static FlowModel model() {
    FlowModel model = BlockGraphFactory.select("auto", SPEC).create();
    model.load(BlockGraphInitialization.parameters(SPEC, Initialization.UNIFORM, 5));
    return model;
  }

  /** The actions in a state, forward and backward, and their logits. */
  private List<Float> logits(FragmentEnvironment environment, FragmentState state) {
    batch.clear();
    model.reset();
    environment.encode(state, batch.newFeatures());
    batch.addReal(environment.numFeatures(), 1f);
    batch.addReal(environment.numFeatures() + 1, 0.4f);
    IntList actions = new IntList();
    environment.forwardActions(state, actions);
    int numForward = actions.size();
    environment.backwardActions(state, actions);
    for (int i = 0; i < actions.size(); i++) {
      int unit = i < numForward ? 0 : BlockGraphSpec.BACKWARD_UNIT;
      batch.newOutputs().add(unit + actions.get(i));
    }
    batch.endRow();
    model.evaluate(batch);
    Float[] row = new Float[2 * actions.size()];
    for (int i = 0; i < actions.size(); i++) {
      row[i] = (float) actions.get(i);
      row[actions.size() + i] = model.outputs()[i];
    }
    return Arrays.asList(row);
  }

  @Test
  void everyBuildOrderOfAStateHasTheSameLogits() {
    EnumerableFragmentEnvironment all = new EnumerableFragmentEnvironment(ordered, 1_000_000);
    Map<FragmentState, List<Float>> known = new HashMap<>();
    Map<FragmentState, Set<List<Float>>> unidentified = new HashMap<>();
    for (long i = 0; i < all.numIndices(); i++) {
      FragmentState built = all.stateAt(i).orElseThrow();
      FragmentState state = canonical.canonical(built);
      List<Float> logits = logits(canonical, state);
      List<Float> before = known.putIfAbsent(state, logits);
      if (before != null) {
        assertThat(logits).as("%s", built).isEqualTo(before);
      }
      unidentified.computeIfAbsent(state, k -> new HashSet<>()).add(logits(ordered, built));
    }
    assertThat(all.numIndices()).isGreaterThan(2L * known.size());
    // Without an identity the order shows.
    assertThat(unidentified.values()).anyMatch(ways -> ways.size() > 1);
  }

  @Test
  void everyPathOfActionsToAStateGivesItsLogits() {
    EnumerableFragmentEnvironment all = new EnumerableFragmentEnvironment(canonical, 1_000_000);
    IntList backward = new IntList();
    IntList edges = new IntList();
    int again = 0;
    for (long i = 1; i < all.numIndices(); i++) {
      FragmentState state = all.stateAt(i).orElseThrow();
      List<Float> expected = logits(canonical, state);
      backward.clear();
      canonical.backwardActions(state, backward);
      for (int b = 0; b < backward.size(); b++) {
        FragmentState parent = canonical.backstep(state, backward.get(b));
        edges.clear();
        canonical.edgeActions(state, backward.get(b), edges);
        for (int e = 0; e < edges.size(); e++) {
          FragmentState rebuilt = canonical.step(parent, edges.get(e));
          assertThat(logits(canonical, rebuilt)).as("%s", state).isEqualTo(expected);
          again++;
        }
      }
    }
    assertThat(again).isGreaterThan(200);
  }
}

package org.gflownet.env.molecule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.gflownet.env.BlockGraph;
import org.gflownet.env.EnumerableEnvironmentContract;
import org.gflownet.env.Termination;
import org.gflownet.math.IntList;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FragmentEnvironmentTest {

  /** The contract on canonical states of a small vocabulary. */
  abstract static class Contract extends EnumerableEnvironmentContract<FragmentState> {
    private final FragmentVocabulary vocabulary;
    private final EnumerableFragmentEnvironment environment;

    Contract(String csv, int maxBlocks) {
      vocabulary = FragmentVocabulary.parse("test", "name,smiles,atoms\n" + csv);
      environment =
          new EnumerableFragmentEnvironment(
              new FragmentEnvironment(vocabulary, 2, maxBlocks, Identity.CANONICAL), 5000);
    }

    @Override
    protected EnumerableFragmentEnvironment environment() {
      return environment;
    }

    @Override
    protected void assertEncoding(FragmentState state, int[] encoding) {
      BlockGraph graph = new BlockGraph().reset(encoding, 0);
      assertThat(encoding).hasSizeLessThanOrEqualTo(environment.numFeatures());
      assertThat(graph.length()).isEqualTo(encoding.length);
      assertThat(graph.numBlocks()).isEqualTo(state.numBlocks());
      for (int b = 0; b < graph.numBlocks(); b++) {
        assertThat(graph.block(b)).isBetween(0, vocabulary.numFragments() - 1);
      }
      for (int k = 0; k < graph.numBonds(); k++) {
        assertThat(graph.bondFrom(k)).isBetween(0, graph.bondTo(k) - 1);
        assertThat(graph.bondTypeFrom(k)).isBetween(0, vocabulary.numStemTypes() - 1);
        assertThat(graph.bondTypeTo(k)).isBetween(0, vocabulary.numStemTypes() - 1);
      }
      for (int k = 0; k < graph.numStems(); k++) {
        assertThat(graph.stemBlock(k)).isBetween(0, graph.numBlocks() - 1);
        assertThat(graph.stemType(k)).isBetween(0, vocabulary.numStemTypes() - 1);
      }
    }

    /** No two listed states are isomorphic, by a search that knows nothing of the codes. */
    @Test
    void listedStatesDiffer() {
      List<AtomGraph> graphs = new ArrayList<>();
      for (FragmentState state : reachable()) {
        graphs.add(AtomGraph.of(vocabulary, state));
      }
      for (int i = 0; i < graphs.size(); i++) {
        assertThat(graphs.get(i).isIsomorphic(graphs.get(i))).isTrue();
        for (int j = 0; j < i; j++) {
          assertThat(graphs.get(i).isIsomorphic(graphs.get(j))).isFalse();
        }
      }
    }
  }

  /** Entries that differ only in how they are attached; a repeated atom. */
  @Nested
  class Chain extends Contract {
    Chain() {
      super("a,CO,0;1\nb,CO,1;0;0\nc,F,0\nd,N,0;0", 4);
    }
  }

  /** Two sites that every symmetry exchanges together, beside one that it keeps. */
  @Nested
  class Ring extends Contract {
    Ring() {
      super("a,C1CCNCC1,1;5;3\nb,C1CCNCC1,3;1\nc,F,0\nd,CC,0;1", 4);
    }
  }

  /** Benzene, all sites alike: ortho, meta and para must stay apart. */
  @Nested
  class Benzene extends Contract {
    Benzene() {
      super("a,c1ccccc1,0;1;2;3\nb,F,0\nc,Cl,0\nd,CO,1;0", 3);
    }
  }

  /** A ring whose two pairs of sites are exchanged within or with one another. */
  @Nested
  class Para extends Contract {
    Para() {
      super("a,C1CSCCS1,0;1;4\nb,C1CSCCS1,1;0\nc,F,0\nd,O,0;0", 4);
    }
  }

  @Test
  void benzeneHasThreeWaysToTakeTwo() {
    FragmentVocabulary vocabulary =
        FragmentVocabulary.parse("x", "name,smiles,atoms\na,c1ccccc1,0;1;2;3;4;5\nb,F,0");
    FragmentEnvironment environment = new FragmentEnvironment(vocabulary, 2, 3, Identity.CANONICAL);
    FragmentState one = environment.step(environment.step(FragmentState.EMPTY, 1), 2);
    assertThat(
            java.util.stream.IntStream.range(0, 5)
                .mapToObj(stem -> environment.step(one, environment.action(stem, 1)))
                .distinct())
        .hasSize(3);
  }

  @Test
  void terminationFollowsBlocksAndStems() {
    FragmentVocabulary vocabulary =
        FragmentVocabulary.parse("x", "name,smiles,atoms\na,C,0\nb,CC,0;1");
    FragmentEnvironment environment = new FragmentEnvironment(vocabulary, 2, 3, Identity.CANONICAL);
    FragmentState empty = environment.initialState();
    FragmentState two = environment.step(environment.step(empty, 2), environment.action(0, 1));
    assertThat(environment.termination(empty)).isEqualTo(Termination.NONE);
    assertThat(environment.termination(environment.step(empty, 1))).isEqualTo(Termination.NONE);
    assertThat(environment.termination(two)).isEqualTo(Termination.OPTIONAL);
    assertThat(environment.termination(environment.step(two, environment.action(0, 1))))
        .isEqualTo(Termination.FORCED);
    assertThat(environment.termination(environment.step(environment.step(empty, 1), 1)))
        .isEqualTo(Termination.FORCED);
  }

  @Test
  void codeOfABlockGraph() {
    FragmentVocabulary vocabulary =
        FragmentVocabulary.parse("x", "name,smiles,atoms\na,CO,1;0;0\nb,F,0");
    FragmentEnvironment environment = new FragmentEnvironment(vocabulary, 2, 3, Identity.NONE);
    IntList code = new IntList();
    environment.encode(environment.initialState(), code);
    assertThat(code.toArray()).containsExactly(0, 0);
    FragmentState one = environment.step(environment.initialState(), 1);
    environment.encode(environment.step(one, environment.action(1, 1)), code);
    // Stems of the first block are 0, 0 and last its attachment atom 1; the second 0 is used.
    assertThat(code.toArray()).containsExactly(0, 0, 2, 2, 0, 1, 0, 1, 0, 2, 0, 0, 0, 1);
    BlockGraph graph = new BlockGraph().reset(code.toArray(), 2);
    assertThat(graph.bondTypeTo(0)).isEqualTo(2);
    assertThat(graph.stemType(1)).isEqualTo(1);
  }

  @Test
  void publishedCountingListsAParentPerLeaf() {
    FragmentVocabulary vocabulary =
        FragmentVocabulary.parse("x", "name,smiles,atoms\na,c1ccccc1,0;1;2\nb,F,0");
    FragmentEnvironment environment = new FragmentEnvironment(vocabulary, 2, 4, Identity.NONE);
    FragmentState state = environment.step(FragmentState.EMPTY, 1);
    state = environment.step(state, environment.action(0, 1));
    state = environment.step(state, environment.action(0, 1));
    IntList out = new IntList();
    environment.backwardActions(state, out);
    assertThat(out.toArray()).containsExactly(1, 2);
    assertThat(environment.backstep(state, 1).stems()).containsExactly(0, 0, 0, 1);
    out.clear();
    environment.edgeActions(state, 1, out);
    assertThat(out.toArray()).containsExactly(environment.action(1, 1));
  }

  @Test
  void boundsAreChecked() {
    FragmentVocabulary small = Vocabularies.small();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FragmentEnvironment(small, 3, 2, Identity.NONE))
        .withMessage("molecules need 1 <= minBlocks <= maxBlocks <= 64, got 3 and 2");
    FragmentEnvironment environment = new FragmentEnvironment(small, 2, 4, Identity.CANONICAL);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EnumerableFragmentEnvironment(environment, 10))
        .withMessage(
            "more than 10 states with 6 entries and up to 4 blocks; take fewer for exact checks");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                environment.canonical(
                    FragmentState.of(new int[] {9}, new int[0], new int[] {0, 0})))
        .withMessageContaining("the vocabulary has entries 0 to 5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FragmentState.of(new int[] {1, 1}, new int[] {0, 2, 0, 0}, new int[0]))
        .withMessageStartingWith("no block 2");
  }
}

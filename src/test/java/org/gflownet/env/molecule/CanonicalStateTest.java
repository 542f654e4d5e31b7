package org.gflownet.env.molecule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.gflownet.math.IntList;
import org.gflownet.math.RandomStream;

class CanonicalStateTest {
  private final FragmentVocabulary published = Vocabularies.published();
  private final FragmentEnvironment ordered =
      new FragmentEnvironment(published, 2, 8, Identity.NONE);
  private final FragmentEnvironment canonical =
      new FragmentEnvironment(published, 2, 8, Identity.CANONICAL);

  @Property(tries = 300)
  void anotherOrderAndSymmetriesGiveTheSameState(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int numBlocks) {
    RandomStream random = new RandomStream(seed, 0, 0);
    FragmentState built = Vocabularies.walk(ordered, numBlocks, random);
    FragmentState state = canonical.canonical(built);
    FragmentState disguised = canonical.canonical(disguise(built, random));
    assertThat(disguised).isEqualTo(state).hasSameHashCodeAs(state);
    assertThat(canonical.canonical(state)).isEqualTo(state);
    assertThat(encoding(disguised)).containsExactly(encoding(state));
  }

  /** Reorders blocks and stems, maps blocks by symmetries and renames entries of one fragment. */
  private FragmentState disguise(FragmentState state, RandomStream random) {
    int[] position = permutation(state.numBlocks(), random);
    int[] blocks = new int[position.length];
    int[][] maps = new int[position.length][];
    for (int b = 0; b < position.length; b++) {
      int fragment = published.fragment(state.block(b));
      int same = random.nextInt(published.numEntriesOf(fragment));
      blocks[position[b]] = published.entryOf(fragment, same);
      maps[b] = symmetry(state, b, published.structure(fragment), random);
    }
    int[] bonds = new int[4 * state.numBonds()];
    int[] bondOrder = permutation(state.numBonds(), random);
    for (int k = 0; k < state.numBonds(); k++) {
      int at = 4 * bondOrder[k];
      boolean turn = random.nextInt(2) == 0;
      bonds[at + (turn ? 1 : 0)] = position[state.bondFrom(k)];
      bonds[at + (turn ? 0 : 1)] = position[state.bondTo(k)];
      bonds[at + (turn ? 3 : 2)] = maps[state.bondFrom(k)][state.bondAtomFrom(k)];
      bonds[at + (turn ? 2 : 3)] = maps[state.bondTo(k)][state.bondAtomTo(k)];
    }
    int[] stems = new int[2 * state.numStems()];
    int[] stemOrder = permutation(state.numStems(), random);
    for (int k = 0; k < state.numStems(); k++) {
      stems[2 * stemOrder[k]] = position[state.stemBlock(k)];
      stems[2 * stemOrder[k] + 1] = maps[state.stemBlock(k)][state.stemAtom(k)];
    }
    return FragmentState.of(blocks, bonds, stems);
  }

  private static int[] symmetry(
      FragmentState state, int block, Fragment fragment, RandomStream random) {
    List<int[]> usable = new ArrayList<>();
    for (int s = 0; s < fragment.numSymmetries(); s++) {
      int[] map = fragment.symmetry(s);
      boolean usableMap = true;
      for (int k = 0; k < state.numStems(); k++) {
        usableMap &= state.stemBlock(k) != block || map[state.stemAtom(k)] >= 0;
      }
      for (int k = 0; k < state.numBonds(); k++) {
        usableMap &= state.bondFrom(k) != block || map[state.bondAtomFrom(k)] >= 0;
        usableMap &= state.bondTo(k) != block || map[state.bondAtomTo(k)] >= 0;
      }
      if (usableMap) {
        usable.add(map);
      }
    }
    return usable.get(random.nextInt(usable.size()));
  }

  private static int[] permutation(int size, RandomStream random) {
    int[] permutation = new int[size];
    for (int i = 0; i < size; i++) {
      int j = random.nextInt(i + 1);
      permutation[i] = permutation[j];
      permutation[j] = i;
    }
    return permutation;
  }

  private int[] encoding(FragmentState state) {
    IntList out = new IntList();
    canonical.encode(state, out);
    return out.toArray();
  }

  @Property(tries = 100)
  void everyParentAndActionLeadsBack(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int numBlocks) {
    FragmentState state = Vocabularies.walk(canonical, numBlocks, new RandomStream(seed, 1, 0));
    IntList leaves = new IntList();
    canonical.backwardActions(state, leaves);
    assertThat(leaves.size()).isPositive();
    for (int leaf : leaves.toArray()) {
      FragmentState parent = canonical.backstep(state, leaf);
      IntList edges = new IntList();
      canonical.edgeActions(state, leaf, edges);
      assertThat(edges.size()).isPositive();
      int fragment = published.fragment(state.block(leaf));
      IntList expected = new IntList();
      IntList legal = new IntList();
      canonical.forwardActions(parent, legal);
      for (int action : legal.toArray()) {
        if (action != 0
            && published.fragment((action - 1) % published.numEntries()) == fragment
            && canonical.step(parent, action).equals(state)) {
          expected.add(action);
        }
      }
      assertThat(edges.toArray()).containsExactly(expected.toArray());
    }
  }

  @Property(tries = 100)
  void everyStepIsFoundAmongTheParents(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 7) int numBlocks) {
    RandomStream random = new RandomStream(seed, 2, 0);
    FragmentState parent = Vocabularies.walk(canonical, numBlocks, random);
    IntList actions = new IntList();
    canonical.forwardActions(parent, actions);
    if (actions.size() == 0) {
      return;
    }
    int action = Math.max(1, actions.get(random.nextInt(actions.size())));
    FragmentState child = canonical.step(parent, action);
    IntList leaves = new IntList();
    canonical.backwardActions(child, leaves);
    int matches = 0;
    for (int leaf : leaves.toArray()) {
      if (canonical.backstep(child, leaf).equals(parent)) {
        IntList edges = new IntList();
        canonical.edgeActions(child, leaf, edges);
        assertThat(edges.toArray()).contains(action);
        matches++;
      }
    }
    assertThat(matches).isEqualTo(1);
  }
}

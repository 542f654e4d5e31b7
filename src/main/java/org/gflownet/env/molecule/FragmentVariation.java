package org.gflownet.env.molecule;

import org.gflownet.env.Termination;
import org.gflownet.env.Variation;
import org.gflownet.math.RandomStream;

/**
 * Crossover and mutation of molecules of fragments, after the graph-based genetic algorithm of
 * Jensen (2019), with bonds between blocks in the place of bonds between atoms.
 *
 * <p>Crossover cuts a bond of each molecule and joins a side of the one with a side of the other
 * where they were cut; a molecule of one block is whole, with one of its open stems. Mutation adds
 * an entry on an open stem, removes a leaf, puts another entry in the place of a leaf, or moves a
 * leaf to another stem, each with probability 1/4. All draws are uniform. A result with too many or
 * too few blocks, and one that no sequence of actions builds, is no object.
 */
final class FragmentVariation implements Variation<FragmentState> {
  private static final int NUM_KINDS = 4;

  private final FragmentEnvironment environment;
  private final FragmentVocabulary vocabulary;
  private final Canonicalizer canonicalizer;
  private final Rooting rooting;

  /**
   * A variation.
   *
   * @param environment with canonical states
   */
  FragmentVariation(FragmentEnvironment environment) {
    this.environment = environment;
    this.vocabulary = environment.vocabulary();
    this.canonicalizer = new Canonicalizer(vocabulary);
    this.rooting = new Rooting(vocabulary, canonicalizer);
  }

  @Override
  public FragmentState cross(FragmentState first, FragmentState second, RandomStream random) {
    TreeParts.Part head = part(first, random);
    TreeParts.Part tail = part(second, random);
    if (head == null
        || tail == null
        || head.tree().numBlocks() + tail.tree().numBlocks() > environment.maxBlocks()) {
      return null;
    }
    return object(TreeParts.join(head, tail));
  }

  private static TreeParts.Part part(FragmentState state, RandomStream random) {
    if (state.numBonds() > 0) {
      int bond = random.nextInt(state.numBonds());
      boolean older = random.nextInt(2) == 0;
      return TreeParts.cut(state, bond, older ? state.bondFrom(bond) : state.bondTo(bond));
    }
    return state.numStems() == 0
        ? null
        : new TreeParts.Part(state, random.nextInt(state.numStems()));
  }

  @Override
  public FragmentState mutate(FragmentState object, RandomStream random) {
    FragmentState changed =
        switch (random.nextInt(NUM_KINDS)) {
          case 0 -> add(object, random);
          case 1 -> remove(object, random);
          case 2 -> replace(object, random);
          default -> move(object, random);
        };
    FragmentState other = changed == null ? null : object(changed);
    return other == null || other.equals(object) ? null : other;
  }

  private FragmentState add(FragmentState state, RandomStream random) {
    if (state.numBlocks() >= environment.maxBlocks() || state.numStems() == 0) {
      return null;
    }
    int stem = random.nextInt(state.numStems());
    return OrderedSteps.add(vocabulary, state, stem, random.nextInt(vocabulary.numEntries()));
  }

  private static FragmentState remove(FragmentState state, RandomStream random) {
    return state.numBlocks() == 1 ? null : OrderedSteps.remove(state, leaf(state, random));
  }

  private FragmentState replace(FragmentState state, RandomStream random) {
    int entry = random.nextInt(vocabulary.numEntries());
    if (state.numBlocks() == 1) {
      return OrderedSteps.add(vocabulary, FragmentState.EMPTY, 0, entry);
    }
    FragmentState rest = OrderedSteps.remove(state, leaf(state, random));
    return OrderedSteps.add(vocabulary, rest, rest.numStems() - 1, entry);
  }

  private static FragmentState move(FragmentState state, RandomStream random) {
    if (state.numBlocks() == 1) {
      return null;
    }
    int leaf = leaf(state, random);
    FragmentState rest = OrderedSteps.remove(state, leaf);
    // The stem that the leaf leaves is the last one.
    int others = rest.numStems() - 1;
    if (others == 0) {
      return null;
    }
    return TreeParts.join(
        new TreeParts.Part(rest, random.nextInt(others)),
        TreeParts.cut(state, OrderedSteps.bondOf(state, leaf), leaf));
  }

  /** A block of degree 1, all of equal probability. */
  private static int leaf(FragmentState state, RandomStream random) {
    long leaves = TreeParts.leaves(state);
    for (int skip = random.nextInt(Long.bitCount(leaves)); skip > 0; skip--) {
      leaves &= leaves - 1;
    }
    return Long.numberOfTrailingZeros(leaves);
  }

  private FragmentState object(FragmentState built) {
    if (environment.termination(built) == Termination.NONE || !rooting.isReachable(built)) {
      return null;
    }
    return canonicalizer.canonical(built);
  }
}

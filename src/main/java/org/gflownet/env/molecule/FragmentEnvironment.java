package org.gflownet.env.molecule;

import org.gflownet.env.BlockGraph;
import org.gflownet.env.Environment;
import org.gflownet.env.Termination;
import org.gflownet.env.Variation;
import org.gflownet.env.VariedEnvironment;
import org.gflownet.math.IntList;

/**
 * Molecules built fragment by fragment (Bengio et al. 2021, section 4.2): a state is a tree of
 * blocks with open stems, an action puts a vocabulary entry on a stem.
 *
 * <p>Action 0 is STOP, action 1 + stem * V + entry attaches an entry, where: V is the number of
 * entries; the empty state has one pseudo-stem. STOP is legal from {@code minBlocks} blocks on; a
 * state with {@code maxBlocks} blocks or without an open stem ends the trajectory. Backward action
 * b removes the block at position b; where several blocks leave equal states, the first stands for
 * all.
 *
 * <p>The encoding is not a set of binary features but the ints of a {@link BlockGraph}, whose
 * blocks are fragments and whose types are the vocabulary's; {@link #numFeatures} bounds its
 * length.
 *
 * <p>Under {@link Identity#NONE} the published counting holds in place of the contract of {@link
 * Environment}: see there.
 */
public final class FragmentEnvironment implements VariedEnvironment<FragmentState> {
  private static final int MAX_BLOCKS = 64;
  // Leaves room above the actions for the output units of backward actions and of the log-flow.
  private static final int MAX_ACTIONS = Integer.MAX_VALUE - MAX_BLOCKS;

  private final FragmentVocabulary vocabulary;
  private final int minBlocks;
  private final int maxBlocks;
  private final Identity identity;
  private final int numActions;
  private final int numFeatures;
  private final Lineage lineage;

  /**
   * An environment.
   *
   * @param minBlocks from how many blocks on STOP is legal, at least 1
   * @param maxBlocks at how many blocks a trajectory ends, minBlocks to 64
   */
  public FragmentEnvironment(
      FragmentVocabulary vocabulary, int minBlocks, int maxBlocks, Identity identity) {
    if (minBlocks < 1 || maxBlocks < minBlocks || maxBlocks > MAX_BLOCKS) {
      throw new IllegalArgumentException(
          "molecules need 1 <= minBlocks <= maxBlocks <= %d, got %d and %d"
              .formatted(MAX_BLOCKS, minBlocks, maxBlocks));
    }
    long actions = 1 + (long) maxStems(vocabulary, maxBlocks - 1) * vocabulary.numEntries();
    if (actions > MAX_ACTIONS) {
      throw new IllegalArgumentException(
          "%d entries and %d blocks make %d actions; at most %d are allowed"
              .formatted(vocabulary.numEntries(), maxBlocks, actions, MAX_ACTIONS));
    }
    this.vocabulary = vocabulary;
    this.minBlocks = minBlocks;
    this.maxBlocks = maxBlocks;
    this.identity = identity;
    this.numActions = (int) actions;
    this.numFeatures = BlockGraph.length(maxBlocks, maxStems(vocabulary, maxBlocks));
    this.lineage =
        identity == Identity.CANONICAL
            ? new CanonicalLineage(vocabulary)
            : new OrderedLineage(vocabulary);
  }

  /** Largest number of open stems of up to {@code numBlocks} blocks, at least the pseudo-stem. */
  private static int maxStems(FragmentVocabulary vocabulary, int numBlocks) {
    int largest = 0;
    for (int entry = 0; entry < vocabulary.numEntries(); entry++) {
      largest = Math.max(largest, vocabulary.numStems(entry));
    }
    return 1 + largest + Math.max(0, numBlocks - 1) * Math.max(0, largest - 1);
  }

  /** The vocabulary. */
  public FragmentVocabulary vocabulary() {
    return vocabulary;
  }

  /** At how many blocks a trajectory ends. */
  public int maxBlocks() {
    return maxBlocks;
  }

  /** When two states are equal. */
  public Identity identity() {
    return identity;
  }

  /**
   * A state as this environment writes it: canonical, or the same under {@link Identity#NONE}.
   *
   * @throws IllegalArgumentException if the vocabulary lacks a block or an atom of it
   */
  public FragmentState canonical(FragmentState state) {
    for (int b = 0; b < state.numBlocks(); b++) {
      if (state.block(b) < 0 || state.block(b) >= vocabulary.numEntries()) {
        throw new IllegalArgumentException(
            "block %d in %s; the vocabulary has entries 0 to %d"
                .formatted(state.block(b), state, vocabulary.numEntries() - 1));
      }
    }
    for (int k = 0; k < state.numBonds(); k++) {
      type(state, state.bondFrom(k), state.bondAtomFrom(k));
      type(state, state.bondTo(k), state.bondAtomTo(k));
    }
    for (int k = 0; k < state.numStems(); k++) {
      type(state, state.stemBlock(k), state.stemAtom(k));
    }
    return lineage.settle(state);
  }

  @Override
  public FragmentState initialState() {
    return FragmentState.EMPTY;
  }

  @Override
  public int numActions() {
    return numActions;
  }

  @Override
  public int numBackwardActions() {
    return maxBlocks;
  }

  @Override
  public int stopAction() {
    return 0;
  }

  /** Number of the action that puts an entry on a stem (0 in the empty state). */
  public int action(int stem, int entry) {
    return 1 + stem * vocabulary.numEntries() + entry;
  }

  @Override
  public Termination termination(FragmentState state) {
    int numBlocks = state.numBlocks();
    if (numBlocks == 0) {
      return Termination.NONE;
    }
    if (numBlocks >= maxBlocks || state.numStems() == 0) {
      return Termination.FORCED;
    }
    return numBlocks >= minBlocks ? Termination.OPTIONAL : Termination.NONE;
  }

  private static int numStems(FragmentState state) {
    return state.numBlocks() == 0 ? 1 : state.numStems();
  }

  @Override
  public void forwardActions(FragmentState state, IntList out) {
    Termination termination = termination(state);
    if (termination == Termination.FORCED) {
      return;
    }
    if (termination == Termination.OPTIONAL) {
      out.add(0);
    }
    int end = 1 + numStems(state) * vocabulary.numEntries();
    for (int action = 1; action < end; action++) {
      out.add(action);
    }
  }

  @Override
  public FragmentState step(FragmentState state, int action) {
    int numEntries = vocabulary.numEntries();
    if (action < 1
        || (action - 1) / numEntries >= numStems(state)
        || termination(state) == Termination.FORCED) {
      throw new IllegalArgumentException("action " + action + " is illegal in " + state);
    }
    return lineage.settle(
        OrderedSteps.add(vocabulary, state, (action - 1) / numEntries, (action - 1) % numEntries));
  }

  @Override
  public void backwardActions(FragmentState state, IntList out) {
    for (int leaf : parents(state).leaves()) {
      out.add(leaf);
    }
  }

  @Override
  public FragmentState backstep(FragmentState state, int backwardAction) {
    return parents(state).states()[parent(state, backwardAction)];
  }

  @Override
  public void edgeActions(FragmentState state, int backwardAction, IntList out) {
    lineage.edges(state, parents(state), parent(state, backwardAction), out);
  }

  private int parent(FragmentState state, int backwardAction) {
    int index = parents(state).indexOf(backwardAction);
    if (index < 0) {
      throw new IllegalArgumentException(
          "backward action " + backwardAction + " is illegal in " + state);
    }
    return index;
  }

  private Parents parents(FragmentState state) {
    Parents parents = state.parents(lineage);
    if (parents == null) {
      parents = lineage.parents(state);
      state.keep(parents);
    }
    return parents;
  }

  /**
   * Crossover and mutation of molecules.
   *
   * @throws IllegalStateException under {@link Identity#NONE}, where a molecule is many states
   */
  @Override
  public Variation<FragmentState> variation() {
    if (identity == Identity.NONE) {
      throw new IllegalStateException("molecules without identity cannot be varied");
    }
    return new FragmentVariation(this);
  }

  /** Bound on the number of ints of an encoding. */
  @Override
  public int numFeatures() {
    return numFeatures;
  }

  /** Appends the ints of the state's {@link BlockGraph}. */
  @Override
  public void encode(FragmentState state, IntList out) {
    out.add(state.numBlocks());
    out.add(state.numStems());
    for (int b = 0; b < state.numBlocks(); b++) {
      out.add(vocabulary.fragment(state.block(b)));
    }
    for (int k = 0; k < state.numBonds(); k++) {
      out.add(state.bondFrom(k));
      out.add(state.bondTo(k));
      out.add(type(state, state.bondFrom(k), state.bondAtomFrom(k)));
      out.add(type(state, state.bondTo(k), state.bondAtomTo(k)));
    }
    for (int k = 0; k < state.numStems(); k++) {
      out.add(state.stemBlock(k));
      out.add(type(state, state.stemBlock(k), state.stemAtom(k)));
    }
  }

  private int type(FragmentState state, int block, int atom) {
    return vocabulary.stemType(vocabulary.fragment(state.block(block)), atom);
  }
}

package org.gflownet.env.molecule;

import org.gflownet.math.IntList;

/**
 * Parents as the published code counts them: one per block of degree 1, the freed stem last; the
 * only action attaches the translated block to that stem. Parents are not merged, and the action
 * need not give the very state again: it comes out in another order of blocks, and where the
 * translated entry offers other stems, with other stems.
 */
record OrderedLineage(FragmentVocabulary vocabulary) implements Lineage {

  @Override
  public FragmentState settle(FragmentState built) {
    return built;
  }

  @Override
  public Parents parents(FragmentState state) {
    Parents.Builder parents = new Parents.Builder(state.numBlocks());
    if (state.numBlocks() == 1) {
      parents.add(0, FragmentState.EMPTY, false);
    }
    for (int leaf = 0; leaf < state.numBlocks(); leaf++) {
      int bond = OrderedSteps.bondOf(state, leaf);
      if (bond >= 0 && translation(state, leaf, bond) >= 0) {
        parents.add(leaf, OrderedSteps.remove(state, leaf), false);
      }
    }
    return parents.build(this);
  }

  private int translation(FragmentState state, int leaf, int bond) {
    return vocabulary.translation(state.block(leaf), OrderedSteps.bondAtom(state, bond, leaf));
  }

  @Override
  public void edges(FragmentState state, Parents parents, int parent, IntList out) {
    int leaf = parents.leaves()[parent];
    int bond = OrderedSteps.bondOf(state, leaf);
    int entry = bond < 0 ? state.block(leaf) : translation(state, leaf, bond);
    int stem = Math.max(0, parents.states()[parent].numStems() - 1);
    out.add(1 + stem * vocabulary.numEntries() + entry);
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}

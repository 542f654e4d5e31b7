package org.gflownet.env.molecule;

/** When two states of the fragment environment are the same node of its graph. */
public enum Identity {
  /**
   * Block graphs are isomorphic, open stems included; a block may be mapped by any symmetry of its
   * fragment. Parents are distinct states, and the actions of an edge are counted exactly.
   */
  CANONICAL,
  /**
   * Blocks, bonds and stems are the same in the same order, and a parent is counted per removable
   * block, as in the code of Bengio et al. 2021. Neither identical leaves nor equivalent actions
   * are merged, and the listed action need not lead from the listed parent to the very state.
   */
  NONE
}

package org.gflownet.env.molecule;

import org.gflownet.math.IntList;

/** What the identity of states decides: how a new state is written, parents and edges. */
interface Lineage {

  /** The state that stands for one that was just built. */
  FragmentState settle(FragmentState built);

  /** The parents of a settled state. */
  Parents parents(FragmentState state);

  /** Appends, increasing, the actions that lead from a parent to the state. */
  void edges(FragmentState state, Parents parents, int parent, IntList out);
}

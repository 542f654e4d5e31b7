package org.gflownet.env.hypergrid;

/** The two rules in use for where a trajectory on the hyper-grid ends. */
public enum TerminationRule {
  /**
   * An increment at H-1 is illegal, STOP is always legal; all H^D states terminate (torchgfn,
   * gfnx).
   */
  MASKED,
  /**
   * A state with a coordinate at H-1 ends the trajectory (code of Bengio et al. 2021); states with
   * two or more coordinates at H-1 are unreachable.
   */
  FORCED
}

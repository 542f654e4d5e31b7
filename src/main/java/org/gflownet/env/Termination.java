package org.gflownet.env;

/** Whether a trajectory may or must end in a state. */
public enum Termination {
  /** No edge to the sink: the state is not an object yet. */
  NONE,
  /** STOP is one of several actions and has a logit. */
  OPTIONAL,
  /**
   * The trajectory ends on arrival. STOP is the only action, with probability 1; it has no logit
   * and is not counted as a transition.
   */
  FORCED
}

package org.gflownet.model;

import java.io.Serializable;

/**
 * What a network gives for a state beside the logits of its forward actions: where the output units
 * lie that hold the logits of a learned backward policy and the log-flow of the state.
 *
 * <p>All of these units lie above those of the forward actions, the log-flow's above all others.
 *
 * @param backwardUnit unit of backward action 0, backward action b has unit {@code backwardUnit +
 *     b}; {@link #ABSENT} where the backward policy is uniform
 * @param logFlowUnit unit of log F(s); {@link #ABSENT} where there is none
 */
public record Heads(int backwardUnit, int logFlowUnit) implements Serializable {
  /** In place of a unit that there is not. */
  public static final int ABSENT = -1;

  /** Forward actions only. */
  public static final Heads NONE = new Heads(ABSENT, ABSENT);

  /** Checks the units. */
  public Heads {
    if (backwardUnit < ABSENT || logFlowUnit < ABSENT) {
      throw new IllegalArgumentException("no unit has a negative number");
    }
    if (logFlowUnit != ABSENT && logFlowUnit <= backwardUnit) {
      throw new IllegalArgumentException("the unit of the log-flow must be the last");
    }
  }

  /** Whether the backward policy is learned. */
  public boolean hasBackwardPolicy() {
    return backwardUnit != ABSENT;
  }

  /** Whether states have a log-flow. */
  public boolean hasLogFlow() {
    return logFlowUnit != ABSENT;
  }
}

package org.gflownet.math;

import java.io.Serializable;

/**
 * How far a run is, for what changes while it goes on.
 *
 * @param step 0-based number of the next parameter update
 * @param share of the run's budget that is spent, 0 to 1
 */
public record Progress(long step, double share) implements Serializable {
  /** Before the first step. */
  public static final Progress START = new Progress(0, 0.0);
}

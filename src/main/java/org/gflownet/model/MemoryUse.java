package org.gflownet.model;

import java.io.Serializable;

/**
 * What a process holds beside its heap, and how much it may, in bytes; a bound of 0 is none.
 *
 * @param arrays that engines have allocated
 * @param arraysBound beyond which their next allocation fails
 * @param process of the process in the machine's memory
 * @param processBound beyond which their next allocation fails, too
 */
public record MemoryUse(long arrays, long arraysBound, long process, long processBound)
    implements Serializable {
  private static final double NEAR = 0.9;

  /** Looks at the process that it is called in; travels to executors. */
  public interface Gauge extends Serializable {
    /** Of this process, now. */
    MemoryUse read();
  }

  /** The larger of each figure, by which the order of samples does not matter. */
  public MemoryUse max(MemoryUse other) {
    return new MemoryUse(
        Math.max(arrays, other.arrays),
        Math.max(arraysBound, other.arraysBound),
        Math.max(process, other.process),
        Math.max(processBound, other.processBound));
  }

  /** Whether a figure is beyond nine tenths of its bound. */
  public boolean isNearBound() {
    return share() > NEAR;
  }

  /** The larger share that a figure has of its bound; 0 where there are no bounds. */
  public double share() {
    return Math.max(share(arrays, arraysBound), share(process, processBound));
  }

  private static double share(long used, long bound) {
    return bound > 0 ? (double) used / bound : 0;
  }
}

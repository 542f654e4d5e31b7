package org.gflownet.math;

import java.io.Serializable;

/**
 * A number that changes with the training step: it runs from {@code start} at step 0 to {@code end}
 * at step {@code steps} and stays there.
 *
 * @param shape how it gets from start to end
 * @param start value at step 0
 * @param end value from step {@code steps} on; ignored by {@link Shape#CONSTANT}
 * @param steps length of the change in parameter updates, at least 1 unless constant
 */
public record Schedule(Shape shape, double start, double end, long steps) implements Serializable {

  /** The curve between the two ends. */
  public enum Shape {
    /** Always {@code start}. */
    CONSTANT,
    /** A straight line. */
    LINEAR,
    /** A constant factor per step; both ends must be positive. */
    EXPONENTIAL,
    /** Half a cosine wave (Loshchilov and Hutter 2017, without restarts). */
    COSINE
  }

  /** Checks the ends against the shape. */
  public Schedule {
    if (shape != Shape.CONSTANT && steps < 1) {
      throw new IllegalArgumentException("a " + shape + " schedule needs steps >= 1, was " + steps);
    }
    if (shape == Shape.EXPONENTIAL && !(start > 0 && end > 0)) {
      throw new IllegalArgumentException("an exponential schedule needs positive start and end");
    }
  }

  /** A schedule that never changes. */
  public static Schedule constant(double value) {
    return new Schedule(Shape.CONSTANT, value, value, 0);
  }

  /**
   * The value at a step.
   *
   * @param step 0-based number of the parameter update
   */
  public double at(long step) {
    if (shape == Shape.CONSTANT || step <= 0) {
      return start;
    }
    if (step >= steps) {
      return end;
    }
    double t = (double) step / steps;
    return switch (shape) {
      case LINEAR -> start + (end - start) * t;
      case EXPONENTIAL -> start * LogSpace.exp(t * LogSpace.log(end / start));
      case COSINE -> end + (start - end) * 0.5 * (1.0 + StrictMath.cos(StrictMath.PI * t));
      case CONSTANT -> start;
    };
  }
}

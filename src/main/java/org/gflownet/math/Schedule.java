package org.gflownet.math;

import java.io.Serializable;

/**
 * A number that changes while a run goes on: from {@code start} at step 0 to {@code end} at step
 * {@code steps}, where it stays, or over the whole budget of the run. A warm-up of W updates
 * multiplies update t (0-based) by (t + 1) / W as long as that is below 1, so that the number rises
 * to what the curve says.
 *
 * @param shape how it gets from start to end
 * @param start value at step 0
 * @param end value from step {@code steps} on; ignored by {@link Shape#CONSTANT}
 * @param steps length of the change in parameter updates; {@link #WHOLE_RUN} for the budget of the
 *     run, whatever it counts
 * @param warmup W, updates of the warm-up; 0 for none
 */
public record Schedule(Shape shape, double start, double end, long steps, long warmup)
    implements Serializable {
  /** Value of {@link #steps} for a change that ends where the run's budget does. */
  public static final long WHOLE_RUN = 0;

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
    if (steps < 0) {
      throw new IllegalArgumentException("a schedule needs steps >= 0, was " + steps);
    }
    if (warmup < 0) {
      throw new IllegalArgumentException("a schedule needs a warm-up >= 0, was " + warmup);
    }
    if (shape == Shape.EXPONENTIAL && !(start > 0 && end > 0)) {
      throw new IllegalArgumentException("an exponential schedule needs positive start and end");
    }
  }

  /** A schedule without a warm-up. */
  public Schedule(Shape shape, double start, double end, long steps) {
    this(shape, start, end, steps, 0);
  }

  /** A schedule that never changes. */
  public static Schedule constant(double value) {
    return new Schedule(Shape.CONSTANT, value, value, WHOLE_RUN);
  }

  /** The same schedule after a warm-up of so many updates. */
  public Schedule warmedUpOver(long updates) {
    return new Schedule(shape, start, end, steps, updates);
  }

  /** The value at a moment of a run. */
  public double at(Progress progress) {
    double value = onCurve(progress);
    return warmup > 0 && progress.step() < warmup
        ? value * ((double) (progress.step() + 1) / warmup)
        : value;
  }

  private double onCurve(Progress progress) {
    if (shape == Shape.CONSTANT) {
      return start;
    }
    double t = steps == WHOLE_RUN ? progress.share() : (double) progress.step() / steps;
    if (t <= 0) {
      return start;
    }
    if (t >= 1) {
      return end;
    }
    return switch (shape) {
      case LINEAR -> start + (end - start) * t;
      case EXPONENTIAL -> start * LogSpace.exp(t * LogSpace.log(end / start));
      case COSINE -> end + (start - end) * 0.5 * (1.0 + StrictMath.cos(StrictMath.PI * t));
      case CONSTANT -> start;
    };
  }
}

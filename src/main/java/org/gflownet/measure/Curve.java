package org.gflownet.measure;

import java.util.List;

/**
 * A training run over time.
 *
 * @param points in order of time
 */
public record Curve(List<Point> points) {

  /**
   * A report of a run.
   *
   * @param seconds of training: no start-up and no evaluation
   * @param wall seconds since the process was started
   * @param steps updates made
   * @param transitions sampled
   * @param tv exact total variation; NaN where it was not evaluated
   */
  public record Point(double seconds, double wall, long steps, long transitions, double tv) {}

  /** Keeps a copy. */
  public Curve {
    points = List.copyOf(points);
  }

  /** The last report. */
  public Point last() {
    return points.get(points.size() - 1);
  }

  /**
   * Transitions per second over the second half of the run's training time, when all is compiled.
   *
   * @throws IllegalStateException with fewer than three reports
   */
  public double steadyRate() {
    if (points.size() < 3) {
      throw new IllegalStateException(
          "a steady rate needs at least 3 reports, not " + points.size());
    }
    Point from = points.get(firstAfter(last().seconds() / 2));
    if (from.equals(last())) {
      from = points.get(points.size() - 2);
    }
    return rate(from, last());
  }

  /** Seconds per step over the same half. */
  public double steadySecondsPerStep() {
    Point from = points.get(Math.min(firstAfter(last().seconds() / 2), points.size() - 2));
    return (last().seconds() - from.seconds()) / (last().steps() - from.steps());
  }

  /** Transitions per step over the whole run. */
  public double transitionsPerStep() {
    return (double) last().transitions() / last().steps();
  }

  /** Transitions per step over the second half of the run's training time. */
  public double steadyTransitionsPerStep() {
    Point from = points.get(Math.min(firstAfter(last().seconds() / 2), points.size() - 2));
    return (double) (last().transitions() - from.transitions()) / (last().steps() - from.steps());
  }

  /**
   * Seconds of training at the first report with a total variation of at most this; infinite if
   * none.
   */
  public double secondsToTv(double tv) {
    for (Point point : points) {
      if (point.tv() <= tv) {
        return point.seconds();
      }
    }
    return Double.POSITIVE_INFINITY;
  }

  /**
   * Seconds since process start at the end of the first interval that ran at this share of the
   * steady rate.
   */
  public double wallToShareOfSteadyRate(double share) {
    double steady = steadyRate();
    for (int i = 1; i < points.size(); i++) {
      if (rate(points.get(i - 1), points.get(i)) >= share * steady) {
        return points.get(i).wall();
      }
    }
    return Double.POSITIVE_INFINITY;
  }

  private int firstAfter(double seconds) {
    int i = 0;
    while (points.get(i).seconds() < seconds) {
      i++;
    }
    return i;
  }

  private static double rate(Point from, Point to) {
    return (to.transitions() - from.transitions()) / (to.seconds() - from.seconds());
  }
}

package org.gflownet.measure;

import java.util.List;

/**
 * How thoroughly to measure.
 *
 * @param runs of each side, in turn
 * @param seconds of training of a run whose rate is measured
 * @param limit seconds of training after which a run that is to reach a quality is given up
 * @param yardstick interpreter and program to compare with; empty for none
 */
public record Plan(int runs, double seconds, double limit, List<String> yardstick) {

  /** Seconds of start-up and evaluation that a process may take on top of training. */
  static final double SLACK = 120;

  /** For rates: until {@link #seconds} of training. */
  Bench.Until forRate() {
    return Bench.Until.trained(seconds, seconds + SLACK);
  }

  /** For qualities: until the total variation is reached, or {@link #limit} seconds of training. */
  Bench.Until forTv(double tv) {
    return new Bench.Until(
        limit * 3 + SLACK, curve -> curve.last().seconds() >= limit || curve.last().tv() <= tv);
  }
}

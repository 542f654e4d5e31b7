package org.gflownet.measure;

import java.util.List;

/** What runs have in common that are about speed and not about what is learned. */
final class Rates {
  /** Evaluation that costs next to nothing. */
  static final List<String> SETTINGS =
      List.of(
          "eval.exact-max-states=0",
          "eval.samples=2",
          "eval.window=1",
          "train.lr-schedule.name=constant");

  /** Trajectories between two reports, some tenths of a second's worth on the grid of 8^4. */
  private static final int TRAJECTORIES = 2400;

  private Rates() {}

  /** Steps between two reports. */
  static int reportEvery(int height, int batch) {
    return Math.max(1, TRAJECTORIES * 8 / (height * batch));
  }
}

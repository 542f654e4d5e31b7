package org.gflownet.measure;

import java.util.ArrayList;
import java.util.List;

/**
 * Runs of two sides in turn, A B A B, so that a drift of the machine meets both.
 *
 * @param ours runs of this project
 * @param other runs of what it is compared with
 */
record Turns(List<Bench.Run> ours, List<Bench.Run> other) {

  /** A run of one side. */
  interface Side {
    Bench.Run run() throws InterruptedException;
  }

  /** A figure of a run. */
  interface Reading {
    double of(Bench.Run run);
  }

  static Turns of(int runs, Side ours, Side other) throws InterruptedException {
    List<Bench.Run> a = new ArrayList<>();
    List<Bench.Run> b = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      a.add(ours.run());
      b.add(other.run());
    }
    return new Turns(a, b);
  }

  static Spread spread(List<Bench.Run> runs, Reading reading) {
    return new Spread(runs.stream().map(reading::of).toList());
  }

  Spread ours(Reading reading) {
    return spread(ours, reading);
  }

  Spread other(Reading reading) {
    return spread(other, reading);
  }
}

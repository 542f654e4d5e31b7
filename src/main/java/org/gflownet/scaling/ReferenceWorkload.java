package org.gflownet.scaling;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Workloads of which it is known what a transition costs. */
public enum ReferenceWorkload {
  /**
   * Flow matching on the hyper-grid 8^4 with two hidden layers of 256, on cores of an AMD EPYC (Zen
   * 5).
   */
  GRID(71_000, 1, 12, 256, 1.886e-6, 1.025e-4),
  /**
   * Molecules as in {@code conf/molecules-seh.conf}, whose sums are two vectors; the cost of a
   * transition follows from .77 s a step of 192 molecules on one executor of one core
   * (docs/performance.md), less 20 ms of the driver. How it depends on the size of a slice was not
   * measured, so that a level costs nothing here.
   */
  MOLECULES(354_410, 2, 7.8, 96, 5.0e-4, 0);

  private final long parameters;
  private final int partialSums;
  private final double transitions;
  private final int batchPerCore;
  private final double transitionSeconds;
  private final double callSeconds;

  ReferenceWorkload(
      long parameters,
      int partialSums,
      double transitions,
      int batchPerCore,
      double transitionSeconds,
      double callSeconds) {
    this.parameters = parameters;
    this.partialSums = partialSums;
    this.transitions = transitions;
    this.batchPerCore = batchPerCore;
    this.transitionSeconds = transitionSeconds;
    this.callSeconds = callSeconds;
  }

  /**
   * Reads a name.
   *
   * @throws IllegalArgumentException naming the text and what it may be
   */
  public static ReferenceWorkload parse(String text) {
    return Stream.of(values())
        .filter(workload -> workload.toString().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "workload takes "
                        + Stream.of(values())
                            .map(ReferenceWorkload::toString)
                            .collect(Collectors.joining(" or "))
                        + ", not '"
                        + text
                        + "'"));
  }

  /** Length of the parameter vector. */
  public long parameters() {
    return parameters;
  }

  /** Vectors of that length in the result of a slice. */
  public int partialSums() {
    return partialSums;
  }

  /** Mean transitions of a trajectory, the stop included. */
  public double transitions() {
    return transitions;
  }

  /** Trajectories of a step for each core. */
  public int batchPerCore() {
    return batchPerCore;
  }

  /** Of one core per transition. */
  double transitionSeconds() {
    return transitionSeconds;
  }

  /** Of one core per level of a slice. */
  double callSeconds() {
    return callSeconds;
  }

  /** The text that {@link #parse} reads. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

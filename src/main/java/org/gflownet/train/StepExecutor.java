package org.gflownet.train;

/**
 * Runs all slices of one step and merges their results. The versions in this package and on Spark
 * give the same answer, bit for bit.
 *
 * <p>Plays the role of DL4J-Spark's {@code TrainingMaster} on the driver. Not thread-safe.
 */
public interface StepExecutor extends AutoCloseable {

  /**
   * Runs a step.
   *
   * @param request the step
   * @param parameters length P; not changed and not kept
   * @return the results of all slices, merged by {@link SliceResult#mergeTree}
   */
  SliceResult execute(StepRequest request, float[] parameters);

  /**
   * Runs a round of parameter averaging.
   *
   * @param request the round
   * @param parameters length P, from which every slice starts; not changed and not kept
   * @param updaterState the moments from which every slice starts; likewise
   * @return the results of all slices, merged by {@link RoundResult#mergeTree}
   */
  RoundResult executeRound(RoundRequest request, float[] parameters, float[] updaterState);

  /** What runs the steps, in words, for logs and provenance. */
  String describe();

  /** Number of executors that run tasks now. */
  int numExecutors();

  @Override
  void close();
}

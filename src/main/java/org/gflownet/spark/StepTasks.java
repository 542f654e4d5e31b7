package org.gflownet.spark;

/**
 * How the slices of a step are shared among Spark's tasks and their results added up. No bit of a
 * result depends on it.
 *
 * @param share what a task is for
 * @param count number of tasks with {@link Share#COUNT}; else without meaning
 * @param gather who adds up
 */
public record StepTasks(Share share, int count, Gather gather) {
  /** What is best for the cluster that there is. */
  public static final StepTasks AUTO = new StepTasks(Share.AUTO, 0, Gather.AUTO);

  /** What a task is for. */
  public enum Share {
    /** As executors where that can be, else as cores. */
    AUTO,
    /** A core: as many tasks as executors have cores. */
    CORES,
    /**
     * An executor: one task with a thread for each of its cores. Cores where Spark cannot give a
     * task all cores of an executor: local masters, dynamic allocation, executors whose number of
     * cores is not known.
     */
    EXECUTORS,
    /** So many tasks, of one core each. */
    COUNT
  }

  /** Who adds up the results of tasks. */
  public enum Gather {
    /** Shards where the sums of all tasks are long, else the driver. */
    AUTO,
    /** The driver, which gets one vector of each task or a few. */
    DRIVER,
    /** Tasks on executors, a piece each: the driver gets one vector. */
    SHARDS
  }
}

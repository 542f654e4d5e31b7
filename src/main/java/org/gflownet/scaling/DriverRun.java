package org.gflownet.scaling;

/**
 * What the driver had to do in one cell of its probe, as means over the measured steps.
 *
 * @param executors of the cluster; 1 where tasks run in the driver's own process
 * @param tasks of a step, each with one slice
 * @param floats length of the parameters and of the vector that each slice comes to
 * @param gather how the vectors come to the driver
 * @param workMs milliseconds that the slices of one core take to compute
 * @param steps that were measured
 * @param cpuMs CPU milliseconds of the driver's process a step, the JVM's compilers and tasks that
 *     it runs itself aside
 * @param busiestThread threads of the driver with the most CPU, by their common name
 * @param busiestThreadMs their CPU milliseconds a step
 * @param serialMs milliseconds from the last result of a step to the first launch of the next one
 * @param bytesIn bytes of all results of a step
 * @param bytesOut bytes that the driver writes a step
 * @param vectorsMerged vectors that the driver adds to another a step
 * @param wallMs milliseconds of a step
 * @param executorsBusy cores that executors keep busy; NaN where that cannot be read
 */
public record DriverRun(
    int executors,
    int tasks,
    long floats,
    String gather,
    double workMs,
    int steps,
    double cpuMs,
    String busiestThread,
    double busiestThreadMs,
    double serialMs,
    double bytesIn,
    double bytesOut,
    double vectorsMerged,
    double wallMs,
    double executorsBusy) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException naming the first that is out of its bounds
   */
  public DriverRun {
    Bounds.require("executors", executors, 1, 100_000);
    Bounds.require("tasks", tasks, 1, 1_000_000);
    Bounds.require("floats", (double) floats, 1, 1e10);
    Bounds.require("work_ms", workMs, 0, 1e9);
    Bounds.require("steps", steps, 1, 1e9);
    Bounds.require("driver_cpu_ms_per_step", cpuMs, 0, 1e9);
    Bounds.require("busiest_thread_ms", busiestThreadMs, 0, 1e9);
    Bounds.require("serial_ms_per_step", serialMs, 0, 1e9);
    Bounds.require("bytes_in", bytesIn, 0, 1e15);
    Bounds.require("bytes_out", bytesOut, 0, 1e15);
    Bounds.require("vectors_merged", vectorsMerged, 0, 1e6);
    Bounds.require("wall_ms", wallMs, 0, 1e9);
  }

  /** Pieces of the sum that executors add up; 0 where they do not. */
  public int pieces() {
    return gather.equals("shards") ? TaskLayout.pieces(tasks, (double) floats) : 0;
  }

  /** Share of a step in which cores compute slices. */
  public double efficiency() {
    return wallMs > 0 ? workMs / wallMs : 0;
  }
}

package org.gflownet.scaling;

import org.gflownet.math.LogSpace;
import org.gflownet.math.RandomStream;

/**
 * The machines: a driver and E executors.
 *
 * @param executors E
 * @param coresPerExecutor slices that an executor computes at a time
 * @param network between all of them
 * @param nodeSpread standard deviation of the logarithm of an executor's slowness, whose mean is 1
 * @param slowExecutors the first so many executors are slower by {@code slowFactor}
 * @param slowFactor how many times longer a slow executor takes
 * @param taskNoise standard deviation of the logarithm of a slice's own slowness, whose mean is 1
 * @param failuresPerHour of one executor, on average
 * @param restartSeconds until a failed executor is back
 */
public record ClusterSpec(
    int executors,
    int coresPerExecutor,
    Network network,
    double nodeSpread,
    int slowExecutors,
    double slowFactor,
    double taskNoise,
    double failuresPerHour,
    double restartSeconds) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException naming the first that is out of its bounds
   */
  public ClusterSpec {
    Bounds.require("executors", executors, 1, 100_000);
    Bounds.require("cores per executor", coresPerExecutor, 1, 1024);
    Bounds.require("node spread", nodeSpread, 0, 2);
    Bounds.require("slow executors", slowExecutors, 0, executors);
    Bounds.require("slow factor", slowFactor, 1, 1000);
    Bounds.require("task noise", taskNoise, 0, 2);
    Bounds.require("failures per hour", failuresPerHour, 0, 3600);
    Bounds.require("restart seconds", restartSeconds, 0, 86_400);
  }

  /** Equal executors without noise or failures. */
  public static ClusterSpec uniform(int executors, int coresPerExecutor, Network network) {
    return new ClusterSpec(executors, coresPerExecutor, network, 0, 0, 1, 0, 0, 0);
  }

  /** The same machines, more or fewer of them. */
  ClusterSpec scaledTo(int count, int slow) {
    return new ClusterSpec(
        count,
        coresPerExecutor,
        network,
        nodeSpread,
        slow,
        slowFactor,
        taskNoise,
        failuresPerHour,
        restartSeconds);
  }

  /** Cores of all executors. */
  public int cores() {
    return executors * coresPerExecutor;
  }

  /**
   * How many times longer than a core of speed 1 each executor takes.
   *
   * @param seed of the simulation
   */
  double[] slowness(long seed) {
    long nodes = RandomStream.derive(seed, "nodes");
    double[] slowness = new double[executors];
    for (int executor = 0; executor < executors; executor++) {
      double own = LogNormal.draw(new RandomStream(nodes, 0, executor), nodeSpread);
      slowness[executor] = own * (executor < slowExecutors ? slowFactor : 1);
    }
    return slowness;
  }

  /** Seconds until an executor's next failure; infinity without failures. */
  double secondsToFailure(RandomStream random) {
    return -LogSpace.log(1 - random.nextDouble()) * 3600 / failuresPerHour;
  }
}

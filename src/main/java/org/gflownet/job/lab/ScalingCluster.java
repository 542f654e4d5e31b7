package org.gflownet.job.lab;

import java.util.ArrayList;
import java.util.List;
import org.gflownet.run.UserException;
import org.gflownet.scaling.ClusterSpec;
import org.gflownet.scaling.Network;
import picocli.CommandLine.Option;

/** Options of the clusters that {@code scaling} simulates. */
final class ScalingCluster {
  private static final int LARGEST = 100_000;

  @Option(
      names = "--executors",
      paramLabel = "N,N,...",
      split = ",",
      defaultValue = "4,8,16,32,64,128,256,512,1024",
      description = "Sizes of the cluster (${DEFAULT-VALUE}).")
  private List<Integer> executors;

  @Option(
      names = "--cores",
      defaultValue = "4",
      description = "Cores of an executor (${DEFAULT-VALUE}).")
  private int cores;

  @Option(
      names = "--node-spread",
      defaultValue = "0.1",
      description = "Spread of executors' speeds, as that of its logarithm (${DEFAULT-VALUE}).")
  private double nodeSpread;

  @Option(
      names = "--task-noise",
      defaultValue = "0.1",
      description = "Spread of slices' times, as that of its logarithm (${DEFAULT-VALUE}).")
  private double taskNoise;

  @Option(
      names = "--slow-share",
      defaultValue = "0",
      description = "Share of executors that are slow, 0 to 1 (${DEFAULT-VALUE}).")
  private double slowShare;

  @Option(
      names = "--slow-factor",
      defaultValue = "2",
      description = "How much slower those are (${DEFAULT-VALUE}).")
  private double slowFactor;

  @Option(
      names = "--failures",
      defaultValue = "0",
      description = "Failures per executor and hour (${DEFAULT-VALUE}).")
  private double failures;

  @Option(
      names = "--restart",
      defaultValue = "10",
      description = "Seconds until a failed executor is back (${DEFAULT-VALUE}).")
  private double restart;

  @Option(
      names = "--network",
      defaultValue = "10",
      description = "Gigabits per second of a link (${DEFAULT-VALUE}).")
  private double gigabits;

  @Option(
      names = "--latency",
      defaultValue = "0.1",
      description = "Milliseconds of a message (${DEFAULT-VALUE}).")
  private double latency;

  /** Sizes to simulate. */
  List<Integer> executors() {
    List<Integer> bad = new ArrayList<>(executors);
    bad.removeIf(count -> count >= 1 && count <= LARGEST);
    if (!bad.isEmpty()) {
      throw new UserException("--executors must be from 1 to " + LARGEST + ", not " + bad.get(0));
    }
    return executors;
  }

  Network network() {
    return new Network(gigabits * 1e9 / 8, latency * 1e-3);
  }

  /** What clusters are made of: the largest one, which is not simulated. */
  ClusterSpec machines() {
    boolean isShare = slowShare >= 0 && slowShare <= 1;
    UserException.unless(isShare, "--slow-share must be from 0 to 1, was " + slowShare);
    return new ClusterSpec(
        LARGEST,
        cores,
        network(),
        nodeSpread,
        (int) Math.round(slowShare * LARGEST),
        slowFactor,
        taskNoise,
        failures,
        restart);
  }
}

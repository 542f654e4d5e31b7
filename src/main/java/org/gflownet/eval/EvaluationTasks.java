package org.gflownet.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gflownet.reward.RewardCounts;
import org.gflownet.trajectory.ActionPaths;
import org.gflownet.trajectory.Exploration;
import org.gflownet.trajectory.Trajectory;

/**
 * Cuts the work of evaluations into shares for an {@link EvaluationExecutor} and tells an account
 * what their reward was asked for, in the order of the shares. How it is cut depends on the work
 * alone, never on the executor. On the driver; not thread-safe.
 */
public final class EvaluationTasks implements AutoCloseable {
  /** Shares of a job; as many cores can be busy. */
  private static final int SHARES = 64;

  /** Bounds the memory of a task. */
  private static final int MAX_PATHS = 512;

  private static final int MAX_STATES = 4096;
  private static final float[] NO_PARAMETERS = {};

  private final EvaluationExecutor executor;
  private final Account account;

  /** Takes in what the reward of evaluations was asked for, and may refuse to go on. */
  @FunctionalInterface
  public interface Account {
    /**
     * Adds counts.
     *
     * @throws RuntimeException if too many objects have no score
     */
    void add(RewardCounts counts);
  }

  /**
   * Tasks on an executor.
   *
   * @param executor closed with this
   * @param account of the calls
   */
  public EvaluationTasks(EvaluationExecutor executor, Account account) {
    this.executor = executor;
    this.account = account;
  }

  /**
   * The same tasks on another account. Closing either closes both.
   *
   * @param other told of the calls instead
   */
  EvaluationTasks chargedTo(Account other) {
    return new EvaluationTasks(executor, other);
  }

  /**
   * Number of paths to ask for at a time: so many that there is a share for everyone, so few that
   * their results fit memory.
   *
   * @param numSamples of the whole evaluation
   */
  static int window(int numSamples) {
    return SHARES * pathsPerShare(numSamples);
  }

  private static int pathsPerShare(int numSamples) {
    return Math.min(MAX_PATHS, share(numSamples));
  }

  /** The least number of objects in each share with which all shares hold them. */
  private static int share(int numObjects) {
    return (int) (((long) numObjects + SHARES - 1) / SHARES);
  }

  /**
   * Samples and scores the paths {@code from..to-1} of several policies side by side.
   *
   * @param parameters the flat vector
   * @param seed of the random streams
   * @param policies each with a stream of its own, numbered from 0
   * @param numSamples of the whole evaluation, of which this is a {@link #window}
   * @param keepsPaths whether the paths themselves are wanted
   * @return for each policy its parts in the order of the paths
   */
  List<List<ScoredObjects>> sample(
      float[] parameters,
      long seed,
      List<Exploration> policies,
      int numSamples,
      int from,
      int to,
      boolean keepsPaths) {
    int perShare = pathsPerShare(numSamples);
    List<EvaluationShare> shares = new ArrayList<>();
    for (int policy = 0; policy < policies.size(); policy++) {
      for (int start = from; start < to; start += perShare) {
        int end = Math.min(to, start + perShare);
        shares.add(
            new EvaluationShare.Sampled(
                policies.get(policy), seed, policy, start, end, keepsPaths));
      }
    }
    List<ScoredObjects> parts = run(shares, parameters);
    int perPolicy = parts.size() / policies.size();
    List<List<ScoredObjects>> byPolicy = new ArrayList<>();
    for (int policy = 0; policy < policies.size(); policy++) {
      byPolicy.add(parts.subList(policy * perPolicy, (policy + 1) * perPolicy));
    }
    return byPolicy;
  }

  /** log R of the objects that trajectories end in, in their order. */
  <S> double[] logRewards(List<Trajectory<S>> trajectories) {
    int perShare = pathsPerShare(trajectories.size());
    List<EvaluationShare> shares = new ArrayList<>();
    for (int from = 0; from < trajectories.size(); from += perShare) {
      int to = Math.min(trajectories.size(), from + perShare);
      shares.add(new EvaluationShare.Given(ActionPaths.of(trajectories.subList(from, to))));
    }
    return run(shares, NO_PARAMETERS).stream()
        .flatMapToDouble(part -> Arrays.stream(part.logRewards()))
        .toArray();
  }

  /**
   * log R of all states of an enumerable environment.
   *
   * @param numStates number of state indices
   * @return by index; NaN where no terminating state has it
   */
  double[] logRewardsOfStates(int numStates) {
    double[] logRewards = new double[numStates];
    int perShare = Math.min(MAX_STATES, share(numStates));
    for (int start = 0; start < numStates; ) {
      List<EvaluationShare> shares = new ArrayList<>();
      int next = start;
      for (; next < numStates && shares.size() < SHARES; next += perShare) {
        shares.add(new EvaluationShare.Listed(next, Math.min(numStates, next + perShare)));
      }
      for (ScoredObjects part : run(shares, NO_PARAMETERS)) {
        System.arraycopy(part.logRewards(), 0, logRewards, start, part.logRewards().length);
        start += part.logRewards().length;
      }
    }
    return logRewards;
  }

  private List<ScoredObjects> run(List<EvaluationShare> shares, float[] parameters) {
    if (shares.isEmpty()) {
      return List.of();
    }
    List<ScoredObjects> parts = executor.run(shares, parameters);
    parts.forEach(part -> account.add(part.counts()));
    return parts;
  }

  @Override
  public void close() {
    executor.close();
  }
}

package org.gflownet.baseline;

import java.util.ArrayList;
import java.util.List;
import org.gflownet.env.EnumerableEnvironment;
import org.gflownet.env.Environment;
import org.gflownet.reward.RewardCounts;
import org.gflownet.train.VisitedRows;
import org.gflownet.trajectory.Trajectory;

/** Trajectories from the numbers that {@link TrajectoryWorker} returns. */
final class Rollout {
  private Rollout() {}

  /**
   * The trajectories of all slices.
   *
   * @param slices what the slices returned, in their order
   */
  static <S> List<Trajectory<S>> read(Environment<S> environment, List<SliceOutput> slices) {
    List<Trajectory<S>> trajectories = new ArrayList<>();
    for (SliceOutput output : slices) {
      long[] slice = output.numbers();
      int at = 0;
      while (at < slice.length) {
        int count = Math.toIntExact(slice[at + 2]);
        trajectories.add(one(environment, slice, at, trajectories.size()));
        at += 3 + count;
      }
    }
    return trajectories;
  }

  private static <S> Trajectory<S> one(
      Environment<S> environment, long[] slice, int at, long index) {
    int[] actions = new int[Math.toIntExact(slice[at + 2])];
    List<S> states = new ArrayList<>(actions.length + 1);
    states.add(environment.initialState());
    for (int t = 0; t < actions.length; t++) {
      actions[t] = Math.toIntExact(slice[at + 3 + t]);
      states.add(environment.step(states.get(t), actions[t]));
    }
    return new Trajectory<>(
        states, actions, slice[at + 1] == 1, Double.longBitsToDouble(slice[at]), index);
  }

  /** What the trajectories visited. */
  static <S> Method.Samples samples(Environment<S> environment, List<Trajectory<S>> trajectories) {
    boolean indexed = ChainWorker.numIndices(environment).isPresent();
    LongBuffer indices = new LongBuffer();
    double[] logRewards = new double[trajectories.size()];
    for (int i = 0; i < logRewards.length; i++) {
      Trajectory<S> trajectory = trajectories.get(i);
      logRewards[i] = trajectory.logReward();
      if (indexed) {
        indices.add(
            ((EnumerableEnvironment<S>) environment).indexOf(trajectory.terminatingState()));
      }
    }
    return new Method.Samples(indices.toArray(), logRewards);
  }

  /** What the rewards of all slices were asked for. */
  static RewardCounts rewards(List<SliceOutput> slices) {
    return slices.stream()
        .map(SliceOutput::rewards)
        .reduce(RewardCounts.NONE, RewardCounts::followedBy);
  }

  /** The rows of visited objects of all slices. */
  static VisitedRows rows(List<SliceOutput> slices) {
    return VisitedRows.concat(slices.stream().map(SliceOutput::rows).toList());
  }

  /** Number of actions chosen. */
  static long numTransitions(List<? extends Trajectory<?>> trajectories) {
    long sum = 0;
    for (Trajectory<?> trajectory : trajectories) {
      sum += trajectory.numTransitions();
    }
    return sum;
  }
}

package org.gflownet.baseline;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.gflownet.env.Environment;
import org.gflownet.train.TrainingState;
import org.gflownet.trajectory.Trajectory;

/**
 * Trajectories of the policy that takes every legal action with equal probability. Nothing is
 * learned and nothing needs to be remembered.
 *
 * @param <S> the state
 */
public final class RandomMethod<S> implements Method {
  private final Environment<S> environment;
  private final SliceExecutor executor;
  private final int numSlices;

  /**
   * A method.
   *
   * @param environment of the objects
   * @param executor of slices of {@link TrajectoryWorker} with a {@link UniformModel}
   * @param numSlices of a step
   */
  public RandomMethod(Environment<S> environment, SliceExecutor executor, int numSlices) {
    this.environment = environment;
    this.executor = executor;
    this.numSlices = numSlices;
  }

  @Override
  public Round next(TrainingState state) {
    List<SliceOutput> slices =
        executor.run(state.progress(), new float[0], Collections.nCopies(numSlices, new long[0]));
    List<Trajectory<S>> trajectories = Rollout.read(environment, slices);
    return new Round(
        Double.NaN,
        trajectories.size(),
        Rollout.numTransitions(trajectories),
        trajectories.size(),
        Rollout.samples(environment, trajectories),
        Rollout.rows(slices),
        Rollout.rewards(slices));
  }

  @Override
  public void save(Map<String, long[]> sections) {
    // The step says it all.
  }

  @Override
  public void restore(Map<String, long[]> sections) {
    // The step says it all.
  }
}

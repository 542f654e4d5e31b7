package org.gflownet.baseline;

import java.util.List;
import org.gflownet.env.Environment;
import org.gflownet.math.Progress;
import org.gflownet.model.FlowModel;
import org.gflownet.model.StateTable;
import org.gflownet.reward.LogReward;
import org.gflownet.train.VisitedRecorder;
import org.gflownet.trajectory.Exploration;
import org.gflownet.trajectory.Sampler;
import org.gflownet.trajectory.Trajectory;

/**
 * A slice of trajectories of a policy, returned as the actions that were taken and the rewards.
 *
 * @param <S> the state
 */
public final class TrajectoryWorker<S> implements SliceWorker {
  private final LogReward<? super S> reward;
  private final FlowModel model;
  private final Share share;
  private final long seed;
  private final Sampler<S> sampler;
  private final StateTable<S> table;
  private final VisitedRecorder<S> recorder;

  /**
   * A worker.
   *
   * @param environment of the objects
   * @param reward of the objects
   * @param model of the policy's logits, for this worker alone
   * @param share of the trajectories among slices
   * @param seed of the run
   * @param recorder of visited objects, for this worker alone
   */
  public TrajectoryWorker(
      Environment<S> environment,
      LogReward<? super S> reward,
      FlowModel model,
      Share share,
      long seed,
      VisitedRecorder<S> recorder) {
    this.reward = reward;
    this.model = model;
    this.share = share;
    this.seed = seed;
    this.recorder = recorder;
    this.sampler = new Sampler<>(environment, reward);
    this.table = new StateTable<>(environment, model);
  }

  @Override
  public SliceOutput run(Progress progress, int slice, float[] parameters, long[] state) {
    long step = progress.step();
    model.load(parameters);
    table.clear();
    List<Trajectory<S>> trajectories =
        sampler.sample(
            table, Exploration.NONE, seed, step, share.first(slice), share.first(slice + 1));
    LongBuffer out = new LongBuffer();
    for (Trajectory<S> trajectory : trajectories) {
      out.addBits(trajectory.logReward());
      out.add(trajectory.stopped() ? 1 : 0);
      out.add(trajectory.actions().length);
      for (int action : trajectory.actions()) {
        out.add(action);
      }
    }
    return new SliceOutput(
        out.toArray(), recorder.record(table, trajectories, step), reward.takeCounts());
  }
}

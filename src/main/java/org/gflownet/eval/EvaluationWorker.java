package org.gflownet.eval;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.gflownet.env.EnumerableEnvironment;
import org.gflownet.env.Environment;
import org.gflownet.model.FlowModel;
import org.gflownet.model.StateTable;
import org.gflownet.reward.LogReward;
import org.gflownet.trajectory.ActionPaths;
import org.gflownet.trajectory.Sampler;
import org.gflownet.trajectory.Trajectory;

/**
 * Body of one task of an evaluation: samples paths of the policy, or takes given objects, and
 * scores them.
 *
 * <p>Runs on executors, one per task thread, and is reused. What becomes of an object depends
 * neither on the share it is in nor on the worker. Not thread-safe.
 *
 * @param <S> the state
 */
public final class EvaluationWorker<S> {
  private static final long NOTHING_LOADED = -1;

  private final Environment<S> environment;
  private final LogReward<? super S> reward;
  private final FlowModel model;
  private final StateTable<S> table;
  private final Sampler<S> sampler;
  private final PathWeights<S> weights;
  private long loadedVersion = NOTHING_LOADED;

  /** Makes workers; travels to executors as plain Java. */
  public interface Factory extends Serializable {
    /** Identifies the run that the workers are for. */
    String key();

    /** A new worker. */
    EvaluationWorker<?> createEvaluation();
  }

  /**
   * A worker.
   *
   * @param environment of the policy
   * @param reward of the objects
   * @param model of this worker alone
   */
  public EvaluationWorker(
      Environment<S> environment, LogReward<? super S> reward, FlowModel model) {
    this.environment = environment;
    this.reward = reward;
    this.model = model;
    this.table = new StateTable<>(environment, model);
    this.sampler = new Sampler<>(environment, reward);
    this.weights = new PathWeights<>(table);
  }

  /**
   * Does a share.
   *
   * @param share what to do
   * @param parameters the flat vector; read by {@link EvaluationShare.Sampled} alone
   * @param version equal for equal parameters, at least 0
   */
  public ScoredObjects run(EvaluationShare share, float[] parameters, long version) {
    if (share instanceof EvaluationShare.Sampled sampled) {
      if (loadedVersion != version) {
        model.load(parameters);
        loadedVersion = version;
      }
      return sample(sampled);
    }
    double[] logRewards =
        share instanceof EvaluationShare.Listed listed
            ? ExactTarget.logRewards(
                (EnumerableEnvironment<S>) environment, reward, listed.from(), listed.to())
            : score(((EvaluationShare.Given) share).paths());
    return new ScoredObjects(logRewards, new double[0], ActionPaths.NONE, reward.takeCounts());
  }

  private ScoredObjects sample(EvaluationShare.Sampled share) {
    table.clear();
    List<Trajectory<S>> paths =
        sampler.sample(
            table, share.exploration(), share.seed(), share.stream(), share.from(), share.to());
    double[] logRewards = paths.stream().mapToDouble(Trajectory::logReward).toArray();
    double[] logWeights = new double[logRewards.length];
    weights.fill(paths, logWeights, 0);
    table.clear();
    return new ScoredObjects(
        logRewards,
        logWeights,
        share.keepsPaths() ? ActionPaths.of(paths) : ActionPaths.NONE,
        reward.takeCounts());
  }

  private double[] score(ActionPaths paths) {
    List<S> objects = new ArrayList<>(paths.size());
    for (int i = 0; i < paths.size(); i++) {
      objects.add(paths.trajectory(environment, i, i).terminatingState());
    }
    double[] logRewards = new double[objects.size()];
    reward.logRewards(objects, logRewards);
    return logRewards;
  }
}

package org.gflownet.train;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.gflownet.env.EnumerableEnvironment;
import org.gflownet.env.Environment;
import org.gflownet.math.Progress;
import org.gflownet.model.FlowModel;
import org.gflownet.model.StateTable;
import org.gflownet.model.Updater;
import org.gflownet.objective.GradientSum;
import org.gflownet.objective.Objective;
import org.gflownet.objective.OutputGradients;
import org.gflownet.reward.LogReward;
import org.gflownet.trajectory.ActionPaths;
import org.gflownet.trajectory.LocalSearch;
import org.gflownet.trajectory.NonFiniteLogitsException;
import org.gflownet.trajectory.Sampler;
import org.gflownet.trajectory.Trajectory;

/**
 * Body of one task: samples a slice of trajectories with the current policy, evaluates the
 * objective and returns the partial sums of its gradient.
 *
 * <p>Runs on executors, one per task thread, and is reused from step to step. Not thread-safe.
 *
 * @param <S> the state
 */
public final class RolloutWorker<S> {
  private static final long NOTHING_LOADED = -1;

  private final Environment<S> environment;
  private final LogReward<? super S> reward;
  private final FlowModel model;
  private final Objective objective;
  private final Supplier<Updater> updaters;
  private final VisitedRecorder<S> recorder;
  private final OffPolicy<S> offPolicy;
  private final LocalSearch<S> search;
  private final Sampler<S> sampler;
  private final StateTable<S> table;
  private final OutputGradients outputGradients;
  private final double[] scalars;
  private long loadedVersion = NOTHING_LOADED;

  /** Makes workers; travels to executors as plain Java. */
  public interface Factory extends Serializable {
    /** Identifies workers that may stand in for each other. */
    String key();

    /** A new worker. */
    RolloutWorker<?> create();
  }

  /**
   * A worker.
   *
   * @param environment where to build objects
   * @param reward of the objects
   * @param model of this worker alone
   * @param objective of this worker alone
   * @param updaters makes an optimiser for updates of the worker's own; asked only when it makes
   *     some
   * @param recorder makes the rows of visited objects
   * @param offPolicy the worker's part in replay
   * @param localSearch what follows on every rollout
   */
  public RolloutWorker(
      Environment<S> environment,
      LogReward<? super S> reward,
      FlowModel model,
      Objective objective,
      Supplier<Updater> updaters,
      VisitedRecorder<S> recorder,
      OffPolicy<S> offPolicy,
      LocalSearch.Settings localSearch) {
    this.environment = environment;
    this.reward = reward;
    this.model = model;
    this.objective = objective;
    this.updaters = updaters;
    this.recorder = recorder;
    this.offPolicy = offPolicy;
    this.search = new LocalSearch<>(environment, reward, localSearch);
    this.sampler = new Sampler<>(environment, reward);
    this.table = StateTable.withRewards(environment, model, reward::logRewards);
    this.outputGradients = new OutputGradients(objective.numParts(), objective.numScalars());
    this.scalars = new double[objective.numScalars()];
  }

  /**
   * A worker that keeps no table of visited objects and does without replay and local search.
   *
   * @param environment where to build objects
   * @param reward of the objects
   * @param model of this worker alone
   * @param objective of this worker alone
   * @param updaters as above
   */
  public RolloutWorker(
      Environment<S> environment,
      LogReward<? super S> reward,
      FlowModel model,
      Objective objective,
      Supplier<Updater> updaters) {
    this(
        environment,
        reward,
        model,
        objective,
        updaters,
        VisitedRecorder.none(),
        OffPolicy.none(),
        LocalSearch.Settings.NONE);
  }

  /**
   * Runs one slice of a step.
   *
   * @param request the step
   * @param slice 0-based number of the slice
   * @param parameters the flat vector at {@code request.parametersVersion()}
   * @param drawn from a replay memory, instead of sampling as many
   */
  public SliceResult run(StepRequest request, int slice, float[] parameters, ActionPaths drawn) {
    return run(request, slice, parameters, drawn, newSum());
  }

  /**
   * Runs one slice of a step into memory that was used before.
   *
   * @param request the step
   * @param slice 0-based number of the slice
   * @param parameters the flat vector at {@code request.parametersVersion()}
   * @param drawn from a replay memory, instead of sampling as many
   * @param sum made by {@link #newSum} of such a worker; cleared, and part of the result
   */
  SliceResult run(
      StepRequest request, int slice, float[] parameters, ActionPaths drawn, GradientSum sum) {
    if (loadedVersion != request.parametersVersion()) {
      load(parameters);
      loadedVersion = request.parametersVersion();
    }
    return rollOut(request, slice, drawn, sum);
  }

  /** An empty sum of the objective's and the model's shape. */
  GradientSum newSum() {
    return new GradientSum(objective.numParts(), model.numParameters());
  }

  /**
   * Takes the updates of one slice in a round of parameter averaging, with its share of each step's
   * batch.
   *
   * @param request the round
   * @param slice 0-based number of the slice
   * @param parameters from which to start; not changed
   * @param updaterState moments from which to start
   */
  public RoundResult runRound(
      RoundRequest request, int slice, float[] parameters, float[] updaterState) {
    loadedVersion = NOTHING_LOADED;
    float[] own = parameters.clone();
    Updater updater = updaters.get();
    updater.restore(updaterState);
    OptimizerStep optimizerStep = new OptimizerStep(objective, own.length, null);
    GradientSum sum = newSum();
    LocalSteps steps = new LocalSteps();
    for (int i = 0; i < request.localSteps() && steps.isFinite(); i++) {
      Progress progress = request.progress(i);
      load(own);
      SliceResult result =
          rollOut(
              request.settings().request(progress, NOTHING_LOADED), slice, ActionPaths.NONE, sum);
      steps.add(result.counts());
      if (steps.isFinite()) {
        steps.add(optimizerStep.apply(sum, own, updater, request.settings(), progress), slice);
      }
    }
    return steps.result(own, updater.state());
  }

  private void load(float[] parameters) {
    model.load(parameters);
    objective.readScalars(parameters, scalars);
  }

  private SliceResult rollOut(StepRequest request, int slice, ActionPaths drawn, GradientSum sum) {
    table.clear();
    sum.clear();
    List<Trajectory<S>> sampled;
    List<Trajectory<S>> visited;
    List<Trajectory<S>> trajectories;
    long firstDrawn = (long) request.firstTrajectory(slice + 1) - drawn.size();
    try {
      sampled =
          sampler.sampleFromSources(
              table,
              request.exploration(),
              request.seed(),
              request.step(),
              request.firstTrajectory(slice),
              firstDrawn);
      LocalSearch.Outcome<S> found =
          search.refine(table, sampled, request.seed(), request.step(), request.batch());
      visited = found.and(sampled);
      sampled = found.kept();
      trajectories = new ArrayList<>(sampled);
      trajectories.addAll(offPolicy.taken(table, drawn, request, firstDrawn));
    } catch (NonFiniteLogitsException e) {
      // The parameters have diverged, which the driver reports.
      return new SliceResult(
          sum,
          new RolloutCounts(
              0, new long[0], 0, table.numRows(), slice, VisitedRows.NONE, reward.takeCounts()));
    }
    VisitedRows rows = recorder.record(table, visited, request.step());
    objective.evaluate(table, trajectories, scalars, outputGradients);
    for (int k = 0; k < objective.numParts(); k++) {
      model.backward(table.batch(), outputGradients.gradient(k), sum.vector(k));
      addScalars(outputGradients.scalarGradient(k), sum.vector(k));
    }
    outputGradients.addTo(sum);
    return new SliceResult(
        sum,
        new RolloutCounts(
            visited.size(),
            visitedIndices(visited),
            numTransitions(visited),
            table.numRows(),
            sum.isFinite() ? RolloutCounts.NONE : slice,
            rows,
            reward.takeCounts()),
        List.of(offPolicy.sent(sampled)));
  }

  private static void addScalars(double[] scalarGradient, float[] vector) {
    for (int j = 0; j < scalarGradient.length; j++) {
      vector[vector.length - scalarGradient.length + j] += (float) scalarGradient[j];
    }
  }

  private static <S> long numTransitions(List<Trajectory<S>> trajectories) {
    long sum = 0;
    for (Trajectory<S> trajectory : trajectories) {
      sum += trajectory.numTransitions();
    }
    return sum;
  }

  private long[] visitedIndices(List<Trajectory<S>> trajectories) {
    if (!(environment instanceof EnumerableEnvironment<S> enumerable)
        || enumerable.numIndices() == Long.MAX_VALUE) {
      return new long[0];
    }
    long[] indices = new long[trajectories.size()];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = enumerable.indexOf(trajectories.get(i).terminatingState());
    }
    return indices;
  }
}

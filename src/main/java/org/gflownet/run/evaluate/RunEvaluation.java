package org.gflownet.run.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gflownet.config.EnvConfig;
import org.gflownet.config.GflownetConfig;
import org.gflownet.config.TrainConfig;
import org.gflownet.env.EnumerableEnvironment;
import org.gflownet.eval.Calibration;
import org.gflownet.eval.ExactDistribution;
import org.gflownet.eval.ExactTarget;
import org.gflownet.eval.HeldOutObjects;
import org.gflownet.eval.ModelLogitSource;
import org.gflownet.eval.ObjectProbabilities;
import org.gflownet.eval.PolicyEvaluation;
import org.gflownet.eval.TransitionFlows;
import org.gflownet.eval.VisitedObjects;
import org.gflownet.math.LogSpace;
import org.gflownet.math.RandomStream;
import org.gflownet.model.FlowModel;
import org.gflownet.model.StateTable;
import org.gflownet.report.GridPicture;
import org.gflownet.run.folder.RunFolder;
import org.gflownet.run.setup.Problem;
import org.gflownet.run.setup.Session;
import org.gflownet.run.setup.Setup;
import org.gflownet.trajectory.Trajectory;

/**
 * What the report shows of a policy beyond the metrics of training: the distribution it has
 * learned, how log p goes with log R, a few trajectories, and what the visited molecules amount to.
 *
 * @param <S> the state
 */
public final class RunEvaluation<S> {
  private static final int HELD_OUT = 256;
  private static final int MAX_DAG_STATES = 2_000;
  private static final int PATHS = 32;
  private static final int SAMPLED_PATHS = 4;

  private final Setup<S> setup;
  private final Problem<S> problem;
  private final GflownetConfig config;
  private final PolicyEvaluation<S> evaluation;
  private final EvaluationRewards rewards;
  private final RunFolder folder;
  private final Session session;
  private final FlowModel model;
  private final List<String> notes = new ArrayList<>();

  /**
   * An evaluation.
   *
   * @param evaluation of the policies of this run
   * @param rewards account of the evaluation's calls
   * @param model for this evaluation alone
   * @param session where tasks run
   */
  public RunEvaluation(
      Setup<S> setup,
      PolicyEvaluation<S> evaluation,
      EvaluationRewards rewards,
      RunFolder folder,
      FlowModel model,
      Session session) {
    this.setup = setup;
    this.problem = setup.problem();
    this.config = setup.config();
    this.evaluation = evaluation;
    this.rewards = rewards;
    this.folder = folder;
    this.model = model;
    this.session = session;
  }

  /**
   * Evaluates a policy and writes the files.
   *
   * @param parameters the policy; the exact distribution is the one that {@code evaluation} holds
   * @param step of the parameters
   */
  public void write(float[] parameters, long step) {
    Map<String, Object> sections = new LinkedHashMap<>();
    sections.put("step", step);
    sections.put("trueLogZ", trueLogZ().orElse(null));
    sections.put("numModes", problem.modes().map(m -> m.numRegions()).orElse(null));
    if (config.method().hasPolicy()) {
      model.load(parameters);
      policy(sections);
    } else {
      visitedShares().ifPresent(d -> sections.put("distribution", d));
    }
    new VisitedEvaluation(config, folder, session)
        .figures(notes)
        .ifPresent(figuresOfTable -> sections.put("visited", figuresOfTable));
    if (!rewards.figures().isEmpty()) {
      sections.put("rewards", rewards.figures());
    }
    sections.put("notes", notes);
    new EvaluationFiles(folder.directory()).write(sections);
  }

  private void policy(Map<String, Object> sections) {
    config
        .train()
        .ema()
        .ifPresent(
            decay ->
                notes.add(
                    "metrics and pictures are of the averaged policy, the moving average of the"
                        + " parameters with train.ema = "
                        + decay));
    distribution().ifPresent(d -> sections.put("distribution", d));
    if (config.env().hasTrueParents()) {
      calibration(sections);
    } else {
      notes.add(
          "no bounds of log Z and no log p of objects: with env.identity = none the ways to build"
              + " an object are not known");
    }
    sections.put(
        "trajectories",
        new SampledPaths<>(
                problem, new StateTable<>(problem.environment(), model), evaluation::logRewards)
            .draw(SAMPLED_PATHS, config.seed()));
  }

  private Optional<Double> trueLogZ() {
    return evaluation.target().map(ExactTarget::logZ).or(() -> problem.target().map(t -> t.logZ()));
  }

  private Optional<GridPicture> distribution() {
    Optional<ExactDistribution> learned = evaluation.distribution();
    if (config.env().kind() != EnvConfig.Kind.HYPERGRID || learned.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        GridPicture.of(
            learned.get().probabilities(),
            evaluation.target().orElseThrow().probabilities(),
            config.env().ndim(),
            config.env().height(),
            flows()));
  }

  /** Of chains, which have no policy: how often they were where, lately. */
  private Optional<GridPicture> visitedShares() {
    Optional<ExactTarget> target = evaluation.target();
    if (config.env().kind() != EnvConfig.Kind.HYPERGRID || target.isEmpty()) {
      return Optional.empty();
    }
    long[] visits = folder.checkpoint(setup, null).sections().get(VisitedObjects.VISITED);
    if (visits == null || visits.length == 0) {
      return Optional.empty();
    }
    double[] truth = target.get().probabilities();
    double[] shares = new double[truth.length];
    for (long index : visits) {
      shares[(int) index] += 1.0 / visits.length;
    }
    return Optional.of(
        GridPicture.of(shares, truth, config.env().ndim(), config.env().height(), null)
            .withNote("share of the last " + visits.length + " visits; a chain has no flows"));
  }

  /** Edges of a small grid of two dimensions, by coordinates. */
  private List<double[]> flows() {
    int height = config.env().height();
    if (config.env().ndim() != 2 || height > GridPicture.MAX_FLOW_HEIGHT) {
      return null;
    }
    EnumerableEnvironment<S> grid = problem.enumerable().orElseThrow();
    List<double[]> flows = new ArrayList<>();
    for (TransitionFlows.Flow flow :
        TransitionFlows.of(grid, new ModelLogitSource<>(grid, model))) {
      // Coordinate 0 is the most significant of an index and the horizontal one of the picture.
      long fromColumn = flow.from() / height;
      long fromRow = flow.from() % height;
      long toColumn = flow.to() / height;
      long toRow = flow.to() % height;
      flows.add(new double[] {fromColumn, fromRow, toColumn, toRow, flow.share()});
    }
    return flows;
  }

  private void calibration(Map<String, Object> sections) {
    Optional<ExactDistribution> learned = evaluation.distribution();
    if (learned.isPresent()) {
      sections.put("calibration", enumerated(learned.get(), evaluation.target().orElseThrow()));
      sections.put(
          "calibrationNote", "all objects, exact; on the dashed line log p = log R - log Z");
    } else {
      sections.put("calibration", heldOut());
      sections.put("calibrationNote", heldOutNote());
    }
  }

  private Calibration enumerated(ExactDistribution learned, ExactTarget target) {
    double[] p = learned.probabilities();
    double[] truth = target.probabilities();
    double[] logRewards = new double[p.length];
    double[] logProbabilities = new double[p.length];
    for (int i = 0; i < p.length; i++) {
      logRewards[i] = LogSpace.log(truth[i]) + target.logZ();
      logProbabilities[i] = LogSpace.log(p[i]);
    }
    return Calibration.of(logRewards, logProbabilities, null, null);
  }

  private Calibration heldOut() {
    StateTable<S> table = new StateTable<>(problem.environment(), model);
    List<Trajectory<S>> objects = HeldOutObjects.draw(table, numHeldOut(), config.seed());
    ObjectProbabilities<S> probabilities =
        new ObjectProbabilities<>(
            table,
            new ObjectProbabilities.Settings(
                MAX_DAG_STATES, PATHS, RandomStream.derive(config.seed(), "calibration")));
    double[] logRewards = evaluation.logRewards(objects);
    double[] logP = new double[objects.size()];
    double[] inflow = new double[objects.size()];
    double[] errors = new double[objects.size()];
    for (int i = 0; i < objects.size(); i++) {
      ObjectProbabilities.Probability probability =
          probabilities.of(objects.get(i).terminatingState(), i);
      logP[i] = probability.logProbability();
      inflow[i] = probability.logInflow();
      errors[i] = probability.standardError();
    }
    boolean flows =
        !config.method().isBaseline() && config.train().objective() == TrainConfig.Objective.FM;
    return Calibration.of(logRewards, logP, flows ? inflow : null, errors);
  }

  private int numHeldOut() {
    return config.reward().isExpensive(config.env())
        ? Math.min(HELD_OUT, config.eval().samples())
        : HELD_OUT;
  }

  private String heldOutNote() {
    return "objects that a uniformly random policy builds, a test set; log p summed over all ways"
        + " to build where at most "
        + MAX_DAG_STATES
        + " states lead to an object, else estimated from "
        + PATHS
        + " backward paths";
  }
}

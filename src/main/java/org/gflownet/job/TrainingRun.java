package org.gflownet.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.apache.spark.api.java.JavaSparkContext;
import org.gflownet.config.EnvConfig;
import org.gflownet.config.GflownetConfig;
import org.gflownet.config.TrainConfig;
import org.gflownet.eval.MetricsListener;
import org.gflownet.eval.PolicyEvaluation;
import org.gflownet.eval.RewardFigures;
import org.gflownet.eval.TableSchema;
import org.gflownet.eval.VisitedObjects;
import org.gflownet.eval.VisitedRewards;
import org.gflownet.eval.VisitedSummary;
import org.gflownet.model.FlowModel;
import org.gflownet.report.HeatMapImage;
import org.gflownet.spark.ExecutorMemory;
import org.gflownet.spark.ParquetVisitedTable;
import org.gflownet.spark.SparkPartWriter;
import org.gflownet.spark.SparkStepExecutor;
import org.gflownet.train.Checkpoint;
import org.gflownet.train.CheckpointListener;
import org.gflownet.train.CheckpointStore;
import org.gflownet.train.Execution;
import org.gflownet.train.FailureLimit;
import org.gflownet.train.InProcessStepExecutor;
import org.gflownet.train.ModelCodec;
import org.gflownet.train.StepExecutor;
import org.gflownet.train.Trainer;
import org.gflownet.train.TrainingListener;
import org.gflownet.train.TrainingState;
import org.gflownet.train.VisitedTableListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One training run from its configuration to its result: puts the parts together. */
final class TrainingRun {
  private static final Logger LOG = LoggerFactory.getLogger(TrainingRun.class);
  private static final String PICTURE = "distribution.png";

  private final GflownetConfig config;
  private final RunFolder folder;
  private final boolean resume;
  private final String resumeCommand;
  private final Master master;
  private final TrainingReport report;

  /**
   * A run.
   *
   * @param config resolved, with the engine chosen
   * @param folder new, or with the run to go on with
   * @param resume whether to go on from the newest checkpoint
   * @param resumeCommand to tell the user when the run is interrupted
   * @param watchPort where the report is served meanwhile, 0 for any port; empty for nowhere
   */
  TrainingRun(
      GflownetConfig config,
      RunFolder folder,
      boolean resume,
      String resumeCommand,
      OptionalInt watchPort) {
    this.config = config;
    this.folder = folder;
    this.resume = resume;
    this.resumeCommand = resumeCommand;
    this.master = new Master(config.cluster().master());
    this.report = new TrainingReport(config, folder, watchPort);
  }

  /**
   * When a run ends before its last step.
   *
   * @param stop asked between steps
   * @param seconds of steps, after which it counts as done
   */
  record Limits(BooleanSupplier stop, double seconds) {
    /** Whether a run has used up its time. */
    boolean usedUp(TrainingState state) {
      return state.counters().seconds() >= seconds;
    }
  }

  /**
   * Runs to the end or to an interruption and returns the exit code.
   *
   * @param held the folder, which is given free before an interrupted process may end
   */
  int run(RunFolder.Held held) {
    Optional<String> digest;
    try (report;
        Interruption interruption = new Interruption();
        held) {
      Limits limits = new Limits(interruption::requested, Double.POSITIVE_INFINITY);
      digest = run(Problem.of(config), limits, true);
    }
    if (digest.isEmpty()) {
      return ExitCode.FAULT;
    }
    System.out.println("run folder " + folder.directory().location());
    System.out.println("parameters_sha256 " + digest.get());
    return ExitCode.OK;
  }

  /**
   * Runs as one of many: prints nothing and leaves signals to the caller.
   *
   * @return whether it came to its end; if not, there is a checkpoint to go on from
   */
  boolean runUnattended(Limits limits) {
    return run(Problem.of(config), limits, false).isPresent();
  }

  /** The digest of the parameters at the end; empty if the run was interrupted. */
  private <S> Optional<String> run(Problem<S> problem, Limits limits, boolean attended) {
    Network network = new Network(config, problem);
    FlowModel.Factory engine = network.engine();
    CheckpointStore store = folder.checkpoints(config);
    Optional<Checkpoint> checkpoint = resume ? store.latest() : Optional.empty();
    TrainingState state = network.initialState();
    String digest;
    long start = System.nanoTime();
    ConfiguredWorkers workers =
        new ConfiguredWorkers(config.render(), engine, UUID.randomUUID().toString());
    JavaSparkContext spark = master.isInProcess() ? null : startSpark(workers, state);
    if (spark != null) {
      spark.sc().addSparkListener(report.clock().tally());
    }
    report.clock().add("start", System.nanoTime() - start);
    try {
      PolicyEvaluation<S> evaluation = Evaluations.of(problem, config, workers, spark);
      try (Loop loop = loop(problem, spark, workers)) {
        Execution executor = loop.execution();
        Provenance provenance = begin(checkpoint, executor, engine);
        report.watch();
        boolean completed =
            train(
                problem,
                evaluation,
                loop,
                table(problem, spark),
                network.codec(),
                store,
                checkpoint,
                state,
                () -> limits.stop().getAsBoolean() || limits.usedUp(state));
        digest = Provenance.sha256(state.parameters());
        if (!completed && !limits.usedUp(state)) {
          if (attended) {
            interrupted(state);
          }
          return Optional.empty();
        }
        // Executors register while a run goes on: at its start there may be none yet.
        provenance.execution(executor.describe(), executor.numExecutors(), engine.describe());
        provenance.ended(digest, state.step());
        provenance.write();
      }
      if (attended) {
        show(evaluation);
        report.finish(problem, evaluation, engine.create(), state, spark);
      } else {
        report.evaluate(problem, evaluation, engine.create(), state, spark);
      }
    } finally {
      if (spark != null) {
        spark.close();
      }
    }
    return Optional.of(digest);
  }

  /** Starts Spark; where tasks will run in this JVM, warms up their code meanwhile. */
  private JavaSparkContext startSpark(ConfiguredWorkers workers, TrainingState state) {
    String name = "train " + config.env().name();
    // Rewards of molecules are counted and may be dear.
    if (!master.isLocal()
        || config.method().isBaseline()
        || config.env().kind() == EnvConfig.Kind.MOLECULE) {
      return SparkSessions.start(master, config, name);
    }
    try (Warmup warmup = Warmup.start(workers, settings(), state)) {
      JavaSparkContext spark = SparkSessions.start(master, config, name);
      LOG.debug("{} steps to warm up", warmup.rounds());
      return spark;
    }
  }

  private <S> Loop loop(Problem<S> problem, JavaSparkContext spark, ConfiguredWorkers workers) {
    Optional<ExecutorMemory> executors = MemoryWatch.ofExecutors(config, spark);
    Loop loop = loop(problem, spark, workers, executors);
    return MemoryWatch.of(config, executors)
        .<Loop>map(memory -> new WatchedLoop(loop, memory))
        .orElse(loop);
  }

  private <S> Loop loop(
      Problem<S> problem,
      JavaSparkContext spark,
      ConfiguredWorkers workers,
      Optional<ExecutorMemory> memory) {
    if (config.method().isBaseline()) {
      return BaselineLoop.of(config, problem, workers.engine(), master, spark, memory);
    }
    StepExecutor executor =
        spark == null
            ? new InProcessStepExecutor(workers, master.numThreads())
            : new SparkStepExecutor(spark, workers, memory);
    return new Loop.Gflownet(settings(), executor, Loop.Gflownet.replay(config), config);
  }

  private Provenance begin(
      Optional<Checkpoint> checkpoint, Execution executor, FlowModel.Factory engine) {
    long from = checkpoint.map(c -> c.counters().step()).orElse(0L);
    folder.directory().removeUnfinished();
    folder.directory().replaceText(RunFolder.CONFIG, config.render());
    Provenance provenance = new Provenance(folder.directory(), config, from);
    provenance.execution(executor.describe(), executor.numExecutors(), engine.describe());
    provenance.write();
    LOG.info(
        "{} parameters; engine {}; {}; from step {} to {}",
        engine.numParameters(),
        engine.describe(),
        executor.describe(),
        from,
        config.train().steps());
    return provenance;
  }

  private <S> boolean train(
      Problem<S> problem,
      PolicyEvaluation<S> evaluation,
      Loop loop,
      Optional<VisitedTableListener> table,
      ModelCodec codec,
      CheckpointStore store,
      Optional<Checkpoint> checkpoint,
      TrainingState state,
      BooleanSupplier stop) {
    ProgressListener progress =
        new ProgressListener(config.progress().mode(), config.train().steps());
    try (RunLogs logs = new RunLogs(config, folder.directory(), codec)) {
      MetricsListener metrics =
          new MetricsListener(
              parameters -> figures(evaluation, parameters),
              visited(problem, evaluation),
              config.eval().every(),
              figures -> {
                loop.report(figures);
                logs.add(figures, state);
                progress.report(figures);
              });
      FailureLimit limit = new FailureLimit(config.reward().maxFailures());
      List<TrainingListener> tracked = tracked(metrics, loop, table);
      if (countsRewards()) {
        tracked.add(limit);
      }
      CheckpointListener checkpoints =
          new CheckpointListener(
              store,
              config.checkpoint().every(),
              config.seed(),
              config.render(),
              tracked,
              () -> config.checkpoint().keepBest() && metrics.bestStep() == state.step());
      checkpoint.ifPresent(
          c -> {
            checkpoints.restore(c, state);
            logs.resumeAt(state.step());
          });
      Trainer trainer =
          loop.trainer(
              report.clock().timed(listeners(metrics, progress, limit, table, checkpoints)));
      boolean completed = trainer.run(state, () -> stop.getAsBoolean() || limit.isPassed());
      if (limit.isPassed()) {
        throw new RewardFailureException(failed(limit, state));
      }
      logs.ended(completed, state);
      return completed;
    }
  }

  private static List<TrainingListener> tracked(
      TrainingListener metrics, Loop loop, Optional<VisitedTableListener> table) {
    List<TrainingListener> tracked = new ArrayList<>(List.of(metrics));
    tracked.addAll(loop.tracked());
    table.ifPresent(tracked::add);
    return tracked;
  }

  private static List<TrainingListener> listeners(
      TrainingListener metrics,
      TrainingListener progress,
      FailureLimit limit,
      Optional<VisitedTableListener> table,
      TrainingListener checkpoints) {
    List<TrainingListener> listeners = new ArrayList<>(List.of(metrics, progress, limit));
    table.ifPresent(listeners::add);
    listeners.add(checkpoints);
    return listeners;
  }

  /** What can be said of the policy, if there is one; of log Z only a GFlowNet says anything. */
  private Map<String, Double> figures(PolicyEvaluation<?> evaluation, float[] parameters) {
    if (!config.method().hasPolicy()) {
      return Map.of();
    }
    Map<String, Double> figures = evaluation.evaluate(parameters);
    if (config.method().isBaseline()) {
      figures.remove("log_z");
      figures.remove("exact.log_z_error");
    }
    return figures;
  }

  private Optional<VisitedTableListener> table(Problem<?> problem, JavaSparkContext spark) {
    if (!config.visited().enabled()) {
      return Optional.empty();
    }
    ParquetVisitedTable table =
        new ParquetVisitedTable(
            folder.visited(),
            TableSchema.visited(problem.columns()),
            spark == null ? ParquetVisitedTable.PartWriter.onDriver() : new SparkPartWriter(spark));
    return Optional.of(new VisitedTableListener(table, config.visited().every()));
  }

  private <S> List<VisitedSummary> visited(Problem<S> problem, PolicyEvaluation<S> evaluation) {
    List<VisitedSummary> summaries = new ArrayList<>();
    if (countsRewards()) {
      summaries.add(new RewardFigures());
    }
    TableSchema schema = TableSchema.visited(problem.columns());
    if (config.visited().enabled() && problem.columns().types().get(0) == String.class) {
      summaries.add(new VisitedRewards(schema));
    }
    if (problem.numIndices().isPresent() && problem.modes().isPresent()) {
      summaries.add(visitedStates(problem, evaluation));
    }
    return summaries;
  }

  private <S> VisitedObjects<S> visitedStates(Problem<S> problem, PolicyEvaluation<S> evaluation) {
    return new VisitedObjects<>(
        problem.enumerable().orElseThrow(),
        problem.modes().get(),
        // What is visited is for all exponents, the target for one.
        config.condition().isUsed() ? Optional.empty() : evaluation.target(),
        config.eval().window());
  }

  private Trainer.Settings settings() {
    TrainConfig train = config.train();
    return new Trainer.Settings(
        config.seed(),
        train.steps(),
        train.batch(),
        train.slices(),
        train.lrOverSteps(),
        train.gradientClip(),
        config.exploration().epsilonOverSteps(),
        config.exploration().temperatureOverSteps(),
        train.sync() == TrainConfig.Sync.AVERAGING ? train.localSteps() : 0,
        train.sync() == TrainConfig.Sync.PIPELINED ? train.staleness() : 0);
  }

  /** Whether its reward counts what it is asked for. */
  private boolean countsRewards() {
    return config.env().kind() == EnvConfig.Kind.MOLECULE;
  }

  private String failed(FailureLimit limit, TrainingState state) {
    return String.format(
        Locale.ROOT,
        "the run ends at step %d of %d: %s; that is more than reward.max-failures = %s;"
            + " checkpoint written; go on with: %s",
        state.step(),
        config.train().steps(),
        limit.problem(),
        config.reward().maxFailures(),
        resumeCommand);
  }

  private void interrupted(TrainingState state) {
    System.err.printf(
        Locale.ROOT,
        "interrupted at step %d of %d; checkpoint written; go on with: %s%n",
        state.step(),
        config.train().steps(),
        resumeCommand);
    report.interrupted();
  }

  /** Shows the learned distribution beside the true one, where both are known. */
  private void show(PolicyEvaluation<?> evaluation) {
    Pictures.of(config, evaluation)
        .ifPresent(
            map -> {
              System.out.println(Pictures.forTerminal(map));
              folder.directory().replace(PICTURE, new HeatMapImage(map)::writeTo);
            });
  }
}

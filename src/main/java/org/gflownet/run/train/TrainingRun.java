package org.gflownet.run.train;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.gflownet.config.EnvConfig;
import org.gflownet.config.GflownetConfig;
import org.gflownet.config.TrainConfig;
import org.gflownet.eval.PolicyEvaluation;
import org.gflownet.model.FlowModel;
import org.gflownet.run.ExitCode;
import org.gflownet.run.Interruption;
import org.gflownet.run.MemoryException;
import org.gflownet.run.RewardFailureException;
import org.gflownet.run.evaluate.EvaluationRewards;
import org.gflownet.run.evaluate.Evaluations;
import org.gflownet.run.folder.Provenance;
import org.gflownet.run.folder.RunFolder;
import org.gflownet.run.setup.ConfiguredWorkers;
import org.gflownet.run.setup.Master;
import org.gflownet.run.setup.MemoryFault;
import org.gflownet.run.setup.MemoryNeed;
import org.gflownet.run.setup.Session;
import org.gflownet.run.setup.Setup;
import org.gflownet.spark.ExecutorMemory;
import org.gflownet.spark.LongJobs;
import org.gflownet.spark.SparkStepExecutor;
import org.gflownet.spark.StepTasks;
import org.gflownet.spark.VisitedSpool;
import org.gflownet.train.Checkpoint;
import org.gflownet.train.CheckpointStore;
import org.gflownet.train.Execution;
import org.gflownet.train.InProcessStepExecutor;
import org.gflownet.train.RolloutWorker;
import org.gflownet.train.StepExecutor;
import org.gflownet.train.TrainingState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One training run from its configuration to its result: puts the parts together. */
public final class TrainingRun {
  private static final Logger LOG = LoggerFactory.getLogger(TrainingRun.class);

  private final Setup<?> setup;
  private final GflownetConfig config;
  private final RunFolder folder;
  private final boolean resume;
  private final String resumeCommand;
  private final TrainingReport report;
  private List<String> stretched = List.of();
  private Optional<Session> given = Optional.empty();
  private Consumer<Map<String, Object>> watcher = figures -> {};

  /**
   * A run.
   *
   * @param setup of a resolved configuration, with the engine chosen
   * @param folder new, or with the run to go on with
   * @param resume whether to go on from the newest checkpoint
   * @param resumeCommand to tell the user when the run is interrupted
   * @param watchPort where the report is served meanwhile, 0 for any port; empty for nowhere
   */
  public TrainingRun(
      Setup<?> setup,
      RunFolder folder,
      boolean resume,
      String resumeCommand,
      OptionalInt watchPort) {
    this.setup = setup;
    this.config = setup.config();
    this.folder = folder;
    this.resume = resume;
    this.resumeCommand = resumeCommand;
    this.report = new TrainingReport(config, folder, watchPort);
  }

  /** Notes what the new length of a resumed run changes; returns this. */
  public TrainingRun stretched(List<String> changes) {
    stretched = changes;
    return this;
  }

  /** Runs on a session that goes on afterwards, not on one of its own; returns this. */
  public TrainingRun on(Session session) {
    given = Optional.of(session);
    return this;
  }

  /** Has somebody else told of each report's figures, too; returns this. */
  public TrainingRun watchedBy(Consumer<Map<String, Object>> listener) {
    watcher = listener;
    return this;
  }

  /**
   * Runs to the end or to an interruption and returns the exit code.
   *
   * @param held the folder, which is given free before an interrupted process may end
   */
  public int run(RunFolder.Held held) {
    Optional<String> digest;
    try (report;
        Interruption interruption = new Interruption();
        held) {
      digest = run(setup, interruption::requested, true);
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
   * @param stop asked between steps
   * @return whether it came to its end; if not, there is a checkpoint to go on from
   */
  public boolean runUnattended(BooleanSupplier stop) {
    return run(setup, stop, false).isPresent();
  }

  /** The digest of the parameters at the end; empty if the run was interrupted. */
  private <S> Optional<String> run(Setup<S> setup, BooleanSupplier stop, boolean attended) {
    try {
      return runToEnd(setup, stop, attended);
    } catch (RuntimeException | OutOfMemoryError e) {
      Optional<MemoryFault> fault = MemoryFault.of(e);
      if (fault.isPresent()) {
        throw new MemoryException(MemoryNeed.of(config, setup.problem()).line(fault.get(), config));
      }
      throw e;
    } finally {
      // A session of the run's own has ended with its listeners.
      given
          .flatMap(Session::spark)
          .ifPresent(spark -> spark.sc().removeSparkListener(report.clock().tally()));
    }
  }

  private <S> Optional<String> runToEnd(Setup<S> setup, BooleanSupplier stop, boolean attended) {
    FlowModel.Factory engine = setup.engine();
    CheckpointStore store = folder.checkpoints(setup);
    Optional<Checkpoint> checkpoint = resume ? store.latest() : Optional.empty();
    TrainingState state = setup.network().initialState();
    String digest;
    ConfiguredWorkers workers = setup.workers();
    EvaluationRewards rewards = new EvaluationRewards(config);
    try (Session session = start(workers, state);
        PolicyEvaluation<S> evaluation = Evaluations.of(setup, workers, session, rewards)) {
      try (VisitedOutput visited = VisitedOutput.of(config, folder, setup.problem(), session);
          Loop loop = loop(setup, session, workers, visited.spool())) {
        Execution executor = loop.execution();
        Provenance provenance = begin(checkpoint, executor, engine);
        report.watch();
        WatchedSteps<S> steps =
            new WatchedSteps<>(setup, folder, evaluation, rewards, loop, watcher);
        boolean completed =
            steps.run(
                new WatchedSteps.Start(state, checkpoint, store, visited.listener()),
                report.clock()::timed,
                stop);
        if (steps.rewardProblem().isPresent()) {
          throw new RewardFailureException(failed(steps.rewardProblem().get(), state));
        }
        digest = Provenance.sha256(state.policyParameters());
        if (!completed) {
          if (attended) {
            interrupted(state);
          }
          return Optional.empty();
        }
        // Executors register while a run goes on: at its start there may be none yet.
        provenance.execution(executor.describe(), executor.numExecutors(), engine.describe());
        provenance.ended(digest, state.step()).write();
      }
      if (attended) {
        report.show(evaluation);
        report.finish(setup, evaluation, rewards, engine.create(), state, session);
      } else {
        report.evaluate(setup, evaluation, rewards, engine.create(), state, session);
      }
    }
    return Optional.of(digest);
  }

  private Session start(ConfiguredWorkers workers, TrainingState state) {
    long start = System.nanoTime();
    Session session = given.isPresent() ? given.get() : warmStart(workers, state);
    session.spark().ifPresent(spark -> spark.sc().addSparkListener(report.clock().tally()));
    report.clock().add("start", System.nanoTime() - start);
    return session;
  }

  /** Starts Spark; where tasks will run in this JVM, warms up their code meanwhile. */
  private Session warmStart(ConfiguredWorkers workers, TrainingState state) {
    String name = "train " + config.env().name();
    // Rewards of molecules are counted and may be expensive.
    if (!new Master(config.cluster().master()).isLocal()
        || config.method().isBaseline()
        || config.env().kind() == EnvConfig.Kind.MOLECULE) {
      return Session.start(config, name);
    }
    try (Warmup warmup = Warmup.start(workers, Loop.Gflownet.settings(config), state)) {
      Session session = Session.start(config, name);
      LOG.debug("{} steps to warm up", warmup.rounds());
      return session;
    }
  }

  private <S> Loop loop(
      Setup<S> setup, Session session, ConfiguredWorkers workers, Optional<VisitedSpool> spool) {
    Optional<ExecutorMemory> executors = MemoryWatch.ofExecutors(config, session);
    Loop loop =
        config.method().isBaseline()
            ? BaselineLoop.of(setup, session, executors, spool)
            : gflownet(session, workers, executors, spool);
    return MemoryWatch.of(config, executors)
        .<Loop>map(memory -> new WatchedLoop(loop, memory))
        .orElse(loop);
  }

  private Loop gflownet(
      Session session,
      ConfiguredWorkers workers,
      Optional<ExecutorMemory> memory,
      Optional<VisitedSpool> spool) {
    StepExecutor executor =
        session.choose(
            spark ->
                LongJobs.<RolloutWorker<?>>where(
                        spark,
                        workers.key(),
                        workers::create,
                        config.train().slices(),
                        config.train().stepsPerJob().orElse(0))
                    .<StepExecutor>map(InProcessStepExecutor::new)
                    .orElseGet(
                        () ->
                            new SparkStepExecutor(
                                spark, workers, tasks(config.train()), memory, spool)),
            threads -> new InProcessStepExecutor(workers, threads));
    return new Loop.Gflownet(
        Loop.Gflownet.settings(config), executor, Loop.Gflownet.replay(config), config);
  }

  private static StepTasks tasks(TrainConfig train) {
    StepTasks.Share share =
        train
            .tasks()
            .name()
            .map(name -> StepTasks.Share.valueOf(name.toUpperCase(Locale.ROOT)))
            .orElse(StepTasks.Share.COUNT);
    return new StepTasks(
        share, train.tasks().orElse(0), StepTasks.Gather.valueOf(train.gather().name()));
  }

  private Provenance begin(
      Optional<Checkpoint> checkpoint, Execution executor, FlowModel.Factory engine) {
    long from = checkpoint.map(c -> c.counters().step()).orElse(0L);
    folder.directory().removeUnfinished();
    folder.directory().replaceText(RunFolder.CONFIG, config.render());
    Provenance provenance = new Provenance(folder.directory(), config, from);
    provenance.stretched(stretched);
    provenance.execution(executor.describe(), executor.numExecutors(), engine.describe());
    provenance.write();
    LOG.info(
        "{} parameters; engine {}; {}; from step {}{}",
        engine.numParameters(),
        engine.describe(),
        executor.describe(),
        from,
        ofSteps());
    return provenance;
  }

  private String failed(String problem, TrainingState state) {
    return String.format(
        Locale.ROOT,
        "the run ends at step %d%s: %s; that is more than reward.max-failures = %s;"
            + " checkpoint written; go on with: %s",
        state.step(),
        ofSteps(),
        problem,
        config.reward().maxFailures(),
        resumeCommand);
  }

  /** Where a run ends by its steps, how many they are. */
  private String ofSteps() {
    return config.train().budget().isEmpty() ? " of " + config.train().steps() : "";
  }

  private void interrupted(TrainingState state) {
    System.err.printf(
        Locale.ROOT,
        "interrupted at step %d%s; checkpoint written; go on with: %s%n",
        state.step(),
        ofSteps(),
        resumeCommand);
    report.interrupted();
  }
}

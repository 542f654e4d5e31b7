package org.gflownet.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.io.File;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.util.Progressable;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.serializer.KryoRegistrator;
import org.gflownet.env.hypergrid.GridColumns;
import org.gflownet.env.hypergrid.GridState;
import org.gflownet.eval.ExactDistribution;
import org.gflownet.eval.LogitSource;
import org.gflownet.eval.ModelLogitSource;
import org.gflownet.eval.TableSchema;
import org.gflownet.eval.VisitedRowRecorder;
import org.gflownet.math.IntList;
import org.gflownet.math.Schedule;
import org.gflownet.model.FlowModel;
import org.gflownet.model.MlpFlowModel;
import org.gflownet.model.ScalarKernels;
import org.gflownet.model.StateBatch;
import org.gflownet.objective.FlowMatching.Reduction;
import org.gflownet.reward.LogReward;
import org.gflownet.testing.GridWorkers;
import org.gflownet.testing.Grids;
import org.gflownet.testing.ParametersCodec;
import org.gflownet.testing.ParquetFiles;
import org.gflownet.testing.PlainSgd;
import org.gflownet.testing.QuickJvms;
import org.gflownet.train.BudgetMeter;
import org.gflownet.train.Cadence;
import org.gflownet.train.Checkpoint;
import org.gflownet.train.CheckpointListener;
import org.gflownet.train.CheckpointStore;
import org.gflownet.train.InProcessStepExecutor;
import org.gflownet.train.OffPolicy;
import org.gflownet.train.RolloutWorker;
import org.gflownet.train.SliceResult;
import org.gflownet.train.StepExecutor;
import org.gflownet.train.StepReport;
import org.gflownet.train.Trainer;
import org.gflownet.train.TrainingListener;
import org.gflownet.train.TrainingState;
import org.gflownet.train.VisitedTableListener;
import org.gflownet.trajectory.LocalSearch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Executors that are killed with -9 at a chosen place of each phase of a step, by their own hand:
 * the first to get there ends itself. Alone, since it takes this process's children for executors.
 */
@Isolated
class KilledExecutorIT {
  private static final int STEPS = 9;
  private static final int BATCH = 11;
  private static final String TRAP = "gflownet.trap";
  private static final TableSchema SCHEMA = TableSchema.visited(new GridColumns(2));
  private static final GridWorkers WORKERS = new GridWorkers("good", Reduction.MEAN);

  /** Where an executor is killed. */
  private enum Phase {
    ROLLOUT,
    REWARD_CALL,
    GATHER,
    EVALUATION,
    VISITED_ROWS,
    VISITED_TABLE,
    CHECKPOINT;

    /** Kills this process if it is an executor's and the trap has not sprung. */
    void spring() {
      SparkEnv env = SparkEnv.get();
      String traps = System.getProperty(TRAP);
      if (env == null || env.executorId().equals("driver") || traps == null) {
        return;
      }
      try {
        // Only one process can remove it.
        if (Files.deleteIfExists(Path.of(traps, name()))) {
          long self = ProcessHandle.current().pid();
          new ProcessBuilder("kill", "-9", Long.toString(self)).start();
          // Nothing more happens here.
          LockSupport.parkNanos(Long.MAX_VALUE);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @TempDir private static Path directory;
  private static JavaSparkContext spark;

  @BeforeAll
  static void startExecutors() {
    spark =
        new JavaSparkContext(
            new SparkConf()
                .setMaster("local-cluster[2,2,1024]")
                .setAppName("killed executors")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1")
                .set("spark.executor.extraClassPath", classPath())
                .set(
                    "spark.executor.extraJavaOptions",
                    QuickJvms.OPTION + " -D" + TRAP + "=" + directory)
                .set("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
                .set("spark.kryo.registrationRequired", "true")
                .set("spark.kryo.registrator", Registrator.class.getName()));
  }

  /** This process's, for those that run in other folders. */
  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  @AfterAll
  static void stopExecutors() {
    spark.close();
  }

  /** Springs the trap in the middle of a result. */
  public static final class Registrator implements KryoRegistrator {
    @Override
    public void registerClasses(Kryo kryo) {
      new GflownetKryoRegistrator().registerClasses(kryo);
      kryo.register(SliceResult.class, new Trapped());
    }
  }

  private static final class Trapped extends Serializer<SliceResult> {
    private final Serializer<SliceResult> serializer =
        new GflownetKryoRegistrator.SliceResultSerializer();

    @Override
    public void write(Kryo kryo, Output output, SliceResult result) {
      serializer.write(kryo, output, result);
      Phase.GATHER.spring();
    }

    @Override
    public SliceResult read(Kryo kryo, Input input, Class<SliceResult> type) {
      return serializer.read(kryo, input, type);
    }
  }

  private record TrappedModel(FlowModel model) implements FlowModel {
    @Override
    public int numParameters() {
      return model.numParameters();
    }

    @Override
    public void load(float[] parameters) {
      model.load(parameters);
    }

    @Override
    public void reset() {
      model.reset();
    }

    @Override
    public void evaluate(StateBatch batch) {
      Phase.ROLLOUT.spring();
      model.evaluate(batch);
    }

    @Override
    public float[] outputs() {
      return model.outputs();
    }

    @Override
    public void backward(StateBatch batch, double[] outputGradient, float[] gradient) {
      model.backward(batch, outputGradient, gradient);
    }
  }

  private record TrappedReward(LogReward<GridState> reward) implements LogReward<GridState> {
    @Override
    public void logRewards(List<? extends GridState> objects, double[] out) {
      Phase.REWARD_CALL.spring();
      reward.logRewards(objects, out);
    }

    @Override
    public double lowerBound() {
      return reward.lowerBound();
    }
  }

  private record TrappedWorkers(String key, GridWorkers good) implements RolloutWorker.Factory {
    @Override
    public RolloutWorker<?> create() {
      return new RolloutWorker<>(
          GridWorkers.grid(),
          new TrappedReward(Grids.logReward()),
          new TrappedModel(new MlpFlowModel(GridWorkers.SPEC, new ScalarKernels())),
          good.objective(),
          PlainSgd::new,
          new VisitedRowRecorder<>(new GridColumns(2), Grids.logReward()),
          OffPolicy.none(),
          LocalSearch.Settings.NONE);
    }
  }

  /** This machine's files; the trap lies in the middle of one. */
  public static final class TrappedFileSystem extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("trapped:///");
    }

    @Override
    public String getScheme() {
      return "trapped";
    }

    @Override
    public FSDataOutputStream create(
        org.apache.hadoop.fs.Path path,
        boolean overwrite,
        int bufferSize,
        short replication,
        long blockSize,
        Progressable progress)
        throws IOException {
      OutputStream out =
          super.create(path, overwrite, bufferSize, replication, blockSize, progress);
      return new FSDataOutputStream(
          new FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
              out.write(bytes, offset, length);
              (path.getName().startsWith(".rows-") ? Phase.VISITED_ROWS : Phase.VISITED_TABLE)
                  .spring();
            }
          },
          statistics);
    }
  }

  /** Kills an executor before the driver writes a checkpoint. */
  private record TrappedStore(CheckpointStore store) implements CheckpointStore {
    @Override
    public void save(Checkpoint checkpoint, OptionalLong bestStep) {
      try {
        if (Files.deleteIfExists(directory.resolve(Phase.CHECKPOINT.name()))) {
          ProcessHandle executor = executors().get(0);
          executor.destroyForcibly();
          executor.onExit().join();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      store.save(checkpoint, bestStep);
    }

    @Override
    public void markBest(long step) {
      store.markBest(step);
    }

    @Override
    public List<Long> steps() {
      return store.steps();
    }

    @Override
    public Optional<Checkpoint> latest() {
      return store.latest();
    }

    @Override
    public Checkpoint load(long step) {
      return store.load(step);
    }

    @Override
    public Optional<Long> bestStep() {
      return store.bestStep();
    }
  }

  /** Their command lines are too long to be looked at. */
  private static List<ProcessHandle> executors() {
    return ProcessHandle.current()
        .children()
        .filter(process -> process.info().command().orElse("").endsWith("/java"))
        .toList();
  }

  private static ModelLogitSource<GridState> local(float[] parameters) {
    MlpFlowModel model = new MlpFlowModel(GridWorkers.SPEC, new ScalarKernels());
    model.load(parameters);
    return new ModelLogitSource<>(GridWorkers.grid(), model);
  }

  private static SparkLogitSource.CountedLogits trapped(float[] parameters) {
    return (from, to) -> {
      Phase.EVALUATION.spring();
      IntList actions = new IntList();
      for (long index = from; index < to; index++) {
        GridWorkers.grid().forwardActions(GridWorkers.grid().stateAt(index).orElseThrow(), actions);
      }
      return Arrays.copyOf(local(parameters).logits(from, to), actions.size());
    };
  }

  /** Notes the exact distribution every few steps. */
  private record Evaluation(Function<float[], LogitSource> logits, List<double[]> distributions)
      implements TrainingListener {
    @Override
    public void stepDone(TrainingState state, StepReport report, boolean last) {
      if (state.step() % 3 == 0) {
        LogitSource source = logits.apply(state.parameters());
        distributions.add(ExactDistribution.of(GridWorkers.grid(), source, 7).probabilities());
      }
    }
  }

  /** What a run comes to. */
  private record Outcome(
      float[] parameters, List<double[]> distributions, float[] checkpoint, Path table) {}

  private static RunDirectory folder(String name) {
    Configuration hadoop = spark.hadoopConfiguration();
    hadoop.set("fs.trapped.impl", TrappedFileSystem.class.getName());
    return new RunDirectory("trapped://" + directory.resolve(name), hadoop);
  }

  private static Outcome run(
      String name,
      StepExecutor executor,
      Function<float[], LogitSource> logits,
      ParquetVisitedTable.PartWriter writer,
      Optional<VisitedSpool> spool) {
    RunDirectory run = folder(name);
    HadoopCheckpointStore store =
        new HadoopCheckpointStore(run.child("checkpoints"), new ParametersCodec(), 2);
    VisitedTableListener table =
        new VisitedTableListener(
            new ParquetVisitedTable(run.child("visited"), SCHEMA, writer, spool), 3);
    Evaluation evaluation = new Evaluation(logits, new ArrayList<>());
    TrainingState state = new TrainingState(GridWorkers.parameters(4), new PlainSgd());
    new Trainer(
            new Trainer.Settings(
                3,
                STEPS,
                BATCH,
                3,
                Schedule.constant(0.02),
                0,
                Schedule.constant(0.1),
                Schedule.constant(1.0),
                0,
                0),
            executor,
            WORKERS.objective(),
            List.of(
                evaluation,
                table,
                new CheckpointListener(
                    new TrappedStore(store),
                    Cadence.everySteps(3),
                    3,
                    "seed = 3\n",
                    BudgetMeter.ofSteps(STEPS),
                    List.of(table),
                    OptionalLong::empty)))
        .run(state, () -> false);
    return new Outcome(
        state.parameters(),
        evaluation.distributions(),
        store.latest().orElseThrow().parameters(),
        directory.resolve(name).resolve("visited"));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "VISITED_ROWS")
  void killedInAnyPhaseNothingIsLostOrChanged(Phase phase) throws IOException {
    assertUndisturbed(phase, "killed in " + phase, StepTasks.AUTO, Optional.empty());
  }

  /** Where results are added up by tasks, a dead executor takes with it what it was to send. */
  @ParameterizedTest
  @EnumSource(names = {"ROLLOUT", "GATHER"})
  void norWhereExecutorsAddUp(Phase phase) throws IOException {
    StepTasks shards = new StepTasks(StepTasks.Share.CORES, 0, StepTasks.Gather.SHARDS);
    assertUndisturbed(phase, "with shards, killed in " + phase, shards, Optional.empty());
  }

  /** Of those where it matters who has the rows. */
  @ParameterizedTest
  @EnumSource(names = {"GATHER", "VISITED_ROWS", "VISITED_TABLE", "CHECKPOINT"})
  void norWhereTasksKeepTheRowsThatTheyVisit(Phase phase) throws IOException {
    String name = "with files, killed in " + phase;
    RunDirectory table = folder(name).child("visited");
    VisitedSpool spool = VisitedSpool.of(spark, table, SCHEMA, 1);
    StepTasks shards = new StepTasks(StepTasks.Share.EXECUTORS, 0, StepTasks.Gather.SHARDS);
    assertUndisturbed(phase, name, shards, Optional.of(spool));
    assertThat(table.names()).as("three windows and the marker").hasSize(4);
    spool.unmark(table);
    assertThat(table.names()).allMatch(file -> file.startsWith("steps-")).hasSize(3);
  }

  private static void assertUndisturbed(
      Phase phase, String name, StepTasks tasks, Optional<VisitedSpool> spool) throws IOException {
    TrappedWorkers workers = new TrappedWorkers(name, WORKERS);
    Outcome expected;
    try (StepExecutor local = new InProcessStepExecutor(workers, 1)) {
      expected =
          run(
              "undisturbed, not " + name,
              local,
              KilledExecutorIT::local,
              ParquetVisitedTable.PartWriter.onDriver(),
              Optional.empty());
    }
    Path trap = Files.createFile(directory.resolve(phase.name()));
    Outcome actual;
    try (StepExecutor distributed =
        new SparkStepExecutor(spark, workers, tasks, Optional.empty(), spool)) {
      actual =
          run(
              name,
              distributed,
              parameters -> new SparkLogitSource(spark, KilledExecutorIT::trapped, parameters, 25),
              new SparkPartWriter(spark),
              spool);
    }
    assertThat(trap).as("an executor was killed").doesNotExist();
    assertThat(actual.parameters()).containsExactly(expected.parameters());
    assertThat(actual.checkpoint()).containsExactly(expected.parameters());
    assertThat(actual.distributions()).hasSize(3).hasSameSizeAs(expected.distributions());
    for (int i = 0; i < 3; i++) {
      assertThat(actual.distributions().get(i)).containsExactly(expected.distributions().get(i));
    }
    assertThat(ParquetFiles.rows(actual.table()))
        .isEqualTo(ParquetFiles.rows(expected.table()))
        .hasSize(STEPS * BATCH);
  }
}

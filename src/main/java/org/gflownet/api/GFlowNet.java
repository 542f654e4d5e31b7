package org.gflownet.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.gflownet.config.ConfigLoader;
import org.gflownet.config.EnvConfig;
import org.gflownet.config.GflownetConfig;
import org.gflownet.run.UserException;
import org.gflownet.run.evaluate.CheckpointEvaluation;
import org.gflownet.run.folder.Dl4jStatsLog;
import org.gflownet.run.folder.Provenance;
import org.gflownet.run.folder.RunFolder;
import org.gflownet.run.sample.PolicySamples;
import org.gflownet.run.setup.NamedFiles;
import org.gflownet.run.setup.Session;
import org.gflownet.run.setup.Setup;
import org.gflownet.run.train.TrainingRun;
import org.gflownet.spark.store.Lease;
import org.gflownet.train.Checkpoint;

/**
 * A trained policy: a checkpoint of its run folder, the newest when it was trained or loaded unless
 * a step is asked for. Thread-safe; usable as long as its session is.
 *
 * <pre>{@code
 * GFlowNet model = GFlowNet.train(spark, Settings.load("conf/quickstart.conf"), "runs/a");
 * Dataset<Row> samples = model.sample(100_000, 7L);
 * }</pre>
 */
public final class GFlowNet {
  private final SparkSession spark;
  private final Setup<?> setup;
  private final Checkpoint checkpoint;

  private GFlowNet(SparkSession spark, Setup<?> setup, Checkpoint checkpoint) {
    this.spark = spark;
    this.setup = setup;
    this.checkpoint = checkpoint;
  }

  /**
   * Trains a policy on a session, which goes on afterwards, and prints nothing.
   *
   * @param settings of the run; where it runs ({@code cluster.master}) the session says
   * @param location of the run folder, a path or URI, new or empty
   * @return the policy at the end, with the parameters that {@code train.sh} finds
   * @throws IllegalArgumentException in one line, before any job, if settings or folder cannot be
   *     used
   */
  public static GFlowNet train(SparkSession spark, Settings settings, String location) {
    return train(spark, settings, location, figures -> {}, () -> false);
  }

  /**
   * Trains a policy as {@link #train(SparkSession, Settings, String)} does, and tells how it goes.
   *
   * @param listener called with each report's figures by name ({@code step}, {@code loss}, ...; the
   *     columns of metrics.csv), by the thread that trains; what it throws ends the training
   * @param isCancelled asked between steps, by the thread that trains
   * @throws CancellationException if it was cancelled; a checkpoint of the last step is in the
   *     folder, which {@link #load} takes and {@code train.sh --resume} goes on from
   */
  public static GFlowNet train(
      SparkSession spark,
      Settings settings,
      String location,
      Consumer<Map<String, Object>> listener,
      BooleanSupplier isCancelled) {
    return UserMistakes.named(() -> trained(spark, settings, location, listener, isCancelled));
  }

  private static GFlowNet trained(
      SparkSession spark,
      Settings settings,
      String location,
      Consumer<Map<String, Object>> listener,
      BooleanSupplier isCancelled) {
    GflownetConfig config = quiet(settings.config());
    RunFolder folder = RunFolder.at(location, config.cluster().spark());
    if (folder.hasRun()) {
      throw new UserException(
          location + " holds a run already; take it with GFlowNet.load, or name another folder");
    }
    if (!config.method().hasPolicy()) {
      throw new UserException(
          "method.name = "
              + config.method().name().name().toLowerCase(Locale.ROOT)
              + " leaves visited states but no policy; run it with train.sh");
    }
    Dl4jStatsLog.requireLocal(config, folder.directory());
    Setup<?> setup = Setup.of(Setup.resolved(SessionEngine.of(spark).forTraining(config)));
    setup.engine(); // Refused here if it does not run on this machine, before anything is written.
    folder.requireNew(true);
    JavaSparkContext context = context(spark);
    NamedFiles.ship(setup.config(), context);
    try (RunFolder.Held held = folder.hold(setup.config(), "train", Lease.Patience.NONE)) {
      // Somebody else's whole run may have come in between.
      folder.requireNew(false);
      boolean completed =
          new TrainingRun(
                  setup, held.folder(), false, "train.sh with --resume", OptionalInt.empty())
              .on(Session.on(context))
              .watchedBy(listener)
              .runUnattended(isCancelled);
      if (!completed) {
        throw new CancellationException(
            "the training in " + location + " was cancelled; its checkpoint is in the folder");
      }
    }
    return of(spark, setup, folder, OptionalLong.empty());
  }

  private static GflownetConfig quiet(GflownetConfig config) {
    return ConfigLoader.with(config, Map.of("progress.mode", "none"), "the settings");
  }

  /**
   * The policy of a run folder, whoever trained it.
   *
   * @param location a path or URI
   * @throws IllegalArgumentException in one line if there is no policy, or a file that the run
   *     needs is not what it was
   */
  public static GFlowNet load(SparkSession spark, String location) {
    return load(spark, location, OptionalLong.empty());
  }

  /**
   * The policy of an earlier checkpoint.
   *
   * @param location of a run folder, a path or URI
   * @param step of a checkpoint that {@code checkpoint.keep} has kept
   * @throws IllegalArgumentException in one line as {@link #load(SparkSession, String)}, or if
   *     there is no such checkpoint
   */
  public static GFlowNet load(SparkSession spark, String location, long step) {
    return load(spark, location, OptionalLong.of(step));
  }

  static GFlowNet load(SparkSession spark, String location, OptionalLong step) {
    return UserMistakes.named(
        () -> {
          RunFolder folder = RunFolder.at(location);
          GflownetConfig config = SessionEngine.of(spark).forUse(folder.config(List.of()));
          folder.requirePolicy(config);
          NamedFiles.ship(config, context(spark));
          return of(spark, Setup.of(config), folder, step);
        });
  }

  private static GFlowNet of(
      SparkSession spark, Setup<?> setup, RunFolder folder, OptionalLong step) {
    folder.requirePolicy(setup.config());
    Long asked = step.isPresent() ? step.getAsLong() : null;
    return new GFlowNet(spark, setup, folder.checkpoint(setup, asked));
  }

  private static JavaSparkContext context(SparkSession spark) {
    return JavaSparkContext.fromSparkContext(spark.sparkContext());
  }

  /** Number of training steps behind the policy. */
  public long step() {
    return checkpoint.counters().step();
  }

  /** SHA-256 of the parameters, 64 hex digits, as {@code train.sh} prints it. */
  public String parametersSha256() {
    return Provenance.sha256(checkpoint.parameters());
  }

  /**
   * Objects from the policy, drawn whenever the table is used. Row i depends on the seed and i
   * alone, not on cores or partitions, and is the one that {@code sample.sh} writes.
   *
   * @param num number of rows
   * @param seed of the sample
   * @return the columns of {@code sample.sh}: of molecules {@code smiles}, {@code log_reward},
   *     {@code raw}, {@code log_pf}, {@code blocks}, {@code error}; of cells {@code x0}, {@code
   *     x1}, ..., {@code log_reward}, {@code log_pf}
   * @throws IllegalArgumentException if {@code num} is negative
   */
  public Dataset<Row> sample(long num, long seed) {
    return sampling(num).seed(seed).rows();
  }

  /**
   * A sample with the options of {@code sample.sh}: distinct objects, actions, another exponent.
   *
   * @param num number of rows
   * @throws IllegalArgumentException if {@code num} is negative
   */
  public Sampling sampling(long num) {
    return Sampling.of(this, num);
  }

  SparkSession spark() {
    return spark;
  }

  /** The objects of a sample, not drawn yet. */
  PolicySamples samples(
      OptionalDouble beta, OptionalLong seed, long num, OptionalLong maxTries, boolean actions) {
    if (actions && setup.config().env().kind() != EnvConfig.Kind.MOLECULE) {
      throw new UserException("actions are for molecules; leave them out");
    }
    return new PolicySamples(
        beta.isPresent() ? at(beta.getAsDouble()) : setup,
        checkpoint.parameters(),
        seed.orElse(setup.config().seed()),
        num,
        maxTries,
        actions);
  }

  /** The same run at another exponent. */
  private Setup<?> at(double beta) {
    if (!setup.config().condition().isUsed()) {
      throw new UserException(
          "beta = "
              + beta
              + " is for policies that were trained for a range of exponents (condition.min,"
              + " condition.max); leave it out");
    }
    Map<String, Double> change = Map.of("condition.beta", beta);
    return Setup.of(ConfigLoader.with(setup.config(), change, "the sample"));
  }

  /**
   * What is known of the policy, computed now.
   *
   * @return rows of {@code name} and {@code value}, a DOUBLE, as {@code evaluate.sh} prints them
   */
  public Dataset<Row> evaluate() {
    CheckpointEvaluation.Figures figures =
        UserMistakes.named(
            () ->
                CheckpointEvaluation.figures(
                    setup, checkpoint.parameters(), step(), Session.on(context(spark))));
    List<Row> rows = new ArrayList<>();
    figures
        .values()
        .forEach(
            (name, value) ->
                rows.add(
                    RowFactory.create(
                        name, value instanceof Number number ? number.doubleValue() : null)));
    StructType type =
        new StructType()
            .add("name", DataTypes.StringType, false)
            .add("value", DataTypes.DoubleType, true);
    return spark.createDataFrame(rows, type);
  }
}

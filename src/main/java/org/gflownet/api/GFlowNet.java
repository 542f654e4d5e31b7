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
import org.gflownet.run.folder.Provenance;
import org.gflownet.run.folder.Remedies;
import org.gflownet.run.folder.RunFolder;
import org.gflownet.run.folder.StoredPolicy;
import org.gflownet.run.sample.PolicySamples;
import org.gflownet.run.setup.NamedFiles;
import org.gflownet.run.setup.Session;
import org.gflownet.run.setup.Setup;
import org.gflownet.run.train.TrainingPlan;

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
  private final StoredPolicy policy;

  private GFlowNet(SparkSession spark, StoredPolicy policy) {
    this.spark = spark;
    this.policy = policy;
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
   *     folder, which {@link #load} takes and {@link #resume(SparkSession, String)} goes on from
   */
  public static GFlowNet train(
      SparkSession spark,
      Settings settings,
      String location,
      Consumer<Map<String, Object>> listener,
      BooleanSupplier isCancelled) {
    return UserMistakes.named(
        () -> {
          GflownetConfig config = quiet(settings.config());
          if (!config.method().hasPolicy()) {
            throw new UserException(
                "method.name = "
                    + config.method().name().name().toLowerCase(Locale.ROOT)
                    + " leaves visited states but no policy; run it with train.sh");
          }
          TrainingPlan plan =
              TrainingPlan.ofNew(
                  SessionEngine.of(spark).forTraining(config), folder(location, config));
          return trained(spark, plan, listener, isCancelled);
        });
  }

  /**
   * Goes on with the training of a run folder, whoever began it, with its own settings.
   *
   * @param location a path or URI
   * @return the policy at the end; of a run that has come to its end already, what it has
   * @throws IllegalArgumentException in one line, before any job, if there is no run or it cannot
   *     go on
   */
  public static GFlowNet resume(SparkSession spark, String location) {
    return resume(spark, location, figures -> {}, () -> false);
  }

  /**
   * Goes on as {@link #resume(SparkSession, String)} does, and tells how it goes.
   *
   * @param listener as {@code train} calls it
   * @param isCancelled as {@code train} asks it
   * @throws CancellationException likewise
   */
  public static GFlowNet resume(
      SparkSession spark,
      String location,
      Consumer<Map<String, Object>> listener,
      BooleanSupplier isCancelled) {
    return UserMistakes.named(
        () -> {
          GflownetConfig config = RunFolder.at(location).config(List.of());
          return resumed(spark, config, location, listener, isCancelled);
        });
  }

  /**
   * Goes on with changed settings, for example to more steps, as {@code train.sh --resume} does.
   *
   * @param settings of the run, of which only those may differ that leave it the same run
   * @throws IllegalArgumentException likewise, or if a setting makes it another run
   */
  public static GFlowNet resume(
      SparkSession spark,
      Settings settings,
      String location,
      Consumer<Map<String, Object>> listener,
      BooleanSupplier isCancelled) {
    return UserMistakes.named(
        () -> resumed(spark, settings.config(), location, listener, isCancelled));
  }

  private static GFlowNet resumed(
      SparkSession spark,
      GflownetConfig config,
      String location,
      Consumer<Map<String, Object>> listener,
      BooleanSupplier isCancelled) {
    RunFolder folder = folder(location, config);
    folder.requirePolicy(config);
    TrainingPlan plan = TrainingPlan.ofResumed(quiet(config), folder, false);
    return trained(spark, plan, listener, isCancelled);
  }

  private static RunFolder folder(String location, GflownetConfig config) {
    return RunFolder.at(location, config.cluster().spark()).with(Remedies.OF_PROGRAMS);
  }

  private static GFlowNet trained(
      SparkSession spark,
      TrainingPlan plan,
      Consumer<Map<String, Object>> listener,
      BooleanSupplier isCancelled) {
    JavaSparkContext context = context(spark);
    NamedFiles.ship(plan.setup().config(), context);
    try (RunFolder.Held held = plan.hold()) {
      boolean completed =
          plan.run(held, "GFlowNet.resume, or train.sh with --resume", OptionalInt.empty())
              .on(Session.on(context))
              .watchedBy(listener)
              .runUnattended(isCancelled);
      if (!completed) {
        throw new CancellationException(
            "the training in "
                + plan.folder().directory().location()
                + " was cancelled; its checkpoint is in the folder, and GFlowNet.resume goes on"
                + " from it");
      }
    }
    return new GFlowNet(spark, StoredPolicy.of(plan.folder(), plan.setup(), null));
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
          Long asked = step.isPresent() ? step.getAsLong() : null;
          StoredPolicy policy =
              StoredPolicy.of(
                  RunFolder.at(location), List.of(), asked, SessionEngine.of(spark)::forUse);
          NamedFiles.ship(policy.config(), context(spark));
          return new GFlowNet(spark, policy);
        });
  }

  private static JavaSparkContext context(SparkSession spark) {
    return JavaSparkContext.fromSparkContext(spark.sparkContext());
  }

  /** Number of training steps behind the policy. */
  public long step() {
    return policy.step();
  }

  /**
   * SHA-256 of the policy's parameters, 64 hex digits, as {@code train.sh} prints it: of their
   * average where {@code train.ema} is set.
   */
  public String parametersSha256() {
    return Provenance.sha256(policy.parameters());
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
    if (actions && policy.config().env().kind() != EnvConfig.Kind.MOLECULE) {
      throw new UserException("actions are for molecules; leave them out");
    }
    return new PolicySamples(
        beta.isPresent() ? at(beta.getAsDouble()) : policy.setup(),
        policy.parameters(),
        seed.orElse(policy.config().seed()),
        num,
        maxTries,
        actions);
  }

  /** The same run at another exponent. */
  private Setup<?> at(double beta) {
    if (!policy.config().condition().isUsed()) {
      throw new UserException(
          "beta = "
              + beta
              + " is for policies that were trained for a range of exponents (condition.min,"
              + " condition.max); leave it out");
    }
    Map<String, Double> change = Map.of("condition.beta", beta);
    return Setup.of(ConfigLoader.with(policy.config(), change, "the sample"));
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
                    policy.setup(), policy.parameters(), step(), Session.on(context(spark))));
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

package org.gflownet.api;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.gflownet.job.Main;
import org.gflownet.run.ExitCode;
import org.gflownet.testing.LocalSpark;
import org.gflownet.testing.ParquetFiles;
import org.gflownet.testing.Terminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GFlowNetSparkTest {
  private static final String GRID =
      """
      seed = 11
      env { ndim = 2, height = 6 }
      model.hidden = [16]
      train { steps = 30, batch = 8, slices = 4 }
      eval { every = 10, samples = 64 }
      checkpoint.every = 10
      visited.enabled = true
      """;

  private static final String MOLECULES =
      """
      seed = 3
      env { name = molecule, max-blocks = 3 }
      reward.name = qed
      model.hidden = [16]
      train { steps = 6, batch = 8, slices = 2, objective = tb }
      replay.kind = uniform
      replay.share = 0.25
      eval { every = 3, samples = 16 }
      visited.enabled = true
      """;

  private static final String ANY_EXPONENT =
      """
      seed = 3
      env { name = molecule, max-blocks = 1, min-blocks = 1 }
      reward.name = qed
      condition { min = 1, max = 4, beta = 1.5 }
      model { width = 16, rounds = 1 }
      train { steps = 4, batch = 8, slices = 2, objective = tb }
      eval.samples = 16
      checkpoint { every = 2, keep = 4 }
      """;

  @TempDir private Path folder;

  private String at(String name) {
    return folder.resolve(name).toString();
  }

  /** What a command prints. */
  private static String command(String... arguments) {
    Terminal.Result result = Terminal.of(() -> Main.run(arguments));
    assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.OK);
    return result.out();
  }

  /** The digest that train.sh prints for the same settings. */
  private String digestOfCommand(String settings, String name) throws IOException {
    Path conf = Files.writeString(folder.resolve(name + ".conf"), settings);
    String out =
        command(
            "train",
            conf.toString(),
            "--out",
            at(name),
            "--master",
            "in-process[1]",
            "--set",
            "report.write=false",
            "--set",
            "progress.mode=none");
    return out.substring(out.indexOf("parameters_sha256 ") + 18).strip();
  }

  @ParameterizedTest
  @EnumSource
  void anySessionTrainsWhatTheCommandTrains(LocalSpark.Foreign serializer) throws IOException {
    String digest = digestOfCommand(GRID, "command");
    SparkSession spark = serializer.start(Map.of());
    try {
      List<Map<String, Object>> reports = new ArrayList<>();
      Terminal.Result quiet =
          Terminal.of(
              () -> {
                GFlowNet.train(spark, Settings.parse(GRID), at("api"), reports::add, () -> false);
                return 0;
              });
      assertThat(quiet.out()).isEmpty();
      assertThat(reports).extracting(figures -> figures.get("step")).containsExactly(10L, 20L, 30L);
      assertThat(reports).allMatch(figures -> figures.containsKey("exact.tv"));

      GFlowNet model = GFlowNet.load(spark, at("api"));
      assertThat(model.step()).isEqualTo(30);
      assertThat(model.parametersSha256()).isEqualTo(digest);
      assertThat(GFlowNet.load(spark, at("command")).parametersSha256()).isEqualTo(digest);
      assertSampled(model, spark);
      assertEvaluated(model);
      assertThat(spark.range(3).count()).as("the session goes on").isEqualTo(3);
    } finally {
      spark.stop();
    }
  }

  private void assertSampled(GFlowNet model, SparkSession spark) {
    Dataset<Row> samples = model.sample(3000, 7L);
    assertThat(samples.columns()).containsExactly("x0", "x1", "log_reward", "log_pf");
    List<Row> rows = samples.collectAsList();
    assertThat(rows).hasSize(3000);
    assertThat(samples.collectAsList()).isEqualTo(rows);
    assertThat(model.sample(100, 7L).collectAsList()).isEqualTo(rows.subList(0, 100));
    assertThat(model.sample(100, 8L).collectAsList()).isNotEqualTo(rows.subList(0, 100));
    assertThat(model.sample(0, 7L).collectAsList()).isEmpty();
    assertThat(samples.groupBy("x0", "x1").agg(count(lit(1)).as("n")).filter("n > 0").count())
        .isBetween(2L, 36L);
    assertThat(samples.join(broadcast(samples.distinct()), "x0").count()).isPositive();
    samples.write().mode("overwrite").parquet(at("samples.parquet"));
    assertThat(
            spark
                .read()
                .parquet(at("samples.parquet"))
                .orderBy("x0", "x1", "log_pf")
                .collectAsList())
        .isEqualTo(samples.orderBy("x0", "x1", "log_pf").collectAsList());
    samples.write().mode("overwrite").csv(at("samples.csv"));
    assertThat(spark.read().csv(at("samples.csv")).count()).isEqualTo(3000);
  }

  private static void assertEvaluated(GFlowNet model) {
    Dataset<Row> figures = model.evaluate();
    assertThat(figures.columns()).containsExactly("name", "value");
    assertThat(figures.filter("name = 'step'").head().getDouble(1)).isEqualTo(30);
    double tv = figures.filter("name = 'exact.tv'").head().getDouble(1);
    assertThat(tv).isBetween(0.0, 1.0);
    assertThat(figures.filter("value is null").count()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void moleculesWithReplayToo(LocalSpark.Foreign serializer) throws IOException {
    String digest = digestOfCommand(MOLECULES, "command");
    SparkSession spark = serializer.start(Map.of());
    try {
      GFlowNet model = GFlowNet.train(spark, Settings.parse(MOLECULES), at("api"));
      assertThat(model.parametersSha256()).isEqualTo(digest);
      Dataset<Row> samples = model.sample(40, 1L);
      assertThat(samples.columns())
          .containsExactly("smiles", "log_reward", "raw", "log_pf", "blocks", "error");
      Dataset<Row> again = Rewards.named("qed").score(samples.select("smiles"), "smiles");
      assertThat(again.filter("error is null").count()).isEqualTo(40);
      assertThat(again.select("raw").collectAsList())
          .isEqualTo(samples.select("raw").collectAsList());
      assertThat(model.evaluate().filter("name = 'reward.mean'").count()).isEqualTo(1);
    } finally {
      spark.stop();
    }
  }

  @ParameterizedTest
  @EnumSource
  void otherWaysToTrainToo(LocalSpark.Foreign serializer) throws IOException {
    String averaging = GRID + "train { sync = averaging, local-steps = 5 }\n";
    String ppo = GRID + "method.name = ppo\n";
    String digestOfAveraging = digestOfCommand(averaging, "averaging");
    String digestOfPpo = digestOfCommand(ppo, "ppo");
    SparkSession spark = serializer.start(Map.of());
    try {
      GFlowNet model = GFlowNet.train(spark, Settings.parse(averaging), at("api-averaging"));
      assertThat(model.parametersSha256()).isEqualTo(digestOfAveraging);
      GFlowNet chain = GFlowNet.train(spark, Settings.parse(ppo), at("api-ppo"));
      assertThat(chain.parametersSha256()).isEqualTo(digestOfPpo);
      assertThat(chain.sample(5, 0L).count()).isEqualTo(5);
    } finally {
      spark.stop();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {GRID, MOLECULES})
  void whereVectorCannotRunPlainGivesItsBits(String text) {
    SparkSession spark = LocalSpark.session();
    Settings settings = Settings.parse(text).with("train.steps", 6);
    GFlowNet vector = GFlowNet.train(spark, settings.with("model.engine", "vector"), at("vector"));
    GFlowNet plain = GFlowNet.train(spark, settings.with("model.engine", "plain"), at("plain"));
    assertThat(plain.parametersSha256()).isEqualTo(vector.parametersSha256());
    assertThat(plain.sample(150, 2L).collectAsList())
        .isEqualTo(vector.sample(150, 2L).collectAsList());
  }

  @Test
  void samplesAreThoseOfTheCommand() {
    SparkSession spark = LocalSpark.session();
    GFlowNet model = GFlowNet.train(spark, Settings.parse(GRID), at("run"));
    List<Row> rows = model.sample(200, 5L).collectAsList();
    StringBuilder csv = new StringBuilder("x0,x1,log_reward,log_pf\n");
    rows.forEach(row -> csv.append(row.mkString(",")).append('\n'));
    assertThat(csv).hasSizeGreaterThan(200);
    assertThat(model.sample(200, 5L).repartition(3).count()).isEqualTo(200);
    // The command starts Spark of its own, of which a JVM has one.
    LocalSpark.Foreign.JAVA.start(Map.of()).stop();
    command(
        "sample",
        at("run"),
        "--num",
        "200",
        "--seed",
        "5",
        "--output",
        at("out.csv"),
        "--master",
        "local[1]");
    assertThat(folder.resolve("out.csv")).hasContent(csv.toString());
  }

  @Test
  void samplesHaveTheOptionsOfTheCommand() {
    SparkSession spark = LocalSpark.session();
    GFlowNet model = GFlowNet.train(spark, Settings.parse(ANY_EXPONENT), at("run"));
    GFlowNet early = GFlowNet.load(spark, at("run"), 2);
    assertThat(early.step()).isEqualTo(2);
    assertThat(early.parametersSha256()).isNotEqualTo(model.parametersSha256());
    Dataset<Row> table = early.sampling(40).seed(5).distinct().actions().beta(3).rows();
    List<Row> rows = table.collectAsList();
    assertThat(table.columns()).contains("smiles", "beta", "actions");
    assertThat(table.collectAsList()).isEqualTo(rows);
    assertThat(table.select("smiles").distinct().count()).isEqualTo(40);
    assertThat(early.sampling(40).seed(5).beta(3).rows().select("smiles").distinct().count())
        .as("there are molecules drawn twice")
        .isLessThan(40);
    assertThat(early.sampling(40).rows().head().<Double>getAs("beta")).isEqualTo(1.5);
    // Too few tries for so many.
    long fewer = early.sampling(40).seed(5).beta(3).distinct(40).rows().count();
    assertThat(fewer).isBetween(1L, 39L);
    assertThat(early.sampling(0).distinct().rows().count()).isZero();
    DataFrameReader source =
        spark
            .read()
            .format("gflownet")
            .option("num", 40)
            .option("step", 2)
            .option("seed", 5)
            .option("beta", 3);
    assertThat(source.load(at("run")).drop("beta").collectAsList())
        .isEqualTo(early.sampling(40).seed(5).beta(3).rows().drop("beta").collectAsList());
    Dataset<Row> read = source.option("distinct", true).option("actions", true).load(at("run"));
    assertThat(read.schema()).isEqualTo(table.schema());
    assertThat(read.collectAsList()).isEqualTo(rows);
    assertThat(read.select("smiles").filter("log_reward > -1000").count()).isEqualTo(40);
    assertThat(source.option("max-tries", 40).load(at("run")).count()).isEqualTo(fewer);

    // The command starts Spark of its own, of which a JVM has one.
    LocalSpark.Foreign.JAVA.start(Map.of()).stop();
    String arguments =
        "sample RUN --num 40 --step 2 --seed 5 --distinct --actions --beta 3 --output OUT --master"
            + " local[1]";
    command(
        Arrays.stream(arguments.split(" "))
            .map(word -> word.replace("RUN", at("run")).replace("OUT", at("out.parquet")))
            .toArray(String[]::new));
    assertThat(ParquetFiles.rows(folder.resolve("out.parquet")))
        .isEqualTo(rows.stream().map(row -> texts(row, table.columns())).toList());
  }

  private static Map<String, String> texts(Row row, String[] columns) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (int i = 0; i < columns.length; i++) {
      texts.put(columns[i], row.isNullAt(i) ? null : row.get(i).toString());
    }
    return texts;
  }

  @Test
  void aCancelledTrainingLeavesACheckpoint() {
    SparkSession spark = LocalSpark.session();
    long[] steps = {0};
    assertThatThrownBy(
            () ->
                GFlowNet.train(
                    spark, Settings.parse(GRID), at("run"), figures -> {}, () -> steps[0]++ >= 12))
        .isInstanceOf(CancellationException.class)
        .hasMessageContaining(at("run"));
    assertThat(GFlowNet.load(spark, at("run")).step()).isBetween(1L, 29L);
    assertThat(spark.range(3).count()).isEqualTo(3);
  }

  @Test
  void aResumedTrainingEndsLikeOneThatWasNeverCancelled() {
    SparkSession spark = LocalSpark.session();
    String whole = GFlowNet.train(spark, Settings.parse(GRID), at("whole")).parametersSha256();
    long[] steps = {0};
    assertThatThrownBy(
            () ->
                GFlowNet.train(
                    spark, Settings.parse(GRID), at("run"), figures -> {}, () -> steps[0]++ >= 12))
        .isInstanceOf(CancellationException.class)
        .hasMessageContaining("GFlowNet.resume");
    long reached = GFlowNet.load(spark, at("run")).step();
    List<Map<String, Object>> reports = new ArrayList<>();
    Terminal.Result quiet =
        Terminal.of(
            () -> {
              GFlowNet model = GFlowNet.resume(spark, at("run"), reports::add, () -> false);
              assertThat(model.step()).isEqualTo(30);
              assertThat(model.parametersSha256()).isEqualTo(whole);
              return 0;
            });
    assertThat(quiet.out()).isEmpty();
    assertThat(reports)
        .extracting(figures -> (Long) figures.get("step"))
        .allMatch(step -> step > reached)
        .endsWith(30L);
    assertThat(GFlowNet.resume(spark, at("run")).parametersSha256())
        .as("a run that has come to its end stays as it is")
        .isEqualTo(whole);
  }

  @Test
  void aLongerRunGoesOnWithWhatTheCommandBegan() throws IOException {
    SparkSession spark = LocalSpark.session();
    String longer = GRID.replace("steps = 30", "steps = 50");
    String whole = digestOfCommand(longer, "whole");
    digestOfCommand(GRID, "run");
    GFlowNet model =
        GFlowNet.resume(spark, Settings.parse(longer), at("run"), figures -> {}, () -> false);
    assertThat(model.step()).isEqualTo(50);
    assertThat(model.parametersSha256()).isEqualTo(whole);
    assertRefused(
        () ->
            GFlowNet.resume(
                spark,
                Settings.parse(longer).with("train.batch", 4),
                at("run"),
                figures -> {},
                () -> false),
        "train.batch was 8, is 4",
        "another location");
  }

  @Test
  void settingsComeFromTextFilesAndChanges() throws IOException {
    Path conf = Files.writeString(folder.resolve("a.conf"), GRID);
    String expected = Settings.parse(GRID + "train.steps = 40").resolved();
    assertThat(Settings.load(conf.toString()).with("train.steps", 40).resolved())
        .isEqualTo(expected);
    String include = "include \"" + conf + "\"\n";
    assertThat(Settings.parse(include + "train.steps = 40").resolved()).isEqualTo(expected);
    Settings plain = Settings.parse(include);
    assertThat(plain.with("train.steps", "40").resolved()).isEqualTo(expected);
    assertThat(plain.resolved()).isEqualTo(Settings.parse(GRID).resolved());
  }

  private static void assertRefused(Runnable action, String... words) {
    assertThatThrownBy(action::run)
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .contains(words)
        .doesNotContain("\n", "--out", "--resume");
  }

  @Test
  void mistakesAreNamedInOneLine() {
    SparkSession spark = LocalSpark.session();
    Settings grid = Settings.parse(GRID);
    assertRefused(
        () -> GFlowNet.train(spark, grid.with("train.stepz", 3), at("run")),
        "Settings.with",
        "train.stepz");
    assertRefused(() -> Settings.parse("train {").resolved(), "the settings", "not valid HOCON");
    assertRefused(() -> Settings.load(at("none.conf")).resolved(), "no such file");
    assertRefused(() -> Settings.parse("include \"none.conf\"").resolved(), "none.conf");
    assertRefused(() -> grid.with("a=b", 1), "=");
    assertRefused(
        () -> GFlowNet.train(spark, grid.with("method.name", "mcmc"), at("run")),
        "method.name = mcmc",
        "no policy");
    assertThat(folder.resolve("run")).doesNotExist();
    assertRefused(() -> GFlowNet.load(spark, at("run")), "holds no run");
    GFlowNet model = GFlowNet.train(spark, grid.with("train.steps", 2), at("run"));
    assertRefused(
        () -> GFlowNet.train(spark, grid, at("run")),
        at("run"),
        "is not empty",
        "GFlowNet.load",
        "GFlowNet.resume",
        "another location");
    assertRefused(() -> GFlowNet.resume(spark, at("none")), "holds no run");
    assertRefused(
        () ->
            GFlowNet.train(
                spark, grid.with("report.dl4j-stats", true), "faulty://" + at("elsewhere")),
        "report.dl4j-stats",
        "another location");
    assertRefused(() -> model.sample(-1, 0L), "-1");
    assertRefused(() -> GFlowNet.load(spark, at("run"), 7), "7");
    assertRefused(() -> model.sampling(3).actions().rows(), "actions are for molecules");
    assertRefused(() -> model.sampling(3).beta(2).rows(), "beta = 2.0", "condition.min");
    assertRefused(() -> model.sampling(3).distinct(2), "3 distinct objects");
  }
}

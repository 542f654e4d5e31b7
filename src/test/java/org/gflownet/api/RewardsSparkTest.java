package org.gflownet.api;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.gflownet.job.Main;
import org.gflownet.reward.chem.ChunkScorer;
import org.gflownet.run.ExitCode;
import org.gflownet.table.DelimitedReader;
import org.gflownet.table.TableRow;
import org.gflownet.table.TextInput;
import org.gflownet.testing.LocalSpark;
import org.gflownet.testing.Terminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RewardsSparkTest {
  private static final int ROWS = 700;

  @TempDir private Path folder;

  /** What score.sh writes of the same rows, by id. */
  private Map<Long, String[]> byCommand(String... options) throws IOException {
    StringBuilder csv = new StringBuilder("id,smiles\n");
    for (int i = 0; i < ROWS; i++) {
      String smiles = Tables.smiles(i);
      csv.append(i).append(',').append(smiles == null ? "" : smiles).append('\n');
    }
    Path in = Files.writeString(folder.resolve("in.csv"), csv);
    Path out = folder.resolve("out.csv");
    List<String> arguments = new ArrayList<>(List.of("score", in.toString(), out.toString()));
    arguments.addAll(List.of(options));
    arguments.addAll(List.of("--master", "in-process[1]", "--max-invalid", "100%"));
    arguments.addAll(List.of("--overwrite", "--set", "progress.mode=none"));
    Terminal.Result result = Terminal.of(() -> Main.run(arguments.toArray(String[]::new)));
    assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.OK);
    Map<Long, String[]> rows = new HashMap<>();
    try (DelimitedReader reader =
        new DelimitedReader(new TextInput(Files.newInputStream(out)), null)) {
      int width = reader.columns().size();
      for (TableRow row = reader.next(); row != null; row = reader.next()) {
        String[] cells = row.cells();
        rows.put(Long.parseLong(cells[0]), Arrays.copyOfRange(cells, 2, width));
      }
    }
    return rows;
  }

  private static void assertEqual(
      Dataset<Row> scored, Map<Long, String[]> expected, String... parts) {
    List<String> columns = new ArrayList<>(List.of("id", "smiles", "kind", "reward", "raw"));
    columns.addAll(List.of(parts));
    columns.add("error");
    assertThat(scored.columns()).containsExactlyElementsOf(columns);
    int last = columns.size() - 1;
    List<Row> rows = scored.collectAsList();
    assertThat(rows).hasSize(ROWS);
    int errors = 0;
    for (int i = 0; i < ROWS; i++) {
      Row row = rows.get(i);
      assertThat(row.getLong(0)).isEqualTo(i);
      assertThat(row.getString(1)).isEqualTo(Tables.smiles(i));
      assertThat(row.getString(2)).isEqualTo("kind " + i % 3);
      String[] cells = expected.get((long) i);
      for (int column = 3; column < last; column++) {
        assertThat(text(row, column)).isEqualTo(cells[column - 3]);
      }
      assertThat(row.getString(last)).isEqualTo(cells[last - 3]);
      assertThat(row.isNullAt(3)).isEqualTo(!row.isNullAt(last));
      errors += row.isNullAt(last) ? 0 : 1;
    }
    assertThat(errors).isEqualTo(ROWS / 10);
  }

  /** Each double has a text of its own. */
  private static String text(Row row, int column) {
    return row.isNullAt(column) ? null : Double.toString(row.getDouble(column));
  }

  @Test
  void scoresAreThoseOfTheCommandToTheBit() throws IOException {
    Dataset<Row> table = Tables.molecules(LocalSpark.session(), ROWS);
    assertEqual(Rewards.named("qed").score(table, "smiles"), byCommand("--reward", "qed"));
    Rewards scaled =
        Rewards.named("logp").with("exponent", 2).with("min", 0.01).with("norm", "3.5");
    assertEqual(
        scaled.score(table, "SMILES"),
        byCommand(
            "--reward",
            "logp",
            "--set",
            "reward.exponent=2",
            "--set",
            "reward.min=0.01",
            "--set",
            "reward.norm=3.5"));
    String parts = "[{name=qed, weight=2}, {name=tpsa, one=140}]";
    Dataset<Row> weighted = Rewards.named("weighted").with("parts", parts).score(table, "smiles");
    assertEqual(
        weighted,
        byCommand("--reward", "weighted", "--set", "reward.parts=" + parts),
        "raw.qed",
        "raw.tpsa");
    assertThat(weighted.filter("`raw.qed` > 0.5 and `raw.tpsa` > 0").count()).isPositive();
    String parquet = folder.resolve("parts.parquet").toString();
    weighted.write().parquet(parquet);
    Dataset<Row> read = LocalSpark.session().read().parquet(parquet);
    assertThat(read.orderBy("id").collectAsList()).isEqualTo(weighted.collectAsList());
  }

  @Test
  void howATableIsCutChangesNothing() {
    Dataset<Row> table = Tables.molecules(LocalSpark.session(), ROWS);
    List<Row> two = Rewards.named("qed").score(table, "smiles").orderBy("id").collectAsList();
    for (int parts : new int[] {1, 7}) {
      Dataset<Row> cut = Rewards.named("qed").score(table.repartition(parts), "smiles");
      assertThat(cut.orderBy("id").collectAsList()).isEqualTo(two);
    }
    Dataset<Row> none = Rewards.named("qed").score(table.filter("id < 0"), "smiles");
    assertThat(none.collectAsList()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void anySessionRunsAnyQuery(LocalSpark.Foreign serializer) throws IOException {
    Map<Long, String[]> expected = byCommand("--reward", "qed");
    SparkSession spark = serializer.start(Map.of());
    try {
      Dataset<Row> table = Tables.molecules(spark, ROWS);
      Dataset<Row> scored = Rewards.named("qed").score(table, "smiles");
      assertEqual(scored, expected);
      assertEqual(scored.orderBy(col("id").desc()).orderBy("id"), expected);
      long good = scored.filter("error is null").select("reward").count();
      assertThat(good).isEqualTo(ROWS - ROWS / 10);
      List<Row> kinds =
          scored.groupBy("kind").agg(avg("reward"), count(lit(1))).orderBy("kind").collectAsList();
      assertThat(kinds).hasSize(3).allMatch(kind -> kind.getDouble(1) > 0);
      Dataset<Row> other = scored.select(col("id"), col("raw").as("again"));
      for (Dataset<Row> side : List.of(broadcast(other), other.hint("merge"))) {
        Dataset<Row> joined = scored.join(side, "id").filter("raw = again");
        assertThat(joined.count()).isEqualTo(good);
      }
      assertWritten(scored, expected, spark);
      Dataset<Row> kept = scored.persist(StorageLevel.MEMORY_AND_DISK_SER());
      assertEqual(kept.orderBy("id"), expected);
      kept.unpersist(true);
    } finally {
      spark.stop();
    }
  }

  private void assertWritten(
      Dataset<Row> scored, Map<Long, String[]> expected, SparkSession spark) {
    String parquet = folder.resolve("scored.parquet").toString();
    scored.write().mode(SaveMode.Overwrite).parquet(parquet);
    assertEqual(spark.read().parquet(parquet).orderBy("id"), expected);
    String csv = folder.resolve("scored.csv").toString();
    scored.write().mode(SaveMode.Overwrite).option("escape", "\"").csv(csv);
    Dataset<Row> read = spark.read().schema(scored.schema()).option("escape", "\"").csv(csv);
    assertThat(read.select("id", "reward", "raw").orderBy("id").collectAsList())
        .isEqualTo(scored.select("id", "reward", "raw").orderBy("id").collectAsList());
  }

  @Test
  void rowsAreScoredWhenTheyAreAskedForAndInBatches() {
    List<Row> rows = Tables.molecules(LocalSpark.session(), ROWS).collectAsList();
    int[] taken = {0};
    ResolvedReward reward = ResolvedReward.of("qed", new TreeMap<>(), LocalSpark.session());
    Iterator<Row> scored =
        new ScoringTask(reward.scorer(), 1, 100)
            .call(rows.stream().peek(row -> taken[0]++).iterator());
    assertThat(taken[0]).isZero();
    assertThat(scored.next().getLong(0)).isZero();
    assertThat(taken[0]).isLessThanOrEqualTo(101);
    for (int i = 1; i < 100; i++) {
      scored.next();
    }
    assertThat(taken[0]).isLessThanOrEqualTo(101);
    assertThat(scored.next().getLong(0)).isEqualTo(100);
    assertThat(taken[0]).isBetween(200, 201);
  }

  @Test
  void equalRewardsShareOneScorer() {
    SparkSession spark = LocalSpark.session();
    ResolvedReward one = ResolvedReward.of("tpsa", new TreeMap<>(), spark);
    ResolvedReward same = ResolvedReward.of("tpsa", new TreeMap<>(), spark);
    ResolvedReward other = ResolvedReward.of("tpsa", new TreeMap<>(Map.of("exponent", "2")), spark);
    ChunkScorer shared = one.scorer().create();
    assertThat(same.scorer().create()).isSameAs(shared);
    assertThat(other.scorer().create()).isNotSameAs(shared);
  }

  private static void assertRefused(
      Rewards rewards, Dataset<Row> table, String column, String... words) {
    assertThatThrownBy(() -> rewards.score(table, column))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .contains(words)
        .doesNotContain("\n");
  }

  @Test
  void mistakesAreNamedBeforeAnyJob() {
    Dataset<Row> table = Tables.molecules(LocalSpark.session(), 3);
    Rewards qed = Rewards.named("qed");
    assertRefused(Rewards.named("qde"), table, "smiles", "reward.name", "qde", "qed");
    assertRefused(Rewards.named("env"), table, "smiles", "env");
    assertRefused(qed.with("exponnent", 2), table, "smiles", "Rewards.with", "reward.exponnent");
    assertRefused(qed.with("exponent", -1), table, "smiles", "Rewards.with", "reward.exponent");
    assertRefused(qed.with("reward.exponent", 1), table, "smiles", "write exponent");
    assertRefused(qed.with("name", "logp"), table, "smiles", "Rewards.named");
    assertRefused(qed.with("exponent=2, x", 1), table, "smiles", "=");
    assertRefused(Rewards.named("seh"), table, "smiles", "reward.seh.weights");
    assertRefused(
        Rewards.named("seh").with("seh.weights", folder.resolve("none").toString()),
        table,
        "smiles",
        "reward.seh.weights",
        "no readable file");
    assertRefused(qed, table, "smile", "no column smile", "id, smiles, kind");
    assertRefused(qed, table, "id", "column id", "bigint");
    for (String taken : List.of("reward", "Raw", "ERROR")) {
      assertRefused(qed, table.withColumn(taken, lit(1)), "smiles", "column " + taken);
    }
    Rewards product = Rewards.named("product").with("parts", "[{name=qed}, {name=tpsa, one=140}]");
    assertRefused(product, table.withColumn("raw.TPSA", lit(1)), "smiles", "column raw.TPSA");
    Dataset<Row> twice = table.join(table.select("id", "smiles"), "id");
    assertRefused(qed, twice, "smiles", "several columns smiles");
  }

  @Test
  void settingsMakeAnotherReward() {
    Rewards plain = Rewards.named("qed");
    Rewards squared = plain.with("exponent", 2);
    Dataset<Row> table = Tables.molecules(LocalSpark.session(), 1);
    double r = plain.score(table, "smiles").head().getDouble(3);
    assertThat(squared.score(table, "smiles").head().getDouble(3)).isNotEqualTo(r);
    assertThat(plain.score(table, "smiles").head().getDouble(3)).isEqualTo(r);
  }

  @Test
  void caseCountsWhereTheSessionSaysSo() {
    SparkSession spark = LocalSpark.session().newSession();
    spark.conf().set("spark.sql.caseSensitive", "true");
    Dataset<Row> table = Tables.molecules(spark, 3).withColumn("Reward", lit(1));
    Dataset<Row> scored = Rewards.named("qed").score(table, "smiles");
    assertThat(scored.columns())
        .containsExactly("id", "smiles", "kind", "Reward", "reward", "raw", "error");
    assertThat(scored.select("reward").head().getDouble(0)).isPositive();
    assertRefused(Rewards.named("qed"), table, "SMILES", "no column SMILES");
  }
}

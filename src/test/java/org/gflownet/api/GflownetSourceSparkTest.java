package org.gflownet.api;

import static org.apache.spark.sql.functions.broadcast;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.gflownet.testing.LocalSpark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GflownetSourceSparkTest {
  private static final Settings MOLECULES =
      Settings.parse(
          """
          seed = 3
          env { name = molecule, max-blocks = 3 }
          reward.name = qed
          model.hidden = [16]
          train { steps = 2, batch = 4, slices = 2, objective = tb }
          eval.samples = 8
          """);

  @TempDir private Path folder;

  private String run() {
    return folder.resolve("run").toString();
  }

  private static DataFrameReader gflownet(SparkSession spark) {
    return spark.read().format("gflownet");
  }

  @ParameterizedTest
  @EnumSource
  void rowsAreThoseOfASample(LocalSpark.Foreign serializer) {
    SparkSession spark = serializer.start(Map.of());
    try {
      GFlowNet model = GFlowNet.train(spark, MOLECULES, run());
      List<Row> expected = model.sample(150, 9L).collectAsList();
      Dataset<Row> table =
          gflownet(spark).option("run", run()).option("num", 150).option("seed", 9).load();
      assertThat(table.schema()).isEqualTo(model.sample(150, 9L).schema());
      assertThat(table.collectAsList()).isEqualTo(expected);
      assertThat(table.count()).isEqualTo(150);
      assertThat(table.select("blocks", "smiles").filter("log_reward > -100").count())
          .isEqualTo(expected.stream().filter(row -> row.getDouble(1) > -100).count());
      assertThat(table.groupBy("smiles").count().orderBy("smiles").collectAsList())
          .isEqualTo(
              model.sample(150, 9L).groupBy("smiles").count().orderBy("smiles").collectAsList());
      assertThat(table.join(broadcast(table.select("smiles").distinct()), "smiles").count())
          .isEqualTo(150);
      String parquet = folder.resolve("out.parquet").toString();
      table.write().parquet(parquet);
      assertThat(spark.read().parquet(parquet).count()).isEqualTo(150);
      assertThat(gflownet(spark).option("num", 5).load(run()).collectAsList())
          .isEqualTo(model.sample(5, 3L).collectAsList());
      assertThat(gflownet(spark).option("num", 0).load(run()).collectAsList()).isEmpty();
    } finally {
      spark.stop();
    }
  }

  private void assertRefused(Map<String, String> options, String... words) {
    assertThatThrownBy(() -> gflownet(LocalSpark.session()).options(options).load())
        .isInstanceOf(AnalysisException.class)
        .message()
        .contains(words)
        .doesNotContain("\n");
  }

  @Test
  void mistakesAreNamedWhenTheTableIsMade() {
    assertRefused(Map.of("num", "3"), "option run");
    assertRefused(Map.of("run", run()), "option num");
    assertRefused(Map.of("run", run(), "num", "-1"), "num >= 0");
    assertRefused(Map.of("run", run(), "num", "many"), "whole number as num, not many");
    assertRefused(Map.of("run", run(), "num", "1", "sed", "3"), "no option sed");
    assertRefused(Map.of("run", run(), "num", "1"), "holds no run");
    GFlowNet.train(LocalSpark.session(), MOLECULES, run());
    assertRefused(Map.of("run", run(), "num", "1", "step", "7"), "step-00000007 does not exist");
    assertRefused(Map.of("run", run(), "num", "1", "beta", "2"), "beta = 2.0", "condition.min");
    assertRefused(Map.of("run", run(), "num", "1", "beta", "two"), "a number as beta, not two");
    assertRefused(Map.of("run", run(), "num", "1", "distinct", "yes"), "true or false");
    assertRefused(Map.of("run", run(), "num", "1", "max-tries", "9"), "only with distinct");
  }
}

package org.gflownet.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.gflownet.testing.LocalSpark;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GflownetExtensionsSparkTest {
  private static final int ROWS = 120;

  @ParameterizedTest
  @EnumSource
  void sqlAnswersWhatTablesHold(LocalSpark.Foreign serializer) {
    SparkSession spark =
        serializer.start(Map.of("spark.sql.extensions", GflownetExtensions.class.getName()));
    try {
      Dataset<Row> table = Tables.molecules(spark, ROWS);
      table.createOrReplaceTempView("molecules");
      values(spark, table);
      queries(spark);
      mistakes(spark);
    } finally {
      spark.stop();
    }
  }

  private static void values(SparkSession spark, Dataset<Row> table) {
    Dataset<Row> answers =
        spark.sql(
            "SELECT id, gflownet_reward('qed', smiles) AS reward,"
                + " gflownet_reward_error('qed', smiles) AS error FROM molecules");
    assertThat(answers.schema().apply("reward").dataType()).isEqualTo(DataTypes.DoubleType);
    assertThat(answers.schema().apply("error").dataType()).isEqualTo(DataTypes.StringType);
    Dataset<Row> scored = Rewards.named("qed").score(table, "smiles");
    List<Row> expected = scored.select("id", "reward", "error").collectAsList();
    assertThat(answers.collectAsList()).isEqualTo(expected);
    assertThat(expected).anyMatch(row -> row.isNullAt(1)).anyMatch(row -> row.isNullAt(2));
    Dataset<Row> scaled =
        Rewards.named("logp").with("exponent", 2).with("norm", 3.5).score(table, "smiles");
    for (String settings :
        List.of("map('exponent', 2, 'norm', 3.5)", "map('norm', '3.5', 'exponent', '2')")) {
      assertThat(
              spark
                  .sql("SELECT gflownet_reward('logp', smiles, " + settings + ") FROM molecules")
                  .collectAsList())
          .isEqualTo(scaled.select("reward").collectAsList());
    }
  }

  private static void queries(SparkSession spark) {
    long good = ROWS - ROWS / 10;
    assertThat(
            spark.sql("SELECT * FROM molecules WHERE gflownet_reward('qed', smiles) > 0").count())
        .isEqualTo(good);
    List<Row> kinds =
        spark
            .sql(
                "SELECT kind, max(gflownet_reward('qed', smiles)) AS best,"
                    + " count(gflownet_reward_error('qed', smiles)) AS bad"
                    + " FROM molecules GROUP BY kind ORDER BY best DESC")
            .collectAsList();
    assertThat(kinds).hasSize(3);
    assertThat(kinds.stream().mapToLong(kind -> kind.getLong(2)).sum()).isEqualTo(ROWS / 10);
    Row one =
        spark
            .sql(
                "SELECT gflownet_reward('qed', 'CCO'), gflownet_reward('qed', NULL),"
                    + " gflownet_reward_error('qed', NULL), gflownet_reward(concat('q', 'ed'),"
                    + " 'CCO')")
            .head();
    assertThat(one.getDouble(0)).isPositive().isEqualTo(one.getDouble(3));
    assertThat(one.isNullAt(1)).isTrue();
    assertThat(one.getString(2)).isEqualTo("the row has no structure");
    assertThat(spark.sql("DESCRIBE FUNCTION gflownet_reward").collectAsList().toString())
        .contains("NULL without a score");
    spark.conf().set("spark.sql.codegen.wholeStage", "false");
    spark.conf().set("spark.sql.codegen.factoryMode", "NO_CODEGEN");
    assertThat(
            spark
                .sql("SELECT gflownet_reward('qed', smiles) AS r FROM molecules")
                .filter("r > 0")
                .count())
        .isEqualTo(good);
    spark.conf().unset("spark.sql.codegen.wholeStage");
    spark.conf().unset("spark.sql.codegen.factoryMode");
  }

  private static void mistakes(SparkSession spark) {
    refused(spark, "gflownet_reward('qde', smiles)", "reward.name", "qde");
    refused(spark, "gflownet_reward(kind, smiles)", "gflownet_reward needs", "constant");
    refused(spark, "gflownet_reward(NULL, smiles)", "gflownet_reward needs");
    refused(spark, "gflownet_reward_error('qed', id)", "gflownet_reward_error needs", "bigint");
    refused(spark, "gflownet_reward('qed')", "not 1");
    refused(spark, "gflownet_reward('qed', smiles, map('exponnent', 2))", "reward.exponnent");
    refused(spark, "gflownet_reward('qed', smiles, map('exponent', -2))", "reward.exponent");
    refused(spark, "gflownet_reward('qed', smiles, map(kind, 2))", "constant map");
    refused(spark, "gflownet_reward('qed', smiles, 'exponent')", "constant map");
    refused(spark, "gflownet_reward('seh', smiles)", "reward.seh.weights");
  }

  private static void refused(SparkSession spark, String call, String... words) {
    assertThatThrownBy(() -> spark.sql("SELECT " + call + " FROM molecules"))
        .isInstanceOf(AnalysisException.class)
        .message()
        .contains(words)
        .doesNotContain("\n");
  }
}

package org.gflownet.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.gflownet.testing.LocalSpark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RewardTransformerSparkTest {
  @TempDir private Path folder;

  private static RewardTransformer scaled() {
    return new RewardTransformer()
        .setReward("logp")
        .setSettings("exponent=2", "norm = 3.5")
        .setInputCol("structure");
  }

  private static Dataset<Row> table(SparkSession spark) {
    return Tables.molecules(spark, 40).withColumnRenamed("smiles", "structure");
  }

  @ParameterizedTest
  @EnumSource
  void aPipelineScoresSavedAndLoadedAsRewardsDo(LocalSpark.Foreign serializer) throws IOException {
    SparkSession spark = serializer.start(Map.of());
    try {
      Dataset<Row> table = table(spark);
      Dataset<Row> expected =
          Rewards.named("logp").with("exponent", 2).with("norm", 3.5).score(table, "structure");
      assertThat(scaled().transform(table).collectAsList()).isEqualTo(expected.collectAsList());

      VectorAssembler next =
          new VectorAssembler()
              .setInputCols(new String[] {"reward", "raw"})
              .setOutputCol("features")
              .setHandleInvalid("skip");
      Pipeline pipeline = new Pipeline().setStages(new PipelineStage[] {scaled(), next});
      PipelineModel model = pipeline.fit(table);
      String path = folder.resolve("pipeline").toString();
      model.write().overwrite().save(path);
      Dataset<Row> out = PipelineModel.load(path).transform(table);
      assertThat(out.columns()).endsWith("reward", "raw", "error", "features");
      assertThat(out.drop("features").collectAsList())
          .isEqualTo(expected.filter("error is null").collectAsList());

      String alone = folder.resolve("stage").toString();
      scaled().write().overwrite().save(alone);
      RewardTransformer loaded = RewardTransformer.load(alone);
      assertThat(loaded.getReward()).isEqualTo("logp");
      assertThat(loaded.getSettings()).containsExactly("exponent=2", "norm = 3.5");
      assertThat(loaded.getInputCol()).isEqualTo("structure");
      assertThat(loaded.transform(table).collectAsList()).isEqualTo(expected.collectAsList());
    } finally {
      spark.stop();
    }
  }

  @Test
  void theSchemaIsKnownBeforeAnyRow() {
    Dataset<Row> table = table(LocalSpark.session());
    assertThat(scaled().transformSchema(table.schema()))
        .isEqualTo(scaled().transform(table).schema());
  }

  @Test
  void aCopyIsAStageOfItsOwn() {
    RewardTransformer stage = scaled();
    RewardTransformer copy = stage.copy(new ParamMap().put(stage.inputCol(), "other"));
    assertThat(copy.uid()).isEqualTo(stage.uid());
    assertThat(copy.getInputCol()).isEqualTo("other");
    assertThat(copy.setReward("qed").getReward()).isEqualTo("qed");
    assertThat(copy.getSettings()).isEqualTo(stage.getSettings());
    assertThat(stage.getInputCol()).isEqualTo("structure");
    assertThat(stage.getReward()).isEqualTo("logp");
    assertThat(stage.explainParams()).contains("reward", "settings", "inputCol");
    assertThat(new RewardTransformer().uid()).isNotEqualTo(stage.uid());
  }

  @Test
  void mistakesAreNamedBeforeAnyRow() {
    Dataset<Row> table = table(LocalSpark.session());
    RewardTransformer none = new RewardTransformer();
    assertThatThrownBy(() -> none.transform(table))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("setReward");
    RewardTransformer unpaired = scaled().setSettings("exponent");
    assertThatThrownBy(() -> unpaired.transformSchema(table.schema()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'exponent'");
    RewardTransformer wrong = scaled().setInputCol("id");
    assertThatThrownBy(() -> wrong.transformSchema(table.schema()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bigint");
    RewardTransformer unknown = scaled().setReward("qde");
    assertThatThrownBy(() -> unknown.transform(table))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("qde");
  }
}

package org.gflownet.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.gflownet.testing.LocalSpark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/api.md; ExamplePagesTest compares the code. */
class ApiPageSparkTest {
  private static final Pattern SQL = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL);
  private static final Pattern SEMICOLON = Pattern.compile(";");

  @TempDir private Path folder;

  @Test
  void trainingSamplingAndEvaluating() {
    SparkSession spark = LocalSpark.session();
    String run = folder.resolve("run").toString();
    Dataset<Row> table = Tables.molecules(spark, 20);
    Settings settings = Settings.load("conf/quickstart.conf").with("train.steps", 200);
    GFlowNet model = GFlowNet.train(spark, settings, run);
    Dataset<Row> samples = model.sample(100_000, 7L);
    Dataset<Row> metrics = model.evaluate();
    Dataset<Row> scored = Rewards.named("qed").score(table, "smiles");

    assertThat(model.step()).isEqualTo(200);
    assertThat(samples.count()).isEqualTo(100_000);
    assertThat(metrics.filter("name = 'exact.tv'").count()).isEqualTo(1);
    assertThat(scored.count()).isEqualTo(table.count());
  }

  @Test
  void samplingWithOptions() {
    SparkSession spark = LocalSpark.session();
    String run = folder.resolve("run").toString();
    String settings =
        """
        env { name = molecule, max-blocks = 3 }
        reward.name = qed
        model { width = 8, rounds = 1 }
        train { steps = 101, batch = 2, slices = 2, objective = tb }
        eval { every = 100, samples = 8 }
        checkpoint { every = 100, keep = 2 }
        """;
    GFlowNet.train(spark, Settings.parse(settings), run);
    GFlowNet early = GFlowNet.load(spark, run, 100);
    Dataset<Row> molecules = early.sampling(1000).seed(7).distinct().actions().rows();

    assertThat(early.step()).isEqualTo(100);
    assertThat(molecules.columns()).endsWith("actions");
    assertThat(molecules.select("smiles").distinct().count()).isEqualTo(1000);
  }

  @Test
  void scoring() {
    Dataset<Row> table = Tables.molecules(LocalSpark.session(), 20);
    Dataset<Row> scored = Rewards.named("qed").with("exponent", 2).score(table, "smiles");

    RewardTransformer stage =
        new RewardTransformer().setReward("qed").setSettings("exponent=2").setInputCol("smiles");
    Pipeline pipeline = new Pipeline().setStages(new PipelineStage[] {stage});
    assertThat(pipeline.fit(table).transform(table).collectAsList())
        .isEqualTo(scored.collectAsList());
  }

  @Test
  void queries() throws IOException {
    SparkSession spark =
        LocalSpark.Foreign.JAVA.start(
            Map.of("spark.sql.extensions", GflownetExtensions.class.getName()));
    try {
      Tables.molecules(spark, 20).createOrReplaceTempView("molecules");
      String pages =
          Files.readString(Path.of("docs/api.md")) + Files.readString(Path.of("README.md"));
      Matcher block = SQL.matcher(pages);
      int count = 0;
      while (block.find()) {
        for (String query : SEMICOLON.splitAsStream(block.group(1).strip()).toList()) {
          assertThat(spark.sql(query).collectAsList()).as(query).isNotEmpty();
          count++;
        }
      }
      assertThat(count).isEqualTo(3);
    } finally {
      spark.stop();
    }
  }
}

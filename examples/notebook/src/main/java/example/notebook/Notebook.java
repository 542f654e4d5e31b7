package example.notebook;

import static org.apache.spark.sql.functions.desc;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.gflownet.api.GFlowNet;
import org.gflownet.api.Rewards;
import org.gflownet.api.Settings;

/**
 * Trains a policy on a grid, draws cells from it, and scores a table of molecules, all on one Spark
 * session: {@code Notebook [RUN_FOLDER]}.
 */
public final class Notebook {
  private static final String GRID =
      """
      env { ndim = 2, height = 8 }
      train { objective = tb, steps = 150, batch = 32, slices = 2, lr = 0.01 }
      eval.every = 150
      """;

  private Notebook() {}

  /** Runs it; the run folder is {@code runs/notebook} unless given. */
  public static void main(String[] args) {
    SparkSession spark = SparkSession.builder().appName("notebook").getOrCreate();
    try {
      String run = args.length > 0 ? args[0] : "runs/notebook";
      GFlowNet model = GFlowNet.train(spark, Settings.parse(GRID).with("seed", 3), run);
      System.out.println("parameters_sha256 " + model.parametersSha256());

      // The most frequent cells are those of the highest reward, four in each corner.
      Dataset<Row> samples = model.sample(20_000, 7L);
      samples.groupBy("x0", "x1").count().orderBy(desc("count")).show(16);
      model.evaluate().show(false);

      // Any column is carried along; what is no molecule has an error instead of a score.
      Dataset<Row> drugs =
          spark
              .createDataset(
                  List.of("CC(=O)Oc1ccccc1C(=O)O", "CN1C=NC2=C1C(=O)N(C(=O)N2C)C", "C1CC"),
                  Encoders.STRING())
              .toDF("smiles");
      Rewards.named("qed").score(drugs, "smiles").show(false);
    } finally {
      spark.stop();
    }
  }
}

package org.gflownet.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.spark.sql.functions.broadcast;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.gflownet.math.Sha256;
import org.gflownet.spark.GflownetKryoRegistrator;
import org.gflownet.testing.QuickJvms;

/**
 * A Spark application in a JVM of its own that uses the API: on each master in a session as
 * notebooks start it, with Java's serializer and executors that lack the module of the engine
 * {@code vector}, and on clusters also in one with strict Kryo whose executors have it.
 */
public final class ApiOnMasters {
  private static final int ROWS = 60;

  private final SparkSession spark;
  private final Path folder;
  private final List<String> results = new ArrayList<>();

  private ApiOnMasters(SparkSession spark, Path folder) {
    this.spark = spark;
    this.folder = folder;
  }

  /**
   * Prints a line for each session: master, serializer, digest of the parameters, digest of all
   * other results, which are in its folder.
   *
   * @param args jar of the program, configuration, run of the engine {@code vector}, new folder for
   *     what is written, masters
   */
  public static void main(String[] args) throws IOException {
    for (String master : Arrays.asList(args).subList(4, args.length)) {
      // One way each: both ways on local masters are tried elsewhere.
      boolean isStrict = master.startsWith("local-cluster");
      String name = master.replaceAll("\\W", "-") + (isStrict ? "kryo" : "java");
      Path folder = Files.createDirectories(Path.of(args[3], name));
      SparkSession spark = session(master, args[0], isStrict);
      try {
        ApiOnMasters application = new ApiOnMasters(spark, folder);
        Settings settings = Settings.load(args[1]);
        String parameters =
            application.run(isStrict ? settings : settings.with("model.engine", "plain"), args[2]);
        Files.write(folder.resolve("results.txt"), application.results);
        String digest = Sha256.of(application.results.toString().getBytes(UTF_8));
        System.out.println(
            String.join(" ", master, isStrict ? "kryo" : "java", parameters, digest));
      } finally {
        spark.stop();
      }
    }
  }

  private static SparkSession session(String master, String jar, boolean isStrict) {
    SparkSession.Builder builder =
        SparkSession.builder()
            .master(master)
            .appName("the API")
            .config("spark.jars", jar)
            .config("spark.ui.enabled", "false")
            .config("spark.executorEnv." + QuickJvms.VARIABLE, QuickJvms.OPTION)
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.sql.extensions", GflownetExtensions.class.getName());
    if (isStrict) {
      builder
          .config("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
          .config("spark.kryo.registrationRequired", "true")
          .config("spark.kryo.registrator", GflownetKryoRegistrator.class.getName())
          .config("spark.executor.extraJavaOptions", "--add-modules jdk.incubator.vector");
    }
    return builder.getOrCreate();
  }

  private String run(Settings settings, String vectorRun) {
    GFlowNet model = GFlowNet.train(spark, settings, folder.resolve("run").toString());
    use(model.sample(400, 7L), "x0");
    note(GFlowNet.load(spark, vectorRun).sample(50, 8L));
    note(spark.read().format("gflownet").option("run", vectorRun).option("num", 50).load());
    note(model.evaluate().filter("name != 'evaluation_seconds'"));
    Dataset<Row> table = Tables.molecules(spark, ROWS);
    note(Rewards.named("qed").score(table, "smiles"));
    table.createOrReplaceTempView("molecules");
    note(
        spark.sql(
            "SELECT id, gflownet_reward('qed', smiles) AS reward,"
                + " gflownet_reward_error('qed', smiles) AS error FROM molecules"));
    return model.parametersSha256();
  }

  /** What users do with a table. */
  private void use(Dataset<Row> table, String column) {
    note(table.select(column).filter(table.col(column).isNotNull()));
    note(table.groupBy(column).count().orderBy("count", column));
    note(table.join(broadcast(table.select(column).distinct()), column));
    String name = folder.resolve(column).toString();
    table.write().parquet(name + ".parquet");
    note(spark.read().parquet(name + ".parquet"));
    table.write().option("escape", "\"").csv(name + ".csv");
    note(spark.read().schema(table.schema()).option("escape", "\"").csv(name + ".csv"));
  }

  private void note(Dataset<Row> table) {
    List<String> rows = new ArrayList<>();
    for (Row row : table.collectAsList()) {
      rows.add(row.toString());
    }
    if (rows.isEmpty()) {
      throw new AssertionError("no rows of " + List.of(table.columns()));
    }
    Collections.sort(rows);
    results.add(rows.toString());
  }
}

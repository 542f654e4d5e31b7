package org.gflownet.api;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * Samples of a trained policy as a data source, {@code gflownet}:
 *
 * <pre>{@code
 * spark.read().format("gflownet").option("run", "runs/a").option("num", 1000).load()
 * }</pre>
 *
 * <p>Options are {@code run} (the run folder; also the argument of {@code load}), {@code num} and
 * {@code seed} (that of the run unless given). The rows are those of {@link GFlowNet#sample}, of
 * the checkpoint that was the newest one when the table was made. Mistakes are an {@link
 * org.apache.spark.sql.AnalysisException} of one line then.
 */
public final class GflownetSource implements TableProvider, DataSourceRegister {
  private static final String RUN = "run";
  private static final String PATH = "path";
  private static final String NUM = "num";
  private static final String SEED = "seed";
  private static final List<String> KNOWN = List.of(RUN, PATH, NUM, SEED);

  private SampleTable made;

  /** For Spark, which makes it by its name. */
  public GflownetSource() {}

  @Override
  public String shortName() {
    return "gflownet";
  }

  @Override
  public synchronized StructType inferSchema(CaseInsensitiveStringMap options) {
    made = UserMistakes.ofQuery(() -> table(options));
    return made.schema();
  }

  @Override
  public synchronized Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    // Asked for with the same options right after the schema.
    return made == null
        ? UserMistakes.ofQuery(() -> table(new CaseInsensitiveStringMap(properties)))
        : made;
  }

  private static SampleTable table(CaseInsensitiveStringMap options) {
    for (String key : options.keySet()) {
      if (!KNOWN.contains(key.toLowerCase(Locale.ROOT))) {
        throw mistake("has no option " + key + "; use run, num and seed");
      }
    }
    if (options.containsKey(RUN) == options.containsKey(PATH)) {
      throw mistake("needs the option run, a run folder, once");
    }
    if (!options.containsKey(NUM)) {
      throw mistake("needs the option num, how many rows");
    }
    long num = whole(options, NUM);
    if (num < 0) {
      throw mistake("needs num >= 0, not " + num);
    }
    String run = options.containsKey(RUN) ? options.get(RUN) : options.get(PATH);
    GFlowNet model = GFlowNet.load(SparkSession.active(), run);
    long seed = options.containsKey(SEED) ? whole(options, SEED) : model.seed();
    return new SampleTable(run, model.sample(0, seed).schema(), model.samples(num, seed).request());
  }

  private static long whole(CaseInsensitiveStringMap options, String key) {
    String text = options.get(key);
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      throw mistake("needs a whole number as " + key + ", not " + text);
    }
  }

  private static IllegalArgumentException mistake(String what) {
    return new IllegalArgumentException("format gflownet " + what);
  }
}

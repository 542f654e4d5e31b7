package org.gflownet.api;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
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
 * <p>Options are {@code run} (the run folder; also the argument of {@code load}), {@code num},
 * {@code seed} (that of the run unless given), {@code step} (of the checkpoint, the newest one when
 * the table is made unless given), {@code distinct}, {@code max-tries}, {@code actions} and {@code
 * beta}. The rows are those of {@link Sampling}. Mistakes are an {@link
 * org.apache.spark.sql.AnalysisException} of one line then.
 */
public final class GflownetSource implements TableProvider, DataSourceRegister {
  private static final String RUN = "run";
  private static final String PATH = "path";
  private static final String NUM = "num";
  private static final String SEED = "seed";
  private static final String STEP = "step";
  private static final String DISTINCT = "distinct";
  private static final String MAX_TRIES = "max-tries";
  private static final String ACTIONS = "actions";
  private static final String BETA = "beta";
  private static final List<String> KNOWN =
      List.of(RUN, PATH, NUM, SEED, STEP, DISTINCT, MAX_TRIES, ACTIONS, BETA);

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
        throw mistake("has no option " + key + "; use " + String.join(", ", KNOWN));
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
    OptionalLong step =
        options.containsKey(STEP) ? OptionalLong.of(whole(options, STEP)) : OptionalLong.empty();
    Sampling sampling =
        sampling(GFlowNet.load(SparkSession.active(), run, step).sampling(num), options);
    return SampleTable.of(run, sampling);
  }

  private static Sampling sampling(Sampling plain, CaseInsensitiveStringMap options) {
    Sampling sampling = plain;
    if (options.containsKey(SEED)) {
      sampling = sampling.seed(whole(options, SEED));
    }
    boolean isDistinct = isTrue(options, DISTINCT);
    if (options.containsKey(MAX_TRIES)) {
      if (!isDistinct) {
        throw mistake("takes max-tries only with distinct = true");
      }
      sampling = sampling.distinct(whole(options, MAX_TRIES));
    } else if (isDistinct) {
      sampling = sampling.distinct();
    }
    if (isTrue(options, ACTIONS)) {
      sampling = sampling.actions();
    }
    return options.containsKey(BETA) ? sampling.beta(number(options, BETA)) : sampling;
  }

  private static boolean isTrue(CaseInsensitiveStringMap options, String key) {
    String text = options.getOrDefault(key, "false").strip().toLowerCase(Locale.ROOT);
    if (!text.equals("true") && !text.equals("false")) {
      throw mistake("needs true or false as " + key + ", not " + options.get(key));
    }
    return text.equals("true");
  }

  private static double number(CaseInsensitiveStringMap options, String key) {
    String text = options.get(key);
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw mistake("needs a number as " + key + ", not " + text);
    }
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

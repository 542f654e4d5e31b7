package org.gflownet.testing;

import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.serializer.KryoRegistrator;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.sql.SparkSession;
import org.gflownet.spark.GflownetKryoRegistrator;
import org.gflownet.spark.dl4j.Dl4jKryoRegistrator;

/**
 * One local Spark context for all tests of a JVM, with strict Kryo as in production. It knows the
 * types of every job; that jobs without DL4J need none of DL4J's is for the tests on real clusters.
 */
public final class LocalSpark {
  private static JavaSparkContext context;

  private LocalSpark() {}

  private static SparkConf conf() {
    return new SparkConf()
        .setMaster("local[2]")
        .setAppName("tests")
        .set("spark.ui.enabled", "false")
        .set("spark.sql.shuffle.partitions", "2");
  }

  private static SparkConf withKryo(SparkConf conf, Class<? extends KryoRegistrator> registrator) {
    return conf.set("spark.serializer", KryoSerializer.class.getName())
        .set("spark.kryo.registrationRequired", "true")
        .set("spark.kryo.registrator", registrator.getName());
  }

  /** The context; not to be closed. */
  public static synchronized JavaSparkContext context() {
    if (context == null) {
      context = new JavaSparkContext(withKryo(conf(), Dl4jKryoRegistrator.class));
      Runtime.getRuntime().addShutdownHook(new Thread(context::close));
    }
    return context;
  }

  /** A session on the context. */
  public static SparkSession session() {
    return SparkSession.builder().sparkContext(context().sc()).getOrCreate();
  }

  /** Sessions that somebody else may have started, by how they write objects. */
  public enum Foreign {
    /** Spark's defaults, as a notebook has them. */
    JAVA,
    /** Strict Kryo, with the types that this project's jobs register. */
    KRYO;

    /**
     * A session in place of the shared context, of which a JVM has only one at a time: that ends,
     * and begins anew when somebody asks for it.
     *
     * @param more settings of the session
     */
    public SparkSession start(Map<String, String> more) {
      end();
      SparkConf conf = conf();
      if (this == KRYO) {
        withKryo(conf, GflownetKryoRegistrator.class);
      }
      more.forEach(conf::set);
      return SparkSession.builder().config(conf).getOrCreate();
    }
  }

  /**
   * Ends the shared context, for a test whose command starts its own; it begins anew when somebody
   * asks for it.
   */
  public static synchronized void end() {
    if (context != null) {
      context.close();
      context = null;
    }
  }
}

package org.gflownet.testing;

import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.gflownet.spark.dl4j.Dl4jKryoRegistrator;

/**
 * One local Spark context for all tests of a JVM, with strict Kryo as in production. It knows the
 * types of every job; that jobs without DL4J need none of DL4J's is for the tests on real clusters.
 */
public final class LocalSpark {
  private LocalSpark() {}

  private static final class Holder {
    static final JavaSparkContext CONTEXT = start();

    private static JavaSparkContext start() {
      SparkConf conf =
          new SparkConf()
              .setMaster("local[2]")
              .setAppName("tests")
              .set("spark.ui.enabled", "false")
              .set("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
              .set("spark.kryo.registrationRequired", "true")
              .set("spark.kryo.registrator", Dl4jKryoRegistrator.class.getName())
              .set("spark.sql.shuffle.partitions", "2");
      JavaSparkContext context = new JavaSparkContext(conf);
      Runtime.getRuntime().addShutdownHook(new Thread(context::close));
      return context;
    }
  }

  /** The context; not to be closed. */
  public static JavaSparkContext context() {
    return Holder.CONTEXT;
  }
}

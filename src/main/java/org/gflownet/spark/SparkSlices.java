package org.gflownet.spark;

import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;
import org.gflownet.train.Execution;

/** A context, which others close, that runs the slices of steps as jobs of one task each. */
final class SparkSlices implements Execution {
  private static final String SHORT_CALL_SITE = "callSite.short";
  private static final String LONG_CALL_SITE = "callSite.long";

  private final JavaSparkContext spark;

  SparkSlices(JavaSparkContext spark) {
    this.spark = spark;
  }

  /**
   * Starts a job.
   *
   * @param description what Spark's pages say of it
   * @param start broadcasts what it needs and starts it
   */
  <T> T named(String description, Supplier<T> start) {
    spark.setJobDescription(description);
    // Spark would walk the stack for these, several times a job.
    spark.setLocalProperty(SHORT_CALL_SITE, "slices");
    spark.setLocalProperty(LONG_CALL_SITE, description);
    try {
      return start.get();
    } finally {
      spark.clearCallSite();
    }
  }

  @Override
  public String describe() {
    return "Spark " + spark.version() + ", master " + spark.master();
  }

  @Override
  public int numExecutors() {
    int withDriver = spark.sc().statusTracker().getExecutorInfos().length;
    return Math.max(1, withDriver - 1);
  }

  @Override
  public void close() {
    // The context is another's.
  }
}

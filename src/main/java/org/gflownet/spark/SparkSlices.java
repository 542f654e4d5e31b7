package org.gflownet.spark;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.gflownet.train.Execution;

/** The slices of a step as partitions of a job, one task each, on a context that others close. */
final class SparkSlices implements Execution {
  private final JavaSparkContext spark;
  private JavaRDD<Object> slices;
  private int numSlices;

  SparkSlices(JavaSparkContext spark) {
    this.spark = spark;
  }

  /** One empty partition per slice; kept, since nothing about it changes from step to step. */
  JavaRDD<Object> empty(int count) {
    if (slices == null || numSlices != count) {
      slices = spark.sc().range(0, count, 1, count).toJavaRDD();
      numSlices = count;
    }
    return slices;
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
    slices = null;
  }
}

package org.gflownet.bench;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.gflownet.spark.GflownetKryoRegistrator;
import org.gflownet.spark.SparkStepExecutor;
import org.gflownet.train.InProcessStepExecutor;
import org.gflownet.train.SliceResult;
import org.gflownet.train.StepExecutor;
import org.gflownet.train.StepRequest;
import org.gflownet.trajectory.Exploration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What Spark costs a step: an empty job beside a step of one trajectory a task, with the same
 * number of tasks on {@code local[2]}, and the same step without Spark, to be subtracted.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class SparkStepBenchmark {
  @Param({"2", "8"})
  private int slices;

  private JavaSparkContext spark;
  private JavaRDD<Object> partitions;
  private GridSetup setup;
  private StepExecutor executor;
  private float[] parameters;
  private long step;

  /** Starts Spark as the scripts set it up. */
  @Setup
  public void start() {
    SparkConf conf =
        new SparkConf()
            .setMaster("local[2]")
            .setAppName("benchmark")
            .set("spark.ui.enabled", "false")
            .set("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
            .set("spark.kryo.registrationRequired", "true")
            .set("spark.kryo.registrator", GflownetKryoRegistrator.class.getName());
    spark = new JavaSparkContext(conf);
    partitions = spark.sc().range(0, slices, 1, slices).toJavaRDD();
    setup = new GridSetup(4, 8);
    executor = new SparkStepExecutor(spark, setup);
    parameters = setup.initialParameters();
  }

  /** Ends Spark. */
  @TearDown
  public void stop() {
    executor.close();
    spark.close();
  }

  /** Tasks that do nothing. */
  @Benchmark
  public List<Object> emptyJob() {
    return partitions.mapPartitions(ignored -> List.<Object>of().iterator()).collect();
  }

  /** One trajectory a task, with what a step sends and gathers. */
  @Benchmark
  public SliceResult step() {
    step++;
    return executor.execute(
        new StepRequest(step, 1, slices, slices, Exploration.NONE, step), parameters);
  }

  /** The same trajectories without Spark, on one thread. */
  @Benchmark
  public SliceResult stepWithoutSpark(Local local) {
    step++;
    return local.executor.execute(
        new StepRequest(step, 1, slices, slices, Exploration.NONE, step), parameters);
  }

  /** The executor without Spark. */
  @State(Scope.Benchmark)
  public static class Local {
    private StepExecutor executor;

    /** Makes it. */
    @Setup
    public void make() {
      executor = new InProcessStepExecutor(new GridSetup(4, 8), 1);
    }
  }
}

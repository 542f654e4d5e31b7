package org.gflownet.spark.dl4j;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.impl.graph.scoring.GraphFeedForwardWithKeyFunction;
import org.gflownet.reward.chem.proxy.ProxyModel;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import scala.Tuple2;

/**
 * Predictions for many molecules with dl4j-spark's distributed inference: the function that {@code
 * SparkComputationGraph.feedForwardWithKey} runs in tasks, over one broadcast of the network for
 * all calls instead of one for each.
 *
 * <p>The network is evaluated in double precision and its output rounded to single. So the order of
 * additions, which is the BLAS's and depends on the batch, shows only where a rounding to double
 * decides one to single, about once in ten million predictions; and they agree with {@link
 * org.gflownet.reward.chem.proxy.ProxyScorer}'s to single precision. Thread-safe.
 */
public final class ProxyInference implements AutoCloseable {
  private static final int BATCH = 256;

  private final JavaSparkContext spark;
  private final ProxyModel model;
  private final Broadcast<INDArray> parameters;
  private final Broadcast<String> configuration;

  /** Inference with a fitted network. */
  public ProxyInference(JavaSparkContext spark, ProxyModel model) {
    this.spark = spark;
    this.model = model;
    ComputationGraph network = ProxyGraphs.forInference(model.network(), model.parameters());
    // Spark closes the arrays that it has broadcast when it forgets them, so this one is its own.
    parameters = spark.broadcast(network.params().dup());
    configuration = spark.broadcast(network.getConfiguration().toJson());
  }

  /**
   * Predictions by key, lazily: to be computed before this is closed. Within a partition in the
   * order of its rows.
   *
   * @param fingerprints features by key, as the model's fingerprint gives them
   */
  public <K> JavaPairRDD<K, Double> predict(JavaPairRDD<K, int[]> fingerprints) {
    int bits = model.fingerprint().bits();
    double mean = model.mean();
    double sd = model.sd();
    return fingerprints
        .mapValues(row -> new INDArray[] {dense(row, bits)})
        .mapPartitionsToPair(
            new GraphFeedForwardWithKeyFunction<K>(parameters, configuration, BATCH))
        .mapValues(output -> mean + sd * (float) output[0].getDouble(0));
  }

  /** Predictions in the order of the molecules, in a number of tasks. */
  public double[] predict(List<int[]> fingerprints, int numTasks) {
    List<Tuple2<Integer, int[]>> keyed = new ArrayList<>();
    for (int i = 0; i < fingerprints.size(); i++) {
      keyed.add(new Tuple2<>(i, fingerprints.get(i)));
    }
    double[] predictions = new double[keyed.size()];
    for (Tuple2<Integer, Double> row : predict(spark.parallelizePairs(keyed, numTasks)).collect()) {
      predictions[row._1()] = row._2();
    }
    return predictions;
  }

  private static INDArray dense(int[] features, int bits) {
    double[] row = new double[bits];
    for (int feature : features) {
      row[feature] += 1.0;
    }
    return Nd4j.createFromArray(row).reshape('c', 1, bits);
  }

  @Override
  public void close() {
    parameters.destroy();
    configuration.destroy();
  }
}

package org.gflownet.spark.dl4j;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.gflownet.reward.chem.proxy.ProxyModel;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import scala.Tuple2;

/**
 * Predictions for many molecules with dl4j-spark's distributed inference ({@code
 * SparkComputationGraph.feedForwardWithKey}).
 *
 * <p>They agree with {@link org.gflownet.reward.chem.proxy.ProxyScorer}'s to single precision, not
 * to the bit: the order of additions is the BLAS's.
 */
public final class ProxyInference {
  private static final int BATCH = 256;

  private final JavaSparkContext spark;
  private final ProxyModel model;

  /** Inference with a fitted network. */
  public ProxyInference(JavaSparkContext spark, ProxyModel model) {
    this.spark = spark;
    this.model = model;
  }

  /**
   * Predictions by key, lazily.
   *
   * @param fingerprints features by key, as the model's fingerprint gives them
   */
  public <K> JavaPairRDD<K, Double> predict(JavaPairRDD<K, int[]> fingerprints) {
    // A network for each: Spark closes the arrays that it has broadcast when it forgets them.
    SparkComputationGraph network =
        new SparkComputationGraph(
            spark, ProxyGraphs.of(model.network(), model.parameters(), 0, 0), null);
    int bits = model.fingerprint().bits();
    double mean = model.mean();
    double sd = model.sd();
    return network
        .feedForwardWithKeySingle(fingerprints.mapValues(row -> dense(row, bits)), BATCH)
        .mapValues(output -> mean + sd * output.getFloat(0));
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
    float[] row = new float[bits];
    for (int feature : features) {
      row[feature] += 1f;
    }
    return Nd4j.createFromArray(row).reshape('c', 1, bits);
  }
}

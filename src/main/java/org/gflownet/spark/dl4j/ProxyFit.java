package org.gflownet.spark.dl4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.gflownet.math.RandomStream;
import org.gflownet.model.Initialization;
import org.gflownet.model.MlpSpec;
import org.gflownet.model.dl4j.FlowGraphs;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Fits a network to targets by the mean squared error: {@code SparkComputationGraph} with parameter
 * averaging. In each round every worker takes {@code averagingFrequency} steps of Adam on
 * minibatches of its own; then parameters and moments are averaged.
 *
 * <p>Which row is in which minibatch of which worker depends on seed and epoch alone, not on the
 * cluster, and averages are added up in the order of workers. So a seed gives the same bits on any
 * number of cores and executors, as far as the BLAS does: on processors of one type.
 *
 * <p>After each epoch the network is judged by its mean squared error on rows that it was not
 * fitted to; the best network so far is the result. Driver only.
 */
public final class ProxyFit {
  private static final int EVALUATION_ROWS = 512;

  /**
   * How to fit.
   *
   * @param epochs largest number of passes over the rows
   * @param patience epochs without a better network after which to stop
   * @param batch rows of a minibatch
   * @param learningRate of Adam
   * @param weightDecay decoupled from the gradient, of weights but not of biases, in units of the
   *     learning rate
   * @param workers among which each round is divided
   * @param averagingFrequency steps of a worker from one average to the next
   * @param seed of first parameters and order of rows
   */
  public record Settings(
      int epochs,
      int patience,
      int batch,
      double learningRate,
      double weightDecay,
      int workers,
      int averagingFrequency,
      long seed) {}

  /** Told after each epoch. */
  @FunctionalInterface
  public interface Progress {
    /**
     * An epoch has ended.
     *
     * @param epoch from 1
     * @param validationError mean squared error on the rows kept for it, of standardised targets
     * @param best whether it is the smallest so far
     * @return whether to go on
     */
    boolean epochEnded(int epoch, double validationError, boolean best);
  }

  /**
   * What came out.
   *
   * @param parameters of the best network
   * @param bestEpoch after which it was taken
   * @param validationError its mean squared error on standardised targets
   * @param epochs that were run
   */
  public record Result(float[] parameters, int bestEpoch, double validationError, int epochs) {}

  private final JavaSparkContext spark;
  private final MlpSpec spec;
  private final Settings settings;

  /** A fit of networks of one shape. */
  public ProxyFit(JavaSparkContext spark, MlpSpec spec, Settings settings) {
    this.spark = spark;
    this.spec = spec;
    this.settings = settings;
  }

  /**
   * Fits.
   *
   * @param training rows to fit to, targets standardised
   * @param validation rows to judge by
   * @throws IllegalStateException if an error is not finite, in one line
   */
  public Result run(FingerprintRows training, FingerprintRows validation, Progress progress) {
    ComputationGraph graph =
        ProxyGraphs.of(
            spec,
            Initialization.HE.parameters(spec, settings.seed()),
            settings.learningRate(),
            settings.weightDecay());
    SparkComputationGraph network =
        new SparkComputationGraph(
            spark,
            graph,
            new OrderedParameterAveraging(
                settings.workers(), settings.batch(), settings.averagingFrequency()));
    Broadcast<FingerprintRows> rows = spark.broadcast(training);
    try {
      return epochs(network, rows, training.numRows(), validation, progress);
    } finally {
      rows.destroy();
    }
  }

  private Result epochs(
      SparkComputationGraph network,
      Broadcast<FingerprintRows> rows,
      int numRows,
      FingerprintRows validation,
      Progress progress) {
    float[] best = null;
    int bestEpoch = 0;
    double bestError = Double.POSITIVE_INFINITY;
    int epoch = 0;
    boolean goOn = true;
    while (goOn && epoch < settings.epochs() && epoch - bestEpoch < settings.patience()) {
      epoch++;
      runEpoch(network, rows, numRows, epoch);
      double error = meanSquaredError(network.getNetwork(), validation);
      if (!Double.isFinite(error)) {
        throw new ProxyDivergedException(epoch, error);
      }
      boolean better = error < bestError;
      if (better) {
        best = FlowGraphs.parameters(network.getNetwork());
        bestEpoch = epoch;
        bestError = error;
      }
      goOn = progress.epochEnded(epoch, error, better);
    }
    return new Result(best, bestEpoch, bestError, epoch);
  }

  private void runEpoch(
      SparkComputationGraph network, Broadcast<FingerprintRows> rows, int numRows, int epoch) {
    List<int[]> batches = minibatches(numRows, epoch);
    int perRound = Math.multiplyExact(settings.workers(), settings.averagingFrequency());
    for (int from = 0; from < batches.size(); from += perRound) {
      List<int[]> round = batches.subList(from, Math.min(batches.size(), from + perRound));
      int workers = Math.min(settings.workers(), round.size());
      JavaRDD<MultiDataSet> data =
          spark
              .parallelize(new ArrayList<>(round), workers)
              .map(batch -> rows.value().minibatch(batch));
      network.fitMultiDataSet(data);
    }
  }

  /** All rows in a random order, in equal parts of at most a minibatch. */
  private List<int[]> minibatches(int numRows, int epoch) {
    int[] order = new RowOrder(settings.seed(), epoch).permutation(numRows);
    int count = (numRows + settings.batch() - 1) / settings.batch();
    List<int[]> batches = new ArrayList<>(count);
    for (int b = 0; b < count; b++) {
      int from = (int) ((long) numRows * b / count);
      int to = (int) ((long) numRows * (b + 1) / count);
      batches.add(Arrays.copyOfRange(order, from, to));
    }
    return batches;
  }

  /** Order of the rows in an epoch. */
  private record RowOrder(long seed, int epoch) {
    int[] permutation(int count) {
      RandomStream random = new RandomStream(RandomStream.derive(seed, "proxy order"), epoch, 0);
      int[] order = new int[count];
      for (int i = 0; i < count; i++) {
        int j = random.nextInt(i + 1);
        order[i] = order[j];
        order[j] = i;
      }
      return order;
    }
  }

  private static double meanSquaredError(ComputationGraph graph, FingerprintRows rows) {
    double sum = 0;
    for (int from = 0; from < rows.numRows(); from += EVALUATION_ROWS) {
      int[] block = range(from, Math.min(rows.numRows(), from + EVALUATION_ROWS));
      float[] outputs = graph.outputSingle(rows.inputs(block)).dup().data().asFloat();
      for (int i = 0; i < block.length; i++) {
        double error = outputs[i] - rows.targets()[block[i]];
        sum += error * error;
      }
    }
    return sum / rows.numRows();
  }

  private static int[] range(int from, int to) {
    int[] range = new int[to - from];
    for (int i = 0; i < range.length; i++) {
      range[i] = from + i;
    }
    return range;
  }
}

package org.gflownet.spark.dl4j;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaRDDLike;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.Repartition;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingResult;
import org.deeplearning4j.spark.impl.paramavg.aggregator.ParameterAveragingAggregationTuple;
import org.deeplearning4j.spark.impl.paramavg.aggregator.ParameterAveragingElementAddFunction;

/**
 * dl4j-spark's parameter averaging with one order of addition, for graphs.
 *
 * <p>The original adds the workers' parameters with {@code treeAggregate}, in the order in which
 * tasks end, so that from three workers on the last bits of a sum change from run to run. Here the
 * workers' results are collected, which keeps the order of partitions, and added up by the original
 * function. All of them pass through the driver's memory once per average.
 */
final class OrderedParameterAveraging extends ParameterAveragingTrainingMaster {

  /**
   * A training master for data that comes a round at a time: as many partitions as there are
   * workers, each element of an RDD a minibatch, at most {@code averagingFrequency} per partition.
   */
  OrderedParameterAveraging(int numWorkers, int batchSize, int averagingFrequency) {
    super(
        new Builder(numWorkers, batchSize)
            .batchSizePerWorker(batchSize)
            .averagingFrequency(averagingFrequency)
            .repartionData(Repartition.Never)
            .rddTrainingApproach(RDDTrainingApproach.Direct)
            .storageLevel(null)
            .workerPrefetchNumBatches(0)
            .saveUpdater(true));
  }

  /** A round's, without a job to count: more would be split into rounds. */
  @Override
  protected <T, R extends JavaRDDLike<T, R>> long getTotalDataSetObjectCount(
      JavaRDDLike<T, R> data) {
    return (long) numWorkers * averagingFrequency;
  }

  @Override
  protected void processResults(
      SparkDl4jMultiLayer unused,
      SparkComputationGraph network,
      JavaRDD<ParameterAveragingTrainingResult> results,
      int splitNum,
      int totalSplits) {
    ParameterAveragingElementAddFunction add = new ParameterAveragingElementAddFunction();
    ParameterAveragingAggregationTuple sum = null;
    for (ParameterAveragingTrainingResult result : results.collect()) {
      sum = sum(add, sum, result);
    }
    ComputationGraph graph = network.getNetwork();
    int count = sum.getAggregationsCount();
    graph.setParams(sum.getParametersSum().divi(count));
    graph.getUpdater().setStateViewArray(sum.getUpdaterStateSum().divi(count));
    network.setScore(sum.getScoreSum() / count);
    graph
        .getConfiguration()
        .setIterationCount(graph.getConfiguration().getIterationCount() + averagingFrequency);
  }

  private static ParameterAveragingAggregationTuple sum(
      ParameterAveragingElementAddFunction add,
      ParameterAveragingAggregationTuple sum,
      ParameterAveragingTrainingResult result) {
    try {
      return add.call(sum, result);
    } catch (Exception e) {
      throw new IllegalStateException("parameters cannot be added", e);
    }
  }
}

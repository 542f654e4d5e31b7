package org.gflownet.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.gflownet.env.hypergrid.GridState;
import org.gflownet.env.hypergrid.HypergridEnvironment;
import org.gflownet.eval.ExactDistribution;
import org.gflownet.eval.ModelLogitSource;
import org.gflownet.math.IntList;
import org.gflownet.model.MlpFlowModel;
import org.gflownet.model.ScalarKernels;
import org.gflownet.testing.GridWorkers;
import org.gflownet.testing.LocalSpark;
import org.junit.jupiter.api.Test;

class SparkLogitSourceSparkTest {

  private static ModelLogitSource<GridState> local(float[] parameters) {
    MlpFlowModel model = new MlpFlowModel(GridWorkers.SPEC, new ScalarKernels());
    model.load(parameters);
    return new ModelLogitSource<>(GridWorkers.grid(), model);
  }

  private static SparkLogitSource.CountedLogits counted(float[] parameters) {
    return (from, to) -> Arrays.copyOf(local(parameters).logits(from, to), count(from, to));
  }

  private static int count(long from, long to) {
    HypergridEnvironment grid = GridWorkers.grid();
    IntList actions = new IntList();
    for (long index = from; index < to; index++) {
      grid.forwardActions(grid.stateAt(index).orElseThrow(), actions);
    }
    return actions.size();
  }

  @Test
  void exactDistributionsHaveTheSameBits() {
    HypergridEnvironment grid = GridWorkers.grid();
    float[] parameters = GridWorkers.parameters(6);
    ExactDistribution expected = ExactDistribution.of(grid, local(parameters));
    for (int chunk : new int[] {1, 2, 7, 25, 1000}) {
      try (SparkLogitSource source =
          new SparkLogitSource(
              LocalSpark.context(), SparkLogitSourceSparkTest::counted, parameters, 25)) {
        ExactDistribution actual = ExactDistribution.of(grid, source, chunk);
        assertThat(actual.probabilities()).containsExactly(expected.probabilities());
        assertThat(actual.logZ()).isEqualTo(expected.logZ());
      }
    }
  }
}

package org.gflownet.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gflownet.baseline.ChainSettings;
import org.gflownet.baseline.ChainWorker;
import org.gflownet.baseline.EditMoves;
import org.gflownet.baseline.InProcessSliceExecutor;
import org.gflownet.baseline.Share;
import org.gflownet.baseline.SliceExecutor;
import org.gflownet.baseline.SliceOutput;
import org.gflownet.baseline.SliceWorker;
import org.gflownet.baseline.TrajectoryWorker;
import org.gflownet.math.Progress;
import org.gflownet.math.Schedule;
import org.gflownet.model.FlowModel;
import org.gflownet.model.MlpFlowModel;
import org.gflownet.model.ScalarKernels;
import org.gflownet.testing.GridWorkers;
import org.gflownet.testing.Grids;
import org.gflownet.testing.LocalSpark;
import org.gflownet.train.ObjectRecorder;
import org.gflownet.train.VisitedRecorder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SparkSliceExecutorSparkTest {
  private static final Share SHARE = new Share(13, 5);

  /** Chains of edits with a network's additions, or trajectories of the network's policy. */
  private record Workers(boolean chains) implements SliceWorker.Factory {
    @Override
    public String key() {
      return "slices " + chains;
    }

    @Override
    public SliceWorker createSlice() {
      FlowModel model = new MlpFlowModel(GridWorkers.SPEC, new ScalarKernels());
      return chains
          ? new ChainWorker<>(
              GridWorkers.grid(),
              Grids.logReward(),
              new EditMoves<>(GridWorkers.grid(), model),
              new ChainSettings(9, SHARE, 7, 3, Schedule.constant(1.5)),
              ObjectRecorder.none())
          : new TrajectoryWorker<>(
              GridWorkers.grid(), Grids.logReward(), model, SHARE, 9, VisitedRecorder.none());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void givesTheBitsOfTheInProcessExecutor(boolean chains) {
    Workers workers = new Workers(chains);
    float[] parameters = GridWorkers.parameters(4);
    List<long[]> states = new ArrayList<>();
    for (int i = 0; i < SHARE.slices(); i++) {
      states.add(new long[0]);
    }
    try (SliceExecutor spark = new SparkSliceExecutor(LocalSpark.context(), workers);
        SliceExecutor one = new InProcessSliceExecutor(workers, 1);
        SliceExecutor three = new InProcessSliceExecutor(workers, 3)) {
      for (long step = 0; step < 3; step++) {
        List<long[]> expected = numbers(one.run(new Progress(step, 0.0), parameters, states));
        assertThat(numbers(three.run(new Progress(step, 0.0), parameters, states)))
            .containsExactlyElementsOf(expected);
        assertThat(numbers(spark.run(new Progress(step, 0.0), parameters, states)))
            .containsExactlyElementsOf(expected);
        if (chains) {
          states = expected.stream().map(SparkSliceExecutorSparkTest::chainsOf).toList();
        }
        parameters[3] += 0.25f;
      }
    }
  }

  private static List<long[]> numbers(List<SliceOutput> outputs) {
    return outputs.stream().map(SliceOutput::numbers).toList();
  }

  /** The first part of what a slice of chains returns is what it goes on from. */
  private static long[] chainsOf(long[] result) {
    return Arrays.copyOfRange(result, 1, 1 + (int) result[0]);
  }

  @Test
  void saysWhatItRunsOn() {
    try (SliceExecutor spark = new SparkSliceExecutor(LocalSpark.context(), new Workers(true))) {
      assertThat(spark.describe()).contains("Spark", "local[2]");
      assertThat(spark.numExecutors()).isEqualTo(1);
    }
  }
}

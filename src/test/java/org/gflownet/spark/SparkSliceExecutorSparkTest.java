package org.gflownet.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gflownet.baseline.ChainSettings;
import org.gflownet.baseline.ChainWorker;
import org.gflownet.baseline.EditMoves;
import org.gflownet.baseline.GeneticMethod;
import org.gflownet.baseline.GeneticSettings;
import org.gflownet.baseline.GeneticWorker;
import org.gflownet.baseline.InProcessSliceExecutor;
import org.gflownet.baseline.Share;
import org.gflownet.baseline.SliceExecutor;
import org.gflownet.baseline.SliceOutput;
import org.gflownet.baseline.SliceWorker;
import org.gflownet.baseline.TrajectoryWorker;
import org.gflownet.env.VariedEnvironment;
import org.gflownet.env.molecule.FragmentEnvironment;
import org.gflownet.env.molecule.FragmentState;
import org.gflownet.env.molecule.FragmentVocabulary;
import org.gflownet.env.molecule.Identity;
import org.gflownet.math.Progress;
import org.gflownet.math.Schedule;
import org.gflownet.model.FlowModel;
import org.gflownet.model.MlpFlowModel;
import org.gflownet.model.ScalarKernels;
import org.gflownet.reward.LogReward;
import org.gflownet.testing.GridWorkers;
import org.gflownet.testing.Grids;
import org.gflownet.testing.LocalSpark;
import org.gflownet.testing.PlainSgd;
import org.gflownet.train.ObjectRecorder;
import org.gflownet.train.TrainingState;
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

  /** Offspring of grids or of molecules. */
  private record Breeders(boolean molecules) implements SliceWorker.Factory {
    static final GeneticSettings SETTINGS = new GeneticSettings(9, SHARE, 20, 2, 0.5, 0.5, 5);

    static VariedEnvironment<FragmentState> fragments() {
      return new FragmentEnvironment(FragmentVocabulary.own(), 2, 6, Identity.CANONICAL);
    }

    VariedEnvironment<?> environment() {
      return molecules ? fragments() : GridWorkers.grid();
    }

    @Override
    public String key() {
      return "breeders " + molecules;
    }

    @Override
    public SliceWorker createSlice() {
      return molecules
          ? new GeneticWorker<>(fragments(), new Stems(), SETTINGS, ObjectRecorder.none())
          : new GeneticWorker<>(
              GridWorkers.grid(), Grids.logReward(), SETTINGS, ObjectRecorder.none());
    }
  }

  /** A reward of open stems. */
  private static final class Stems implements LogReward<FragmentState> {
    @Override
    public void logRewards(List<? extends FragmentState> objects, double[] out) {
      for (int i = 0; i < objects.size(); i++) {
        out[i] = -objects.get(i).numStems() + 0.25 * objects.get(i).numBlocks();
      }
    }

    @Override
    public double lowerBound() {
      return -1e9;
    }
  }

  private static long[] population(SliceExecutor executor, VariedEnvironment<?> environment) {
    GeneticMethod method = new GeneticMethod(environment, Breeders.SETTINGS, executor);
    TrainingState state = new TrainingState(new float[0], new PlainSgd());
    for (int step = 0; step < 8; step++) {
      state.progress(new Progress(step, 0.0));
      method.next(state);
      state.advance(1, SHARE.count(), SHARE.count(), 0.0);
    }
    Map<String, long[]> sections = new HashMap<>();
    method.save(sections);
    return sections.values().iterator().next();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void populationsHaveTheBitsOfTheInProcessExecutor(boolean molecules) {
    Breeders workers = new Breeders(molecules);
    try (SliceExecutor spark = new SparkSliceExecutor(LocalSpark.context(), workers);
        SliceExecutor one = new InProcessSliceExecutor(workers, 1)) {
      assertThat(population(spark, workers.environment()))
          .isEqualTo(population(one, workers.environment()))
          .hasSizeGreaterThan(20 * 2);
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

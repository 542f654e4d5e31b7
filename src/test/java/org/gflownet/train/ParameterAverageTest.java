package org.gflownet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.gflownet.math.Schedule;
import org.gflownet.objective.FlowMatching.Reduction;
import org.gflownet.testing.GridWorkers;
import org.gflownet.testing.PlainSgd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The moving average of the parameters, and training with it and with a warm-up. */
class ParameterAverageTest {
  private static final GridWorkers WORKERS = new GridWorkers("averages", Reduction.MEAN);

  /** What a run ended with, and its parameters after each step or round, those at step 0 first. */
  private record Outcome(TrainingState state, List<float[]> path) {}

  private static Trainer.Settings settings(
      long steps, int slices, Schedule rate, int localSteps, int staleness) {
    return new Trainer.Settings(
        11,
        steps,
        13,
        slices,
        rate,
        0.0,
        Schedule.constant(0.1),
        Schedule.constant(1.0),
        localSteps,
        staleness);
  }

  private static TrainingState fresh(OptionalDouble decay) {
    return new TrainingState(GridWorkers.parameters(1), new PlainSgd(), decay);
  }

  private static Outcome train(
      Trainer.Settings settings, int threads, TrainingState state, long until) {
    List<float[]> path = new ArrayList<>(List.of(state.parameters().clone()));
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void stepDone(TrainingState s, StepReport report, boolean last) {
            path.add(s.parameters().clone());
          }
        };
    try (StepExecutor executor = new InProcessStepExecutor(WORKERS, threads)) {
      new Trainer(settings, executor, WORKERS.objective(), List.of(listener))
          .run(state, () -> state.step() >= until);
    }
    return new Outcome(state, path);
  }

  @Test
  void theFirstUpdatesAreWorkedByHand() {
    ParameterAverage average = new ParameterAverage(0.5, new float[] {8, -1});
    assertThat(average.values()).containsExactly(8, -1);
    // d(0) = 1/10: 0.8 + 16.2.
    average.update(new float[] {18, -1}, 0, 1);
    assertThat(average.values()).containsExactly(17, -1);
    // d(1) = 2/11: 34/11 + 54/11.
    average.update(new float[] {6, -1}, 1, 1);
    assertThat(average.values()).containsExactly(8, -1);
    // d(8) = 9/18 = 1/2, and then the decay itself, which is less than 10/19.
    average.update(new float[] {4, -1}, 8, 1);
    assertThat(average.values()[0]).isEqualTo(6);
    average.update(new float[] {2, -1}, 9, 1);
    assertThat(average.values()[0]).isEqualTo(4);
    // Three updates that led to 12: 4/8 + 12 * 7/8.
    average.update(new float[] {12, -1}, 1_000_000, 3);
    assertThat(average.values()[0]).isEqualTo(11);
    // d(0) d(1) = 1/55.
    average.update(new float[] {121, -1}, 0, 2);
    assertThat(average.values()[0]).isEqualTo((float) (11 / 55.0 + 121 * 54 / 55.0));
    assertThat(average.values()[1]).isEqualTo(-1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -0.5, Double.NaN})
  void aDecayLiesBetweenTheEnds(double decay) {
    assertThatThrownBy(() -> new ParameterAverage(decay, new float[1]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0, 2", "4, 0"})
  void trainingAveragesWhatItPassesThrough(int localSteps, int staleness) {
    double decay = 0.6;
    Trainer.Settings settings = settings(18, 3, Schedule.constant(0.02), localSteps, staleness);
    Outcome plain = train(settings, 1, fresh(OptionalDouble.empty()), 18);
    Outcome averaged = train(settings, 3, fresh(OptionalDouble.of(decay)), 18);
    assertThat(averaged.state().parameters()).containsExactly(plain.state().parameters());
    assertThat(plain.state().averagedParameters()).isEmpty();
    assertThat(plain.state().policyParameters()).isSameAs(plain.state().parameters());

    // 18 steps are 4 rounds of 4 and one of 2.
    int[] updates = localSteps == 0 ? new int[18] : new int[] {4, 4, 4, 4, 2};
    float[] expected = plain.path().get(0).clone();
    int t = 0;
    for (int i = 0; i < updates.length; i++) {
      double kept = 1;
      for (int n = Math.max(1, updates[i]); n > 0; n--, t++) {
        kept *= Math.min(decay, (1.0 + t) / (10.0 + t));
      }
      for (int k = 0; k < expected.length; k++) {
        expected[k] = (float) (kept * expected[k] + (1 - kept) * plain.path().get(i + 1)[k]);
      }
    }
    assertThat(t).isEqualTo(18);
    assertThat(averaged.state().policyParameters())
        .containsExactly(expected)
        .isNotEqualTo(plain.state().parameters());
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 7", "0, 2, 7", "4, 0, 8"})
  void twoHalvesAreOneRun(int localSteps, int staleness, int half) {
    Schedule rate = new Schedule(Schedule.Shape.COSINE, 0.02, 0.001, 18).warmedUpOver(11);
    Trainer.Settings settings = settings(18, 3, rate, localSteps, staleness);
    OptionalDouble decay = OptionalDouble.of(0.9);
    TrainingState whole = train(settings, 1, fresh(decay), 18).state();
    TrainingState first = train(settings, 2, fresh(decay), half).state();
    assertThat(first.step()).isEqualTo(half);
    TrainingState second =
        new TrainingState(GridWorkers.parameters(2), new PlainSgd(), OptionalDouble.of(0.9));
    second.restore(
        first.parameters().clone(),
        first.averagedParameters().map(float[]::clone),
        first.previousParameters(),
        first.updater().state(),
        first.counters());
    train(settings, 1, second, 18);
    assertThat(second.parameters()).containsExactly(whole.parameters());
    assertThat(second.policyParameters()).containsExactly(whole.policyParameters());
  }

  @Test
  void aCheckpointWithoutTheAverageIsRefusedAndChangesNothing() {
    TrainingState state = fresh(OptionalDouble.of(0.9));
    TrainingState.Counters counters = new TrainingState.Counters(3, 3, 3, 3);
    float[] other = GridWorkers.parameters(2);
    assertThatThrownBy(
            () -> state.restore(other, Optional.empty(), List.of(), new float[1], counters))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("train.ema");
    assertThatThrownBy(
            () ->
                state.restore(other, Optional.of(new float[2]), List.of(), new float[1], counters))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got 2");
    assertThat(state.step()).isZero();
    assertThat(state.parameters()).containsExactly(GridWorkers.parameters(1));
    // Where none is kept, one that is there is of no use.
    TrainingState plain = fresh(OptionalDouble.empty());
    plain.restore(other, Optional.of(other), List.of(), new float[1], counters);
    assertThat(plain.averagedParameters()).isEmpty();
  }

  @Test
  void anAverageBeginsWithTheFirstParameters() {
    TrainingState state = fresh(OptionalDouble.of(0.9));
    int last = state.parameters().length - 1;
    state.begin(last, 31.5f);
    float[] expected = GridWorkers.parameters(1);
    expected[last] = 31.5f;
    assertThat(state.parameters()).containsExactly(expected);
    assertThat(state.policyParameters()).containsExactly(expected);
  }

  @Test
  void roundsOfAveragingWarmUpAsStepsDo() {
    Schedule rate = Schedule.constant(0.05).warmedUpOver(9);
    float[] plain =
        train(settings(14, 1, rate, 0, 0), 1, fresh(OptionalDouble.empty()), 14)
            .state()
            .parameters();
    float[] rounds =
        train(settings(14, 1, rate, 5, 0), 1, fresh(OptionalDouble.empty()), 14)
            .state()
            .parameters();
    float[] cold =
        train(settings(14, 1, Schedule.constant(0.05), 0, 0), 1, fresh(OptionalDouble.empty()), 14)
            .state()
            .parameters();
    assertThat(rounds).containsExactly(plain).isNotEqualTo(cold);
  }
}

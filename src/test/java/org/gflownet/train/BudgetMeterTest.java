package org.gflownet.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.gflownet.math.Schedule;
import org.gflownet.math.Schedule.Shape;
import org.gflownet.objective.FlowMatching.Reduction;
import org.gflownet.testing.GridWorkers;
import org.gflownet.testing.PlainSgd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When runs end, and how far schedules take them to be. */
class BudgetMeterTest {
  private static final int BATCH = 13;
  private static final long MANY = 1_000_000;
  private static final GridWorkers WORKERS = new GridWorkers("budget", Reduction.MEAN);

  private static Budget visited(long visited) {
    return new Budget(MANY, OptionalLong.of(visited), OptionalLong.empty(), OptionalDouble.empty());
  }

  private static TrainingState spent(long step, long visited, double seconds) {
    TrainingState state = new TrainingState(new float[1], new PlainSgd());
    state.restore(
        new float[1],
        Optional.empty(),
        List.of(),
        new float[] {0},
        new TrainingState.Counters(step, visited, 0, seconds));
    return state;
  }

  @Test
  void theLimitThatIsNearestCounts() {
    Budget budget =
        new Budget(100, OptionalLong.of(1000), OptionalLong.of(50), OptionalDouble.of(8));
    long[] calls = {0};
    BudgetMeter meter = new BudgetMeter(budget, () -> calls[0], 0);
    assertThat(meter.share(spent(25, 100, 1))).isEqualTo(0.25);
    assertThat(meter.share(spent(25, 500, 1))).isEqualTo(0.5);
    assertThat(meter.share(spent(25, 500, 6))).isEqualTo(0.75);
    calls[0] = 49;
    assertThat(meter.share(spent(25, 500, 6))).isEqualTo(0.98);
    assertThat(meter.isSpent(spent(25, 500, 6))).isFalse();
    calls[0] = 51;
    assertThat(meter.share(spent(25, 500, 6))).isEqualTo(1.0);
    assertThat(meter.isSpent(spent(25, 500, 6))).isTrue();
  }

  private static Trainer.Settings settings(int localSteps, int staleness) {
    return new Trainer.Settings(
        5,
        MANY,
        BATCH,
        3,
        new Schedule(Shape.LINEAR, 0.05, 0.001, Schedule.WHOLE_RUN),
        0,
        new Schedule(Shape.LINEAR, 0.5, 0.0, Schedule.WHOLE_RUN),
        Schedule.constant(1.0),
        localSteps,
        staleness);
  }

  private static BudgetMeter meter(Trainer.Settings settings, Budget budget) {
    return new BudgetMeter(budget, () -> 0, settings.staleness());
  }

  private static TrainingState run(
      Trainer.Settings settings, BudgetMeter meter, TrainingState state, long stopAt) {
    try (StepExecutor executor = new InProcessStepExecutor(WORKERS, 2)) {
      new Trainer(settings, executor, WORKERS.objective(), Replay.none(), meter, List.of())
          .run(state, () -> state.step() >= stopAt);
    }
    return state;
  }

  private static TrainingState begin() {
    return new TrainingState(GridWorkers.parameters(1), new PlainSgd());
  }

  @Test
  void visitsThatSoManyStepsMakeAreThoseSteps() {
    Trainer.Settings settings = settings(0, 0);
    Trainer.Settings ofSteps =
        new Trainer.Settings(
            5,
            20,
            BATCH,
            3,
            settings.learningRate(),
            0,
            settings.epsilon(),
            settings.temperature(),
            0,
            0);
    TrainingState byVisits = run(settings, meter(settings, visited(20 * BATCH)), begin(), MANY);
    TrainingState bySteps = run(ofSteps, BudgetMeter.ofSteps(20), begin(), MANY);
    assertThat(byVisits.step()).isEqualTo(20);
    assertThat(byVisits.parameters()).containsExactly(bySteps.parameters());
  }

  @Test
  void aRunEndsWithTheStepThatReachesTheLimit() {
    Trainer.Settings settings = settings(0, 0);
    TrainingState state = run(settings, meter(settings, visited(20 * BATCH + 1)), begin(), MANY);
    assertThat(state.counters().trajectories()).isEqualTo(21 * BATCH);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 100})
  void theLastRoundOfAveragingIsAsShortAsTheBudgetAsks(int localSteps) {
    Trainer.Settings settings = settings(localSteps, 0);
    TrainingState state = run(settings, meter(settings, visited(20 * BATCH)), begin(), MANY);
    assertThat(state.counters().trajectories()).isEqualTo(20 * BATCH);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0, 1", "0, 3", "4, 0"})
  void halvesAreOneRun(int localSteps, int staleness) {
    Trainer.Settings settings = settings(localSteps, staleness);
    Budget budget = visited(20 * BATCH);
    TrainingState whole = run(settings, meter(settings, budget), begin(), MANY);
    BudgetMeter before = meter(settings, budget);
    TrainingState first = run(settings, before, begin(), 8);
    Map<String, long[]> sections = new HashMap<>();
    before.save(sections);
    assertThat(sections).isNotEmpty();
    TrainingState second = begin();
    second.restore(
        first.parameters(),
        Optional.empty(),
        new ArrayList<>(first.previousParameters()),
        first.updater().state(),
        first.counters());
    BudgetMeter after = meter(settings, budget);
    after.restore(sections);
    run(settings, after, second, MANY);
    assertThat(second.step()).isEqualTo(20).isEqualTo(whole.step());
    assertThat(second.parameters()).containsExactly(whole.parameters());
  }

  @Test
  void stepsAloneLeaveNothingInACheckpoint() {
    Map<String, long[]> sections = new HashMap<>();
    BudgetMeter.ofSteps(9).save(sections);
    assertThat(sections).isEmpty();
  }
}

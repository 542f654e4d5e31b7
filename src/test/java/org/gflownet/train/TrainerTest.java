package org.gflownet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.gflownet.env.hypergrid.GridState;
import org.gflownet.math.Progress;
import org.gflownet.math.Schedule;
import org.gflownet.model.MlpFlowModel;
import org.gflownet.model.ScalarKernels;
import org.gflownet.model.Updater;
import org.gflownet.objective.FlowMatching.Reduction;
import org.gflownet.reward.LogReward;
import org.gflownet.testing.GridWorkers;
import org.gflownet.testing.PlainSgd;
import org.gflownet.trajectory.ActionPaths;
import org.gflownet.trajectory.Exploration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainerTest {
  private static final GridWorkers WORKERS = new GridWorkers("trainer", Reduction.MEAN);

  private static Trainer.Settings settings(long steps, int slices, double lr, double clip) {
    return settings(steps, slices, lr, clip, 0);
  }

  private static Trainer.Settings settings(
      long steps, int slices, double lr, double clip, int localSteps) {
    return settings(steps, slices, lr, clip, localSteps, 0);
  }

  private static Trainer.Settings pipelined(long steps, int slices, int staleness) {
    return settings(steps, slices, 0.02, 0.5, 0, staleness);
  }

  private static Trainer.Settings settings(
      long steps, int slices, double lr, double clip, int localSteps, int staleness) {
    return new Trainer.Settings(
        11,
        steps,
        13,
        slices,
        Schedule.constant(lr),
        clip,
        new Schedule(Schedule.Shape.LINEAR, 0.2, 0.0, 20),
        Schedule.constant(1.0),
        localSteps,
        staleness);
  }

  private static TrainingState train(Trainer.Settings settings, int threads, List<Double> losses) {
    TrainingState state = new TrainingState(GridWorkers.parameters(1), new PlainSgd());
    run(settings, threads, state, losses);
    return state;
  }

  private static void run(
      Trainer.Settings settings, int threads, TrainingState state, List<Double> losses) {
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void stepDone(TrainingState s, StepReport report, boolean last) {
            losses.add(report.loss());
          }
        };
    try (StepExecutor executor = new InProcessStepExecutor(WORKERS, threads)) {
      new Trainer(settings, executor, WORKERS.objective(), List.of(listener))
          .run(state, () -> false);
    }
  }

  @Test
  void theLossFalls() {
    List<Double> losses = new ArrayList<>();
    TrainingState state = train(settings(300, 2, 0.02, 0), 1, losses);
    assertThat(losses).hasSize(300);
    assertThat(losses.get(299)).isLessThan(0.2 * losses.get(0));
    assertThat(state.counters().step()).isEqualTo(300);
    assertThat(state.counters().trajectories()).isEqualTo(300 * 13);
    assertThat(state.counters().transitions()).isGreaterThanOrEqualTo(300 * 13);
    assertThat(state.counters().seconds()).isPositive();
  }

  @Test
  void threadsDoNotChangeTheBits() {
    TrainingState one = train(settings(25, 5, 0.02, 0), 1, new ArrayList<>());
    TrainingState three = train(settings(25, 5, 0.02, 0), 3, new ArrayList<>());
    assertThat(three.parameters()).containsExactly(one.parameters());
  }

  @Test
  void twoHalvesAreOneRun() {
    TrainingState whole = train(settings(20, 3, 0.02, 0), 1, new ArrayList<>());
    TrainingState first = train(settings(8, 3, 0.02, 0), 1, new ArrayList<>());
    TrainingState second = new TrainingState(GridWorkers.parameters(2), new PlainSgd());
    second.restore(
        first.parameters(), Optional.empty(), List.of(), first.updater().state(), first.counters());
    run(settings(20, 3, 0.02, 0), 1, second, new ArrayList<>());
    assertThat(second.parameters()).containsExactly(whole.parameters());
    assertThat(second.updater().state()).containsExactly(20f);
    assertThat(second.counters().transitions()).isEqualTo(whole.counters().transitions());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void pipelinedStepsUseParametersOfExactlyTheirAge(int staleness) {
    Trainer.Settings settings = pipelined(9, 2, staleness);
    List<float[]> theta = new ArrayList<>(List.of(GridWorkers.parameters(1)));
    PlainSgd sgd = new PlainSgd();
    OptimizerStep update = new OptimizerStep(WORKERS.objective(), theta.get(0).length, null);
    for (int t = 0; t < 9; t++) {
      try (StepExecutor executor = new InProcessStepExecutor(WORKERS, 1)) {
        float[] stale = theta.get(Math.max(0, t - staleness));
        float[] next = theta.get(t).clone();
        SliceResult result = executor.execute(settings.request(new Progress(t, t / 9.0), t), stale);
        update.apply(result.gradient(), next, sgd, settings, new Progress(t, t / 9.0));
        theta.add(next);
      }
    }
    for (int threads : new int[] {1, 3}) {
      TrainingState state = train(settings, threads, new ArrayList<>());
      assertThat(state.parameters()).containsExactly(theta.get(9));
      assertThat(state.previousParameters()).hasSize(staleness);
      assertThat(state.previousParameters().get(0)).containsExactly(theta.get(8));
      assertThat(state.counters().trajectories()).isEqualTo(9 * 13);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 2", "8, 2", "2, 3", "9, 1"})
  void pipelinedHalvesAreOneRun(int firstHalf, int staleness) {
    TrainingState whole = train(pipelined(20, 3, staleness), 2, new ArrayList<>());
    TrainingState first = new TrainingState(GridWorkers.parameters(1), new PlainSgd());
    try (StepExecutor executor = new InProcessStepExecutor(WORKERS, 2)) {
      new Trainer(pipelined(20, 3, staleness), executor, WORKERS.objective(), List.of())
          .run(first, () -> first.step() == firstHalf);
    }
    assertThat(first.step()).isEqualTo(firstHalf);
    TrainingState second = new TrainingState(GridWorkers.parameters(2), new PlainSgd());
    second.restore(
        first.parameters().clone(),
        Optional.empty(),
        first.previousParameters(),
        first.updater().state(),
        first.counters());
    run(pipelined(20, 3, staleness), 1, second, new ArrayList<>());
    assertThat(second.parameters()).containsExactly(whole.parameters());
  }

  @Test
  void pipelinedStepsNeedTheirEarlierParameters() {
    TrainingState state = train(settings(8, 3, 0.02, 0), 1, new ArrayList<>());
    assertThatThrownBy(() -> run(pipelined(20, 3, 2), 1, state, new ArrayList<>()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("train.staleness = 2")
        .hasMessageContaining("from step 8");
  }

  @Test
  void pipelinedTrainingLearns() {
    List<Double> losses = new ArrayList<>();
    train(settings(300, 2, 0.02, 0, 0, 2), 2, losses);
    assertThat(losses.get(299)).isLessThan(0.2 * losses.get(0));
  }

  @Test
  void averagingWithOneSliceIsPlainTraining() {
    TrainingState plain = train(settings(23, 1, 0.02, 0.5), 1, new ArrayList<>());
    for (int localSteps : new int[] {1, 5, 23, 100}) {
      List<Double> losses = new ArrayList<>();
      TrainingState averaged = train(settings(23, 1, 0.02, 0.5, localSteps), 1, losses);
      assertThat(averaged.parameters()).containsExactly(plain.parameters());
      assertThat(averaged.updater().state()).containsExactly(plain.updater().state());
      assertThat(averaged.counters().transitions()).isEqualTo(plain.counters().transitions());
      assertThat(averaged.counters().trajectories()).isEqualTo(23 * 13);
      assertThat(losses).hasSize((23 + localSteps - 1) / localSteps);
    }
  }

  @Test
  void averagingTakesTheMeanOverSlices() {
    TrainingState both = train(settings(6, 2, 0.02, 0, 6), 2, new ArrayList<>());
    float[] start = GridWorkers.parameters(1);
    RoundRequest round = new RoundRequest(Progress.START, 6, settings(6, 2, 0.02, 0, 6));
    RolloutWorker<?> worker = WORKERS.create();
    float[] left = worker.runRound(round, 0, start, new float[] {0f}).parameters();
    float[] right = worker.runRound(round, 1, start, new float[] {0f}).parameters();
    assertThat(left).isNotEqualTo(right);
    for (int i = 0; i < start.length; i++) {
      assertThat(both.parameters()[i]).isEqualTo((left[i] + right[i]) / 2);
    }
    assertThat(both.updater().state()).containsExactly(6f);
  }

  @Test
  void averagingLearns() {
    List<Double> losses = new ArrayList<>();
    train(settings(300, 3, 0.02, 0, 10), 2, losses);
    assertThat(losses).hasSize(30);
    assertThat(losses.get(29)).isLessThan(0.3 * losses.get(0));
  }

  @Test
  void aRoundThatDivergesStopsTheRun() {
    TrainingState state = new TrainingState(GridWorkers.parameters(1), new PlainSgd());
    assertThatThrownBy(() -> run(settings(9, 2, 1e38, 0, 3), 1, state, new ArrayList<>()))
        .isInstanceOf(TrainingDivergedException.class)
        .hasMessageContaining("slice 0");
    assertThat(state.parameters()).containsExactly(GridWorkers.parameters(1));
  }

  @Test
  void clippingBoundsTheStep() {
    float[] start = GridWorkers.parameters(1);
    double norm = 0;
    float[] moved = train(settings(1, 1, 1.0, 0.01), 1, new ArrayList<>()).parameters();
    for (int i = 0; i < start.length; i++) {
      norm += (moved[i] - start[i]) * (moved[i] - start[i]);
    }
    assertThat(Math.sqrt(norm)).isCloseTo(0.01, within(1e-4));
  }

  @Test
  void stopsBetweenStepsWhenAsked() {
    TrainingState state = new TrainingState(GridWorkers.parameters(1), new PlainSgd());
    List<Boolean> completed = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void stopped(TrainingState s, boolean reachedTheEnd) {
            completed.add(reachedTheEnd);
          }
        };
    try (StepExecutor executor = new InProcessStepExecutor(WORKERS, 1)) {
      Trainer trainer =
          new Trainer(settings(50, 2, 0.02, 0), executor, WORKERS.objective(), List.of(listener));
      assertThat(trainer.run(state, () -> state.step() == 7)).isFalse();
    }
    assertThat(state.step()).isEqualTo(7);
    assertThat(completed).containsExactly(false);
  }

  @Test
  void divergenceStopsTheRunAndKeepsTheParameters() {
    TrainingState state = new TrainingState(GridWorkers.parameters(1), new PlainSgd());
    state.parameters()[state.parameters().length - 1] = Float.NaN;
    float[] before = state.parameters().clone();
    assertThatThrownBy(() -> run(settings(3, 2, 0.1, 0), 1, state, new ArrayList<>()))
        .isInstanceOf(TrainingDivergedException.class)
        .hasMessageContaining("step 0")
        .hasMessageContaining("slice 0")
        .hasMessageContaining("seed 11");
    assertThat(state.parameters()).containsExactly(before);
    assertThat(state.step()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void anUpdateThatOverflowsIsADivergenceAndIsUndone(int staleness) {
    Trainer.Settings settings = settings(9, 2, 0.02, 0, 0, staleness);
    TrainingState state =
        new TrainingState(GridWorkers.parameters(1), new Overflowing(new PlainSgd(), 4));
    assertThatThrownBy(() -> run(settings, 1, state, new ArrayList<>()))
        .isInstanceOf(TrainingDivergedException.class)
        .hasMessageContaining("step 4, merged over all slices");
    assertThat(state.step()).isEqualTo(4);
    TrainingState good = new TrainingState(GridWorkers.parameters(1), new PlainSgd());
    try (StepExecutor executor = new InProcessStepExecutor(WORKERS, 1)) {
      new Trainer(settings, executor, WORKERS.objective(), List.of())
          .run(good, () -> good.step() == state.step());
    }
    assertThat(state.parameters()).containsExactly(good.parameters());
    assertThat(state.updater().state()).containsExactly(4f);
    assertThat(state.previousParameters()).hasSameSizeAs(good.previousParameters());
    for (int i = 0; i < state.previousParameters().size(); i++) {
      assertThat(state.previousParameters().get(i))
          .containsExactly(good.previousParameters().get(i));
    }
  }

  /** Plain gradient descent with one rate that is too large. */
  private record Overflowing(PlainSgd sgd, long at) implements Updater {
    @Override
    public void update(float[] parameters, float[] gradient, double learningRate, long step) {
      sgd.update(parameters, gradient, step == at ? 1e300 : learningRate, step);
    }

    @Override
    public float[] state() {
      return sgd.state();
    }

    @Override
    public void restore(float[] state) {
      sgd.restore(state);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aMeanOfSlicesThatOverflowsIsADivergence(boolean parametersOverflow) {
    TrainingState state = new TrainingState(GridWorkers.parameters(1), new PlainSgd());
    try (StepExecutor real = new InProcessStepExecutor(WORKERS, 1)) {
      StepExecutor overflowing = new OverflowingRound(real, parametersOverflow);
      Trainer trainer =
          new Trainer(settings(9, 2, 0.02, 0, 3), overflowing, WORKERS.objective(), List.of());
      assertThatThrownBy(() -> trainer.run(state, () -> false))
          .isInstanceOf(TrainingDivergedException.class);
    }
    assertThat(state.parameters()).containsExactly(GridWorkers.parameters(1));
    assertThat(state.updater().state()).containsExactly(0f);
  }

  /** Slices that are finite but whose sum is not. */
  private record OverflowingRound(StepExecutor real, boolean inParameters) implements StepExecutor {
    @Override
    public Pending<SliceResult> start(
        StepRequest request, float[] parameters, List<ActionPaths> drawn) {
      return real.start(request, parameters, drawn);
    }

    @Override
    public RoundResult executeRound(
        RoundRequest request, float[] parameters, float[] updaterState) {
      RoundResult round = real.executeRound(request, parameters, updaterState);
      (inParameters ? round.parameters() : round.updaterState())[0] = Float.POSITIVE_INFINITY;
      return round;
    }

    @Override
    public String describe() {
      return real.describe();
    }

    @Override
    public int numExecutors() {
      return real.numExecutors();
    }

    @Override
    public void close() {
      real.close();
    }
  }

  /** Workers whose reward fails in a way that is no divergence. */
  private record FailingWorkers(Supplier<RuntimeException> failure)
      implements RolloutWorker.Factory {
    @Override
    public String key() {
      return "failing";
    }

    @Override
    public RolloutWorker<?> create() {
      return new RolloutWorker<>(
          GridWorkers.grid(),
          new LogReward<GridState>() {
            @Override
            public void logRewards(List<? extends GridState> objects, double[] out) {
              throw failure.get();
            }

            @Override
            public double lowerBound() {
              return 0.0;
            }
          },
          new MlpFlowModel(GridWorkers.SPEC, new ScalarKernels()),
          WORKERS.objective(),
          PlainSgd::new);
    }
  }

  /** The real thing: arrays until no other fits. */
  private static RuntimeException tooLarge() {
    Object held = null;
    while (true) {
      held = new Object[] {held, new long[Integer.MAX_VALUE - 8]};
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "2, 0", "1, 3"})
  void aSliceThatRunsOutOfMemorySaysSo(int threads, int localSteps) {
    FailingWorkers failing = new FailingWorkers(TrainerTest::tooLarge);
    TrainingState state = new TrainingState(GridWorkers.parameters(1), new PlainSgd());
    try (StepExecutor executor = new InProcessStepExecutor(failing, threads)) {
      Trainer trainer =
          new Trainer(settings(3, 2, 0.1, 0, localSteps), executor, WORKERS.objective(), List.of());
      assertThatThrownBy(() -> trainer.run(state, () -> false))
          .isInstanceOf(TaskMemoryException.class)
          .hasMessageMatching(
              "a task ran out of memory \\(Java heap space\\) in a process with a heap of \\d+"
                  + " MiB");
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "2, 0", "1, 3"})
  void otherArithmeticThanThatOfLogitsIsNoDivergence(int threads, int localSteps) {
    FailingWorkers failing = new FailingWorkers(() -> new ArithmeticException("integer overflow"));
    TrainingState state = new TrainingState(GridWorkers.parameters(1), new PlainSgd());
    try (StepExecutor executor = new InProcessStepExecutor(failing, threads)) {
      Trainer trainer =
          new Trainer(settings(3, 2, 0.1, 0, localSteps), executor, WORKERS.objective(), List.of());
      assertThatThrownBy(() -> trainer.run(state, () -> false))
          .isInstanceOf(ArithmeticException.class)
          .hasMessage("integer overflow");
    }
  }

  @Test
  void theGradientOfAStepAgreesWithFiniteDifferences() {
    try (StepExecutor executor = new InProcessStepExecutor(WORKERS, 1)) {
      DirectionalDerivative.check(executor, WORKERS.objective(), GridWorkers.parameters(3));
    }
  }

  @Test
  void workersLoadParametersOnlyWhenTheyChange() {
    float[] parameters = GridWorkers.parameters(1);
    StepRequest request = new StepRequest(0, 5, 4, 2, Exploration.NONE, 9);
    try (StepExecutor executor = new InProcessStepExecutor(WORKERS, 1)) {
      double first = executor.execute(request, parameters).gradient().loss(0);
      float[] others = GridWorkers.parameters(2);
      assertThat(executor.execute(request, others).gradient().loss(0)).isEqualTo(first);
      StepRequest newer = new StepRequest(0, 5, 4, 2, Exploration.NONE, 10);
      assertThat(executor.execute(newer, others).gradient().loss(0)).isNotEqualTo(first);
    }
  }
}

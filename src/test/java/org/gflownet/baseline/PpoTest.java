package org.gflownet.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.gflownet.baseline.PpoSettings.Advantage;
import org.gflownet.env.hypergrid.GridState;
import org.gflownet.env.hypergrid.HypergridEnvironment;
import org.gflownet.math.Progress;
import org.gflownet.math.RandomStream;
import org.gflownet.math.Schedule;
import org.gflownet.model.Activation;
import org.gflownet.model.FlowModel;
import org.gflownet.model.Initialization;
import org.gflownet.model.MlpFlowModel;
import org.gflownet.model.MlpSpec;
import org.gflownet.model.ScalarKernels;
import org.gflownet.testing.GridWorkers;
import org.gflownet.testing.Grids;
import org.gflownet.testing.PlainSgd;
import org.gflownet.train.TrainingState;
import org.gflownet.train.VisitedRecorder;
import org.gflownet.trajectory.Trajectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PpoTest {
  private static final MlpSpec SPEC = new MlpSpec(10, List.of(12, 9), 4, Activation.TANH);
  private static final int VALUE_UNIT = 3;

  /** Workers for 64 trajectories in 3 slices. */
  private record Workers() implements SliceWorker.Factory {
    @Override
    public String key() {
      return "ppo";
    }

    @Override
    public SliceWorker createSlice() {
      return new TrajectoryWorker<>(
          GridWorkers.grid(),
          Grids.logReward(),
          model(),
          new Share(64, 3),
          11,
          VisitedRecorder.none());
    }
  }

  private static FlowModel model() {
    return new MlpFlowModel(SPEC, new ScalarKernels());
  }

  private static PpoMethod<GridState> method(
      Advantage advantage, PpoLoss loss, double rate, SliceExecutor executor) {
    return new PpoMethod<>(
        GridWorkers.grid(),
        model(),
        VALUE_UNIT,
        new PpoSettings(
            11, new Share(64, 3), 32, 16, advantage, loss, Schedule.constant(rate), 10.0),
        executor);
  }

  /** Two actions of equal probability, twice as probable as before. */
  @Test
  void aLossByHand() {
    float[] outputs = {0f, 0f, 3f};
    double[] derivative = new double[3];
    PpoLoss loss = new PpoLoss(0.2, 0.5, 0.1);
    double half = Math.log(0.5);
    PpoLoss.Sample good = new PpoLoss.Sample(Math.log(0.25), 2.0, 5.0);
    // The ratio 2 is clipped to 1.2: -1.2 * 2 + 0.5 * (5 - 3)^2 - 0.1 * log 2.
    assertThat(loss.evaluate(outputs, 0, 2, 0, good, 1.0, derivative))
        .isCloseTo(-2.4 + 2.0 + 0.1 * half, within(1e-12));
    assertThat(derivative).containsExactly(new double[] {0.0, 0.0, -2.0}, within(1e-12));
    PpoLoss.Sample bad = new PpoLoss.Sample(Math.log(0.25), -2.0, 5.0);
    // For the worse the ratio counts in full: 2 * 2, with slope 2 * 2 * (1 - 1/2).
    assertThat(loss.evaluate(outputs, 0, 2, 0, bad, 1.0, derivative))
        .isCloseTo(4.0 + 2.0 + 0.1 * half, within(1e-12));
    assertThat(derivative).containsExactly(new double[] {2.0, -2.0, -2.0}, within(1e-12));
  }

  @Test
  void theDerivativeIsThatOfCentralDifferences() {
    RandomStream random = new RandomStream(4, 0, 0);
    PpoLoss loss = new PpoLoss(0.2, 0.7, 0.3);
    int clipped = 0;
    for (int trial = 0; trial < 300; trial++) {
      float[] outputs = Grids.latticeLogits(6, trial);
      int chosen = random.nextInt(5);
      PpoLoss.Sample sample =
          new PpoLoss.Sample(
              -3 * random.nextDouble(), 4 * random.nextDouble() - 2, 3 * random.nextDouble());
      double[] derivative = new double[6];
      loss.evaluate(outputs, 0, 5, chosen, sample, 1.0, derivative);
      boolean inactive = true;
      for (int i = 0; i < 6; i++) {
        double numeric = centralDifference(loss, outputs, i, chosen, sample);
        assertThat(derivative[i]).isCloseTo(numeric, within(1e-4 * (1 + Math.abs(numeric))));
      }
      double[] surrogateOnly = new double[6];
      new PpoLoss(0.2, 0.0, 0.0).evaluate(outputs, 0, 5, chosen, sample, 1.0, surrogateOnly);
      for (double d : surrogateOnly) {
        inactive &= d == 0.0;
      }
      clipped += inactive ? 1 : 0;
    }
    assertThat(clipped).isBetween(30, 270);
  }

  /** Steps of 1/1024 are exact in single precision on the lattice of the logits. */
  private static double centralDifference(
      PpoLoss loss, float[] outputs, int i, int chosen, PpoLoss.Sample sample) {
    double step = 1.0 / 1024;
    double[] at = new double[5];
    for (int k = -2; k <= 2; k++) {
      float[] moved = outputs.clone();
      moved[i] += (float) (k * step);
      at[k + 2] = loss.evaluate(moved, 0, 5, chosen, sample, 1.0, new double[6]);
    }
    return (at[0] - 8 * at[1] + 8 * at[3] - at[4]) / (12 * step);
  }

  @ParameterizedTest
  @EnumSource(Advantage.class)
  void theGradientThroughTheNetworkIsThatOfDifferences(Advantage advantage) {
    HypergridEnvironment grid = GridWorkers.grid();
    float[] old = Initialization.XAVIER.parameters(SPEC, 8);
    SliceWorker worker = new Workers().createSlice();
    List<Trajectory<GridState>> trajectories =
        Rollout.read(grid, List.of(worker.run(new Progress(0, 0.0), 0, old, new long[0])));
    // The clip leaves no kink between the points of the difference.
    PpoMethod<GridState> method = method(advantage, new PpoLoss(0.9, 0.5, 0.2), 0.1, null);
    List<PpoMethod.Choice<GridState>> choices = method.drawn(trajectories, 0).subList(0, 48);
    List<PpoLoss.Sample> samples = method.judge(old, choices);
    float[] parameters = old.clone();
    float[] bend = Grids.latticeLogits(parameters.length, 2);
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] += 0.02f * bend[i];
    }
    float[] gradient = new float[parameters.length];
    method.loss(parameters, choices, samples, gradient);
    double norm = 0.0;
    for (float g : gradient) {
      norm += (double) g * g;
    }
    norm = Math.sqrt(norm);
    double[] at = new double[5];
    for (int k = -2; k <= 2; k++) {
      float[] moved = parameters.clone();
      for (int i = 0; i < moved.length; i++) {
        moved[i] += (float) (k * 5e-3 * gradient[i] / norm);
      }
      at[k + 2] = method.loss(moved, choices, samples, new float[moved.length]);
    }
    double numeric = (at[0] - 8 * at[1] + 8 * at[3] - at[4]) / (12 * 5e-3);
    assertThat(norm).isGreaterThan(0.1);
    assertThat(numeric).isCloseTo(norm, within(2e-3 * norm));
  }

  @Test
  void advantagesAreWhatTheySay() {
    HypergridEnvironment grid = GridWorkers.grid();
    float[] parameters = Initialization.XAVIER.parameters(SPEC, 8);
    SliceWorker worker = new Workers().createSlice();
    List<Trajectory<GridState>> trajectories =
        Rollout.read(grid, List.of(worker.run(new Progress(0, 0.0), 1, parameters, new long[0])));
    PpoLoss loss = new PpoLoss(0.2, 0.5, 0.1);
    PpoMethod<GridState> byReturn = method(Advantage.RETURN, loss, 0.1, null);
    PpoMethod<GridState> byDifference = method(Advantage.DIFFERENCE, loss, 0.1, null);
    Trajectory<GridState> trajectory =
        trajectories.stream().filter(t -> t.numTransitions() > 2).findFirst().orElseThrow();
    int length = trajectory.numTransitions();
    double sum = 0.0;
    double gain = Math.exp(trajectory.logReward());
    for (int t = 0; t < length; t++) {
      List<PpoMethod.Choice<GridState>> choice = List.of(new PpoMethod.Choice<>(trajectory, t));
      sum += byDifference.judge(parameters, choice).get(0).advantage();
      assertThat(byReturn.judge(parameters, choice).get(0).gain()).isCloseTo(gain, within(1e-9));
    }
    // The differences add up to the return less the value of s0.
    List<PpoMethod.Choice<GridState>> first = List.of(new PpoMethod.Choice<>(trajectory, 0));
    assertThat(byReturn.judge(parameters, first).get(0).advantage()).isCloseTo(sum, within(1e-5));
  }

  @ParameterizedTest
  @CsvSource({"RETURN", "DIFFERENCE"})
  void theMeanRewardRises(Advantage advantage) {
    try (SliceExecutor executor = new InProcessSliceExecutor(new Workers(), 2)) {
      PpoMethod<GridState> method = method(advantage, new PpoLoss(0.2, 0.05, 0.1), 0.01, executor);
      TrainingState state =
          new TrainingState(Initialization.UNIFORM.parameters(SPEC, 3), new PlainSgd());
      double before = meanReward(method.next(state));
      state.advance(1, 0, 0, 0);
      double after = 0;
      for (int i = 0; i < 60; i++) {
        after = meanReward(method.next(state));
        state.advance(1, 0, 0, 0);
      }
      // The best cell is worth 49, all of them together 17 on average.
      assertThat(before).isLessThan(15);
      assertThat(after).isGreaterThan(30);
    }
  }

  private static double meanReward(Method.Round round) {
    return Arrays.stream(round.samples().logRewards()).map(Math::exp).average().orElseThrow();
  }

  @Test
  void threeThreadsGiveTheBitsOfOne() {
    float[][] results = new float[2][];
    for (int i = 0; i < 2; i++) {
      try (SliceExecutor executor = new InProcessSliceExecutor(new Workers(), 1 + 2 * i)) {
        PpoMethod<GridState> method =
            method(Advantage.RETURN, new PpoLoss(0.2, 0.05, 0.1), 0.01, executor);
        TrainingState state =
            new TrainingState(Initialization.UNIFORM.parameters(SPEC, 3), new PlainSgd());
        for (int step = 0; step < 4; step++) {
          method.next(state);
          state.advance(1, 0, 0, 0);
        }
        results[i] = state.parameters();
      }
    }
    assertThat(results[1]).containsExactly(results[0]);
  }
}

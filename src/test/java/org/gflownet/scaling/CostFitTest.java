package org.gflownet.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gflownet.scaling.Clusters.COSTS;
import static org.gflownet.scaling.Clusters.uniform;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.gflownet.math.RandomStream;
import org.junit.jupiter.api.Test;

class CostFitTest {
  private static final SyncMode GRADIENT = SyncMode.gradient();

  /** Runs that differ in everything, timed by the simulator. */
  private static List<Measurement> varied(double noise) {
    List<Measurement> runs = new ArrayList<>();
    RandomStream random = new RandomStream(3, 0, 0);
    for (int executors : new int[] {1, 2, 4}) {
      for (int slicesPerExecutor : new int[] {1, 4, 16}) {
        for (int perSlice : new int[] {1, 32, 512}) {
          for (long parameters : new long[] {2_000, 71_000, 2_000_000}) {
            for (String mode : new String[] {"gradient", "averaging:8"}) {
              int slices = executors * slicesPerExecutor;
              Workload workload =
                  Clusters.grid(parameters, slices * perSlice, slices, TaskShare.SLICES);
              SyncMode sync = SyncMode.parse(mode);
              double error = 1 + noise * (2 * random.nextDouble() - 1);
              double seconds =
                  Clusters.simulate(COSTS, uniform(executors, 1), workload, sync, 1)
                      .secondsPerStep();
              runs.add(new Measurement(uniform(executors, 1), workload, sync, seconds * error));
            }
          }
        }
      }
    }
    return runs;
  }

  @Test
  void knownConstantsComeBackFromAnotherStart() {
    StepCostModel start =
        COSTS
            .with(Constant.JOB, 0.1)
            .with(Constant.TASK, 0.01)
            .with(Constant.TRANSITION, 1e-4)
            .with(Constant.CALL, 1e-5)
            .with(Constant.BYTE, 1e-8)
            .with(Constant.MERGE, 1e-8)
            .with(Constant.UPDATE, 1e-8);
    CostFit.Result result = CostFit.fit(varied(0), start);
    assertThat(result.fitted())
        .containsExactlyInAnyOrderElementsOf(EnumSet.range(Constant.JOB, Constant.UPDATE));
    for (Constant constant : Constant.values()) {
      double expected = COSTS.value(constant);
      assertThat(result.model().value(constant))
          .as(constant.key())
          .isEqualTo(expected, within(1e-6 * expected));
    }
  }

  @Test
  void noisyRunsGiveTheConstantsThatMatter() {
    // What whole runs cannot tell is known.
    StepCostModel start =
        StepCostModel.standard().with(Constant.EXECUTOR, 0).with(Constant.COPY, 0);
    CostFit.Result result = CostFit.fit(varied(0.03), start);
    for (Constant constant :
        List.of(Constant.JOB, Constant.TRANSITION, Constant.CALL, Constant.BYTE)) {
      double expected = COSTS.value(constant);
      assertThat(result.model().value(constant))
          .as(constant.key())
          .isEqualTo(expected, within(0.1 * expected));
    }
    for (Measurement run : varied(0)) {
      assertThat(run.predictedSeconds(result.model()))
          .isEqualTo(run.secondsPerStep(), within(0.05 * run.secondsPerStep()));
    }
  }

  @Test
  void whatTheRunsCannotTellApartKeepsItsValue() {
    List<Measurement> runs = new ArrayList<>();
    for (int perSlice : new int[] {16, 64, 256}) {
      Workload workload = Clusters.grid(perSlice, 1);
      double seconds = StepEquation.seconds(COSTS, uniform(1, 1), workload, GRADIENT);
      runs.add(new Measurement(uniform(1, 1), workload, GRADIENT, seconds));
    }
    CostFit.Result result = CostFit.fit(runs, COSTS.with(Constant.JOB, 0.5));
    assertThat(result.fitted()).containsExactlyInAnyOrder(Constant.TRANSITION, Constant.JOB);
    assertThat(result.model().value(Constant.TRANSITION)).isEqualTo(1e-5, within(1e-11));
    assertThat(result.model().value(Constant.JOB)).isEqualTo(0.01, within(1e-8));
    assertThat(result.model().value(Constant.BYTE)).isEqualTo(COSTS.value(Constant.BYTE));
  }

  @Test
  void whatIsHeldKeepsItsValueAndTheOthersAreFittedAroundIt() {
    CostFit.Result right = CostFit.fit(varied(0), COSTS, Set.of(Constant.MERGE, Constant.TASK));
    assertThat(right.fitted()).doesNotContain(Constant.MERGE, Constant.TASK).hasSize(5);
    double expected = COSTS.value(Constant.BYTE);
    assertThat(right.model().value(Constant.BYTE)).isEqualTo(expected, within(1e-6 * expected));
    StepCostModel wrong = COSTS.with(Constant.JOB, 3 * COSTS.value(Constant.JOB));
    CostFit.Result off = CostFit.fit(varied(0), wrong, Set.of(Constant.JOB));
    assertThat(off.model().value(Constant.JOB)).isEqualTo(wrong.value(Constant.JOB));
  }

  @Test
  void pipelinedRunsAreCheckedButNotFitted() {
    Workload workload = Clusters.grid(64, 1);
    Measurement pipelined =
        new Measurement(uniform(1, 1), workload, SyncMode.parse("pipelined:2"), 0.02);
    assertThat(pipelined.predictedSeconds(COSTS)).isBetween(0.005, 0.05);
    assertThatThrownBy(() -> CostFit.fit(List.of(pipelined, pipelined), COSTS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 2 runs with gradient or averaging, not 0");
  }

  @Test
  void freeTransitionsAreRefused() {
    List<Measurement> runs = new ArrayList<>();
    for (int batch : new int[] {16, 64, 256}) {
      runs.add(new Measurement(uniform(1, 1), Clusters.grid(batch, 1), GRADIENT, 1.0 / batch));
    }
    assertThatThrownBy(() -> CostFit.fit(runs, COSTS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("measure larger batches");
  }
}

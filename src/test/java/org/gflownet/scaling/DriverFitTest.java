package org.gflownet.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DriverFitTest {
  private static final double JOB = 2e-3;
  private static final double EXECUTOR = 1e-4;
  private static final double TASK = 3e-4;
  private static final double BYTE = 1.5e-9;
  private static final double COPY = 0.4e-9;
  private static final double STAGE = 8e-3;
  private static final double MERGE = StepCostModel.standard().value(Constant.MERGE);

  /** A cell that costs what the constants above say. */
  private static DriverRun run(int executors, int tasks, long floats) {
    return run(executors, tasks, floats, "driver", 1);
  }

  private static DriverRun run(
      int executors, int tasks, long floats, String gather, double factor) {
    boolean isSharded = gather.equals("shards");
    int pieces = isSharded ? (int) Math.max(1, Math.min(tasks, floats / 65_536)) : 0;
    double in = isSharded ? 4.0 * floats + 2000 * tasks : tasks * (4.0 * floats + 2000);
    double out = executors * 4.0 * floats;
    double merged = isSharded ? 0 : tasks - 1;
    double seconds =
        JOB
            + executors * EXECUTOR
            + (tasks + pieces) * TASK
            + (in + 4.0 * floats) * BYTE
            + out * COPY
            + merged * floats * MERGE
            + (isSharded ? STAGE : 0);
    return new DriverRun(
        executors,
        tasks,
        floats,
        gather,
        0,
        10,
        1000 * seconds * factor,
        "main",
        0,
        0,
        in,
        out,
        merged,
        1,
        Double.NaN);
  }

  private static List<DriverRun> runs(int... sizes) {
    List<DriverRun> runs = new ArrayList<>();
    for (int executors : sizes) {
      for (long floats : new long[] {1_000, 71_000, 300_000, 1_000_000}) {
        for (int perCore : new int[] {1, 4}) {
          runs.add(run(executors, perCore * executors, floats));
        }
      }
    }
    return runs;
  }

  private static List<DriverRun> sharded(int... sizes) {
    List<DriverRun> runs = new ArrayList<>();
    for (DriverRun run : runs(sizes)) {
      runs.add(run(run.executors(), run.tasks(), run.floats(), "shards", 1));
    }
    return runs;
  }

  @Test
  void aSecondStageIsToldFromCellsWithShardsAndKeptWithoutThem() {
    List<DriverRun> all = runs(1, 4, 16, 64);
    StepCostModel start = StepCostModel.standard().with(Constant.STAGE, 0.5);
    DriverFit.Result none = DriverFit.fit(all, start, Set.of());
    assertThat(none.fitted()).doesNotContain(Constant.STAGE);
    assertThat(none.model().value(Constant.STAGE)).isEqualTo(0.5);
    all.addAll(sharded(1, 4, 16, 64));
    DriverFit.Result both = DriverFit.fit(all, start, Set.of());
    StepCostModel model = both.model();
    assertThat(both.fitted()).hasSize(6);
    assertThat(model.value(Constant.STAGE)).isEqualTo(STAGE, within(1e-6 * STAGE));
    assertThat(model.value(Constant.TASK)).isEqualTo(TASK, within(1e-6 * TASK));
    assertThat(DriverFit.errors(model, all))
        .hasSize(16)
        .allSatisfy(error -> assertThat(error).isEqualTo(0, within(1e-6)));
  }

  @Test
  void cellsOfAnUnknownWayToGatherAreLeftOut() {
    DriverRun other = run(64, 64, 1000, "tree", 3);
    assertThat(DriverFit.isModelled(other)).isFalse();
    List<DriverRun> all = runs(1, 4, 16);
    all.add(other);
    StepCostModel model = DriverFit.fit(all, StepCostModel.standard(), Set.of()).model();
    assertThat(model.value(Constant.TASK)).isEqualTo(TASK, within(1e-6 * TASK));
    assertThat(DriverFit.errors(model, all)).isEmpty();
  }

  @Test
  void knownConstantsComeBackAndPredictLargerClusters() {
    List<DriverRun> all = runs(1, 4, 16, 32, 64);
    DriverFit.Result result = DriverFit.fit(all, StepCostModel.standard(), Set.of());
    assertThat(result.fitted())
        .containsExactlyInAnyOrder(
            Constant.JOB, Constant.EXECUTOR, Constant.TASK, Constant.BYTE, Constant.COPY);
    StepCostModel model = result.model();
    assertThat(model.value(Constant.JOB)).isEqualTo(JOB, within(1e-6 * JOB));
    assertThat(model.value(Constant.EXECUTOR)).isEqualTo(EXECUTOR, within(1e-6 * EXECUTOR));
    assertThat(model.value(Constant.TASK)).isEqualTo(TASK, within(1e-6 * TASK));
    assertThat(model.value(Constant.BYTE)).isEqualTo(BYTE, within(1e-6 * BYTE));
    assertThat(model.value(Constant.COPY)).isEqualTo(COPY, within(1e-6 * COPY));
    assertThat(model.value(Constant.TRANSITION))
        .isEqualTo(StepCostModel.standard().value(Constant.TRANSITION));
    assertThat(DriverFit.errors(model, all))
        .hasSize(16)
        .allSatisfy(error -> assertThat(error).isEqualTo(0, within(1e-6)));
  }

  @Test
  void largerClustersAreNotFitted() {
    List<DriverRun> cells = runs(1, 4, 16);
    cells.add(run(64, 64, 1000, "driver", 2));
    StepCostModel model = DriverFit.fit(cells, StepCostModel.standard(), Set.of()).model();
    assertThat(model.value(Constant.TASK)).isEqualTo(TASK, within(1e-6 * TASK));
    assertThat(DriverFit.errors(model, cells)).hasSize(1);
    assertThat(DriverFit.errors(model, cells).get(0)).isEqualTo(-0.5, within(1e-6));
  }

  @Test
  void whatOneSizeOfClusterCannotTellKeepsItsValue() {
    StepCostModel start = StepCostModel.standard().with(Constant.EXECUTOR, 5e-5);
    DriverFit.Result result = DriverFit.fit(runs(4), start, Set.of());
    assertThat(result.fitted()).contains(Constant.JOB, Constant.TASK, Constant.BYTE);
    assertThat(result.fitted()).doesNotContain(Constant.EXECUTOR);
    assertThat(result.model().value(Constant.EXECUTOR)).isEqualTo(5e-5);
  }

  @Test
  void oneCellIsNoFit() {
    assertThatThrownBy(
            () -> DriverFit.fit(List.of(run(1, 1, 10)), StepCostModel.standard(), Set.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 2 cells");
  }

  @Test
  void anExecutorCostsEachJobInSimulationAndClosedForm() {
    StepCostModel dear = Clusters.COSTS.with(Constant.EXECUTOR, 1e-3).with(Constant.COPY, 1e-9);
    Workload workload = Clusters.grid(640, 8);
    SyncMode mode = SyncMode.gradient();
    ClusterSpec cluster = Clusters.uniform(8, 1);
    double more =
        StepEquation.seconds(dear, cluster, workload, mode)
            - StepEquation.seconds(Clusters.COSTS, cluster, workload, mode);
    assertThat(more).isEqualTo(8 * (1e-3 + 4 * 71_000 * 1e-9), within(1e-12));
    assertThat(Clusters.simulate(dear, cluster, workload, mode, 3).secondsPerStep())
        .isEqualTo(StepEquation.seconds(dear, cluster, workload, mode), within(1e-9));
  }
}

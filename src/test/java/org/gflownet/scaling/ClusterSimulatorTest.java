package org.gflownet.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gflownet.scaling.Clusters.COSTS;
import static org.gflownet.scaling.Clusters.INSTANT;
import static org.gflownet.scaling.Clusters.NETWORK;
import static org.gflownet.scaling.Clusters.ROLLOUTS_ONLY;
import static org.gflownet.scaling.Clusters.failing;
import static org.gflownet.scaling.Clusters.grid;
import static org.gflownet.scaling.Clusters.noisy;
import static org.gflownet.scaling.Clusters.oneSlow;
import static org.gflownet.scaling.Clusters.simulate;
import static org.gflownet.scaling.Clusters.uniform;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterSimulatorTest {
  private static final SyncMode GRADIENT = SyncMode.gradient();

  /** By hand: 10 ms job, 284 kB out and back, 16 trajectories of 10, a launch, an update. */
  @Test
  void oneSliceOnOneCoreIsTheSumOfItsParts() {
    SimulatedRun run = simulate(COSTS, uniform(1, 1), grid(16, 1), GRADIENT, 3);
    double wire = 1e-4 + 284_000 / 1.25e9;
    double broadcast = 284_000 * 5e-9 + wire;
    double rollout = 16 * 10 * 1e-5 + 10 * 1e-4;
    double gather = 284_000 * 5e-9 + wire;
    double update = 71_000 * 4e-10;
    double total = 0.01 + broadcast + 0.0002 + rollout + gather + update;
    assertThat(run.secondsPerStep()).isEqualTo(total, within(1e-12));
    assertThat(run.transitionsPerSecond()).isEqualTo(160 / total, within(1e-6));
    assertThat(run.phases().broadcast()).isEqualTo(broadcast, within(1e-12));
    assertThat(run.phases().schedule()).isEqualTo(0.0102, within(1e-12));
    assertThat(run.phases().rollout()).isEqualTo(rollout, within(1e-12));
    assertThat(run.phases().gather()).isEqualTo(gather, within(1e-12));
    assertThat(run.phases().update()).isEqualTo(update, within(1e-12));
    assertThat(run.driverShare()).isEqualTo((total - wire - rollout) / total, within(1e-9));
  }

  /** By hand: three vectors each way; four steps and updates of each slice, none of the driver. */
  @Test
  void aRoundOfAveragingIsTheSumOfItsParts() {
    SimulatedRun run =
        simulate(COSTS, uniform(1, 1), grid(16, 1), SyncMode.parse("averaging:4"), 2);
    double transfer = 3 * 284_000 * (5e-9 + 1 / 1.25e9) + 1e-4;
    double rollout = 4 * (16 * 10 * 1e-5 + 10 * 1e-4 + 71_000 * 4e-10);
    double round = 0.0102 + 2 * transfer + rollout;
    assertThat(run.secondsPerStep()).isEqualTo(round / 4, within(1e-12));
    assertThat(run.transitionsPerSecond()).isEqualTo(4 * 160 / round, within(1e-6));
    assertThat(run.phases().update()).isZero();
  }

  @Test
  void twoSlicesOnOneCoreTakeTurnsAndAreMerged() {
    SimulatedRun run = simulate(COSTS, uniform(1, 1), grid(16, 2), GRADIENT, 1);
    double wire = 1e-4 + 284_000 / 1.25e9;
    double rollouts = 16 * 10 * 1e-5 + 2 * 10 * 1e-4;
    double total = 0.0104 + 2 * (284_000 * 5e-9 + wire) + rollouts + 71_000 * (3e-10 + 4e-10);
    assertThat(run.secondsPerStep()).isEqualTo(total, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({
    "1,1,1,gradient",
    "2,1,2,gradient",
    "4,2,8,gradient",
    "4,2,32,gradient",
    "4,2,13,gradient",
    "64,4,256,gradient",
    "64,4,1024,gradient",
    "64,4,256,averaging:16",
    "64,4,512,averaging:3",
    "64,4,256,gradient+tree",
    "5,3,30,averaging:2+tree",
    "16,4,192,gradient+tree"
  })
  void equalCoresWithoutNoiseTakeWhatTheEquationSays(
      int executors, int cores, int slices, String mode) {
    for (int perSlice : new int[] {1, 16, 500}) {
      Workload workload = grid(slices * perSlice, slices);
      double simulated =
          simulate(COSTS, uniform(executors, cores), workload, SyncMode.parse(mode), 2)
              .secondsPerStep();
      double equation =
          StepEquation.seconds(COSTS, uniform(executors, cores), workload, SyncMode.parse(mode));
      assertThat(simulated).isEqualTo(equation, within(1e-9 * equation));
    }
  }

  @Test
  void phasesAddUpToTheStep() {
    for (String mode : new String[] {"gradient", "averaging:8", "gradient+tree"}) {
      SyncMode sync = SyncMode.parse(mode);
      SimulatedRun run = simulate(COSTS, failing(8, 2, 200, 0.1), grid(512, 64), sync, 20);
      double steps = sync.kind() == SyncMode.Kind.AVERAGING ? 8 : 1;
      assertThat(run.phases().total() / steps)
          .isEqualTo(run.secondsPerStep(), within(1e-9 * run.secondsPerStep()));
    }
  }

  @Test
  void withoutOverheadAllCoresAreWorthTheirSum() {
    ClusterSpec cluster = ClusterSpec.uniform(64, 4, INSTANT);
    SimulatedRun run = simulate(ROLLOUTS_ONLY, cluster, grid(256 * 40, 256), GRADIENT, 4);
    assertThat(run.efficiency()).isEqualTo(1, within(1e-4));
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 16, 64})
  void moreSlicesPerCoreEvenOutASlowExecutor(int cores) {
    ClusterSpec cluster = oneSlow(cores / 2, 2);
    double one = efficiency(cluster, cores, 1);
    double four = efficiency(cluster, cores, 4);
    assertThat(one).isLessThan(0.6);
    assertThat(four).isGreaterThan(0.7).isGreaterThan(one + 0.1);
    assertThat(efficiency(cluster, cores, 16)).isGreaterThanOrEqualTo(0.9);
  }

  private static double efficiency(ClusterSpec cluster, int cores, int slicesPerCore) {
    Workload workload = grid(cores * 1600, cores * slicesPerCore);
    return simulate(ROLLOUTS_ONLY, cluster, workload, GRADIENT, 2).efficiency();
  }

  @Test
  void pipelinedStepsHideTheDriverUntilItIsTheLimit() {
    ClusterSpec cluster = noisy(16, 2, 0.1, 0.2);
    Workload workload = grid(32 * 400, 32);
    double inTurn = pipelined(cluster, workload, 1).secondsPerStep();
    double overlapping = pipelined(cluster, workload, 2).secondsPerStep();
    SimulatedRun deep = pipelined(cluster, workload, 8);
    assertThat(overlapping).isLessThan(0.8 * inTurn);
    assertThat(deep.secondsPerStep()).isLessThanOrEqualTo(overlapping);
    assertThat(deep.efficiency()).isLessThanOrEqualTo(1.05);
    double gradient = simulate(COSTS, cluster, workload, GRADIENT, 40).secondsPerStep();
    assertThat(inTurn).isEqualTo(gradient, within(0.01 * gradient));
  }

  private static SimulatedRun pipelined(ClusterSpec cluster, Workload workload, int staleness) {
    return simulate(
        COSTS, cluster, workload, new SyncMode(SyncMode.Kind.PIPELINED, staleness, false), 40);
  }

  @Test
  void aDriverWithoutRestIsBusyAllTheTime() {
    Workload manyParameters = new Workload(10_000_000, 1, 64, 64, 10);
    SimulatedRun run = simulate(COSTS, uniform(64, 1), manyParameters, GRADIENT, 2);
    assertThat(run.driverShare()).isBetween(0.9, 1.0);
    assertThat(run.phases().gather()).isGreaterThan(0.9 * run.secondsPerStep());
  }

  @Test
  void failuresThatNeverComeChangeNothing() {
    SimulatedRun never = simulate(COSTS, failing(8, 2, 0, 10), grid(512, 64), GRADIENT, 10);
    SimulatedRun rare = simulate(COSTS, failing(8, 2, 1e-9, 10), grid(512, 64), GRADIENT, 10);
    assertThat(rare).isEqualTo(never);
    assertThat(never.lostSlices()).isZero();
  }

  @Test
  void failuresCostTheLostSlicesAndTheRestart() {
    Workload workload = grid(16 * 4000, 64);
    SimulatedRun none = simulate(COSTS, fails(0, 0), workload, GRADIENT, 1000);
    SimulatedRun some = simulate(COSTS, fails(200, 0), workload, GRADIENT, 1000);
    SimulatedRun away = simulate(COSTS, fails(200, 5), workload, GRADIENT, 1000);
    assertThat(some.lostSlices()).isPositive();
    assertThat(some.secondsPerStep()).isGreaterThan(none.secondsPerStep());
    assertThat(away.secondsPerStep()).isGreaterThan(some.secondsPerStep());
    // About 8 x 200 x T / 3600 failures in T seconds, each with both cores at work at most.
    double expected = 2 * 8 * 200 * 1000 * some.secondsPerStep() / 3600;
    assertThat((double) some.lostSlices()).isBetween(0.7 * expected, 1.2 * expected);
  }

  private static ClusterSpec fails(double perHour, double restart) {
    return new ClusterSpec(8, 2, NETWORK, 0, 0, 1, 0, perHour, restart);
  }

  @Test
  void slicesThatCannotEndAreAnError() {
    Workload hours = new Workload(71_000, 1, 1_000_000, 1, 10_000);
    ClusterSpec cluster = new ClusterSpec(1, 1, NETWORK, 0, 0, 1, 0, 3600, 0);
    assertThatThrownBy(() -> simulate(COSTS, cluster, hours, GRADIENT, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3600.0 failures per executor-hour")
        .hasMessageContaining("make slices shorter");
  }

  @Test
  void theSeedDecides() {
    ClusterSpec cluster = failing(8, 2, 100, 1);
    SimulatedRun first = simulate(COSTS, cluster, grid(512, 64), GRADIENT, 10);
    assertThat(simulate(COSTS, cluster, grid(512, 64), GRADIENT, 10)).isEqualTo(first);
    assertThat(new ClusterSimulator(COSTS, cluster, grid(512, 64), GRADIENT, 2).run(10))
        .isNotEqualTo(first);
  }

  @Test
  void theNumberOfJobsIsBounded() {
    ClusterSimulator simulator =
        new ClusterSimulator(COSTS, uniform(1, 1), grid(1, 1), GRADIENT, 1);
    assertThatThrownBy(() -> simulator.run(0)).hasMessageContaining("from 1 to 1000000, was 0");
  }
}

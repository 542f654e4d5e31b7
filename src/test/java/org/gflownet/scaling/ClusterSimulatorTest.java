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

  /** By hand: one addition is waited for where it is short, all of them where they are long. */
  @Test
  void resultsAreAddedUpWhileOthersAreStillUnderWay() {
    double slice = 16 * 10 * 1e-5 + 10 * 1e-4;
    double receive = 284_000 * (5e-9 + 1 / 1.25e9) + 1e-4;
    double started = 0.01 + receive;
    double update = 71_000 * 4e-10;
    double last = started + 4 * (0.0002 + slice) + receive + 71_000 * 3e-10;
    double second = started + 2 * (0.0002 + slice) + receive + 3 * 71_000 * 1e-7;
    StepCostModel dear = COSTS.with(Constant.MERGE, 1e-7);
    assertThat(simulate(COSTS, uniform(1, 1), grid(64, 4), GRADIENT, 1).secondsPerStep())
        .isEqualTo(last + update, within(1e-12));
    assertThat(simulate(dear, uniform(1, 1), grid(64, 4), GRADIENT, 1).secondsPerStep())
        .isEqualTo(second + update, within(1e-12));
  }

  /** By hand: four slices on two cores in two turns, three additions, one launch and one result. */
  @Test
  void aTaskOfAnExecutorHasAllOfItsCores() {
    Workload workload = grid(71_000, 16, 4, TaskShare.EXECUTORS);
    SimulatedRun run = simulate(COSTS, uniform(1, 2), workload, GRADIENT, 2);
    double slice = 4 * 10 * 1e-5 + 10 * 1e-4;
    double transfer = 284_000 * (5e-9 + 1 / 1.25e9) + 1e-4;
    double total = 0.0102 + 2 * transfer + 2 * slice + 71_000 * (3 * 3e-10 + 4e-10);
    assertThat(run.secondsPerStep()).isEqualTo(total, within(1e-12));
    assertThat(run.phases().rollout()).isEqualTo(2 * slice + 3 * 71_000 * 3e-10, within(1e-12));
    assertThat(run.efficiency()).isEqualTo(16 * 10 * 1e-5 / 2 / total, within(1e-9));
  }

  /** By hand: two tasks write half a megabyte each, two more add up a half of it each. */
  @Test
  void aSecondStageIsTheSumOfItsParts() {
    Workload workload = grid(131_072, 32, 2, TaskShare.EXECUTORS);
    SyncMode shards = SyncMode.parse("gradient+shards");
    SimulatedRun run = simulate(COSTS, uniform(2, 1), workload, shards, 3);
    double bytes = 524_288;
    double started = 0.01 + bytes * 5e-9 + 2 * (1e-4 + bytes / 1.25e9);
    double first = 2 * 0.0002 + 16 * 10 * 1e-5 + 10 * 1e-4 + bytes * 5e-9;
    double half = bytes / 2;
    // Half of what a piece is made of is on its executor; a result is longer than a launch.
    double piece = 1e-4 + half / 1.25e9 + 2 * half * 5e-9 + 65_536 * 3e-10;
    double result = 1e-4 + half / 1.25e9 + half * 5e-9;
    double second = 0.004 + 0.0002 + piece + 2 * result;
    double update = 131_072 * 4e-10;
    assertThat(run.secondsPerStep()).isEqualTo(started + first + second + update, within(1e-12));
    assertThat(run.phases().gather()).isEqualTo(second, within(1e-12));
    assertThat(run.lostSlices()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "1,1,1,slices,gradient",
    "2,1,2,slices,gradient",
    "4,2,8,slices,gradient",
    "4,2,32,slices,gradient",
    "4,2,13,slices,gradient",
    "64,4,256,slices,gradient",
    "64,4,1024,slices,gradient",
    "64,4,256,slices,averaging:16",
    "64,4,512,slices,averaging:3",
    "4,2,32,executors,gradient",
    "4,2,32,cores,gradient",
    "4,2,24,cores,gradient",
    "4,2,32,16,gradient",
    "1,4,8,executors,gradient",
    "64,4,256,executors,averaging:16",
    "64,4,256,slices,gradient+shards",
    "64,4,256,executors,gradient+shards",
    "64,4,1024,cores,gradient+shards",
    "64,1,64,executors,averaging:16+shards",
    "5,3,30,slices,averaging:2+shards",
    "16,4,192,cores,gradient+shards",
    "3,2,6,slices,gradient+shards",
    "1,4,8,executors,gradient+shards",
    "2,2,36,12,gradient+shards"
  })
  void equalCoresWithoutNoiseTakeWhatTheEquationSays(
      int executors, int cores, int slices, String tasks, String mode) {
    ClusterSpec cluster = uniform(executors, cores);
    SyncMode sync = SyncMode.parse(mode);
    for (StepCostModel costs : new StepCostModel[] {COSTS, COSTS.with(Constant.MERGE, 3e-8)}) {
      for (long parameters : new long[] {71_000, 1_000_000}) {
        for (int perSlice : new int[] {1, 16, 500}) {
          Workload workload = grid(parameters, slices * perSlice, slices, TaskShare.parse(tasks));
          double simulated = simulate(costs, cluster, workload, sync, 2).secondsPerStep();
          double equation = StepEquation.seconds(costs, cluster, workload, sync);
          assertThat(simulated)
              .as("%d parameters, %d trajectories a slice", parameters, perSlice)
              .isEqualTo(equation, within(1e-9 * equation));
        }
      }
    }
  }

  @Test
  void whatTheDriverReceivesDoesNotGrowWithTheClusterIfExecutorsAddUp() {
    SyncMode shards = SyncMode.parse("gradient+shards");
    Workload few = grid(1_000_000, 16 * 500, 16, TaskShare.EXECUTORS);
    Workload many = grid(1_000_000, 256 * 500, 256, TaskShare.EXECUTORS);
    double small = simulate(COSTS, uniform(16, 1), few, shards, 2).phases().gather();
    double large = simulate(COSTS, uniform(256, 1), many, shards, 2).phases().gather();
    double driver = simulate(COSTS, uniform(256, 1), many, GRADIENT, 2).phases().gather();
    // Executors read sixteen times as many vectors, in as many pieces.
    assertThat(large - small).isLessThan(240 * 4e6 / 15 * (5e-9 + 1 / 1.25e9) + 0.01);
    assertThat(large).isLessThan(0.4 * driver);
  }

  @Test
  void phasesAddUpToTheStep() {
    for (String mode : new String[] {"gradient", "averaging:8", "gradient+shards"}) {
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
    Workload manyParameters = grid(10_000_000, 64, 64, TaskShare.SLICES);
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

  /** Slices take no time to speak of and pieces do: what is lost is what pieces are made of. */
  @Test
  void aFailureInTheSecondStageLosesWhatLayOnTheExecutor() {
    StepCostModel slowMerge = COSTS.with(Constant.MERGE, 5e-6);
    Workload workload = grid(131_072, 32, 8, TaskShare.SLICES);
    SyncMode shards = SyncMode.parse("gradient+shards");
    SimulatedRun none = simulate(slowMerge, fails(0, 0), workload, shards, 100);
    SimulatedRun some = simulate(slowMerge, fails(100, 0), workload, shards, 100);
    // About 8 x 100 x T / 3600 failures in T seconds; most executors have what one slice came to.
    double failures = 8 * 100 * (100 * some.secondsPerStep()) / 3600;
    assertThat((double) some.lostSlices()).isBetween(0.5 * failures, 1.5 * failures);
    assertThat(some.secondsPerStep()).isGreaterThan(1.05 * none.secondsPerStep());
    assertThat(some.phases().total()).isEqualTo(some.secondsPerStep(), within(1e-9));
  }

  private static ClusterSpec fails(double perHour, double restart) {
    return new ClusterSpec(8, 2, NETWORK, 0, 0, 1, 0, perHour, restart);
  }

  @Test
  void slicesThatCannotEndAreAnError() {
    Workload hours = new Workload(71_000, 1, 1_000_000, 1, TaskShare.SLICES, 10_000);
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

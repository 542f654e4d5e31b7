package org.gflownet.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gflownet.scaling.Clusters.COSTS;
import static org.gflownet.scaling.Clusters.NETWORK;
import static org.gflownet.scaling.Clusters.grid;
import static org.gflownet.scaling.Clusters.noisy;
import static org.gflownet.scaling.Clusters.simulate;
import static org.gflownet.scaling.Clusters.uniform;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class ScalingPropertyTest {
  private static final double ROUNDING = 1 + 1e-9;

  @Provide
  Arbitrary<SyncMode> modes() {
    return Arbitraries.of(
            "gradient",
            "gradient+shards",
            "averaging:4",
            "averaging:16+shards",
            "pipelined:3",
            "pipelined:2+shards")
        .map(SyncMode::parse);
  }

  @Provide
  Arbitrary<TaskShare> shares() {
    return Arbitraries.of("slices", "cores", "executors", "7").map(TaskShare::parse);
  }

  @Property(tries = 150)
  void noThroughputAboveTheSumOfTheSpeeds(
      @ForAll @IntRange(min = 1, max = 40) int executors,
      @ForAll @IntRange(min = 1, max = 4) int cores,
      @ForAll @IntRange(min = 1, max = 5) int slicesPerCore,
      @ForAll @IntRange(min = 1, max = 300) int perSlice,
      @ForAll @DoubleRange(max = 1) double nodeSpread,
      @ForAll("shares") TaskShare tasks,
      @ForAll("modes") SyncMode mode) {
    int slices = executors * cores * slicesPerCore;
    SimulatedRun run =
        simulate(
            COSTS,
            noisy(executors, cores, nodeSpread, 0),
            grid(200_000, slices * perSlice, slices, tasks),
            mode,
            24);
    // Overlapping steps begin and end with others under way: a start of up to 3 steps in 18.
    double slack = mode.kind() == SyncMode.Kind.PIPELINED ? 1.2 : ROUNDING;
    assertThat(run.efficiency()).isPositive().isLessThanOrEqualTo(slack);
    assertThat(run.driverShare()).isBetween(0.0, ROUNDING);
  }

  @Property(tries = 100)
  void aStepTakesAtLeastItsSerialPart(
      @ForAll @IntRange(min = 1, max = 64) int executors,
      @ForAll @IntRange(min = 1, max = 200) int slices,
      @ForAll @DoubleRange(max = 0.5) double taskNoise) {
    Workload workload = grid(slices * 8, slices);
    SimulatedRun run =
        simulate(COSTS, noisy(executors, 1, 0.3, taskNoise), workload, SyncMode.gradient(), 3);
    JobSize size = JobSize.of(workload, SyncMode.gradient());
    // Results are added up while others come in.
    double receive = COSTS.receiveSeconds(size.vectorBytes(), NETWORK);
    double busiest =
        Math.max(
            slices * Math.max(COSTS.value(Constant.TASK), receive),
            receive + (slices - 1) * COSTS.mergeSeconds(size.vectorFloats()));
    double serial = COSTS.value(Constant.JOB) + busiest;
    assertThat(run.secondsPerStep() * ROUNDING).isGreaterThan(serial);
  }

  @Property(tries = 100)
  void everyConstantCosts(
      @ForAll Constant constant,
      @ForAll @DoubleRange(min = 1.5, max = 10) double factor,
      @ForAll @IntRange(min = 1, max = 32) int executors,
      @ForAll @IntRange(min = 1, max = 64) int slices) {
    Workload workload = grid(slices * 16, slices);
    StepCostModel dearer = COSTS.with(constant, factor * COSTS.value(constant));
    assertThat(equation(dearer, executors, workload, SyncMode.gradient()))
        .isGreaterThanOrEqualTo(equation(COSTS, executors, workload, SyncMode.gradient()));
    assertThat(simulated(dearer, executors, workload))
        .isGreaterThanOrEqualTo(simulated(COSTS, executors, workload) / ROUNDING);
  }

  @Property(tries = 100)
  void moreParametersAndLargerBatchesTakeLonger(
      @ForAll @IntRange(min = 1, max = 32) int executors,
      @ForAll @IntRange(min = 1, max = 64) int slices,
      @ForAll @IntRange(min = 2, max = 9) int factor) {
    Workload one = grid(slices * 16, slices);
    Workload wider = grid(71_000L * factor, slices * 16, slices, TaskShare.SLICES);
    Workload larger = grid(slices * 16 * factor, slices);
    assertThat(simulated(COSTS, executors, wider)).isGreaterThan(simulated(COSTS, executors, one));
    assertThat(simulated(COSTS, executors, larger)).isGreaterThan(simulated(COSTS, executors, one));
  }

  /** The network's rounds aside, which more executors need more of. */
  @Property(tries = 100)
  void moreEqualExecutorsAreNeverSlowerForTheSameSlices(
      @ForAll @IntRange(min = 1, max = 32) int executors,
      @ForAll @IntRange(min = 1, max = 128) int slices) {
    Workload workload = grid(slices * 64, slices);
    double extraRounds =
        NETWORK.broadcastSeconds(284_000, executors + 1)
            - NETWORK.broadcastSeconds(284_000, executors);
    assertThat(simulated(COSTS, executors + 1, workload))
        .isLessThanOrEqualTo(simulated(COSTS, executors, workload) * ROUNDING + extraRounds);
  }

  private static double simulated(StepCostModel costs, int executors, Workload workload) {
    return simulate(costs, uniform(executors, 1), workload, SyncMode.gradient(), 1)
        .secondsPerStep();
  }

  private static double equation(
      StepCostModel costs, int executors, Workload workload, SyncMode mode) {
    return StepEquation.seconds(costs, uniform(executors, 1), workload, mode);
  }
}

package org.gflownet.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.gflownet.env.hypergrid.GridState;
import org.gflownet.env.hypergrid.HypergridEnvironment;
import org.gflownet.env.hypergrid.TerminationRule;
import org.gflownet.math.Progress;
import org.gflownet.math.RandomStream;
import org.gflownet.math.Schedule;
import org.gflownet.testing.Grids;
import org.gflownet.train.ObjectRecorder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GridMovesTest {

  private static List<GridState> cells(HypergridEnvironment grid) {
    List<GridState> cells = new ArrayList<>();
    for (long i = 0; i < grid.numIndices(); i++) {
      grid.stateAt(i).ifPresent(cells::add);
    }
    return cells;
  }

  /** The transition matrix of Metropolis' rule on the proposed neighbours. */
  private static double[][] matrix(HypergridEnvironment grid, List<GridState> cells) {
    GridMoves moves = new GridMoves(grid);
    int numMoves = 2 * grid.ndim();
    double[][] p = new double[cells.size()][cells.size()];
    for (int x = 0; x < cells.size(); x++) {
      for (int m = 0; m < numMoves; m++) {
        GridState next = moves.neighbour(cells.get(x), m);
        double accept =
            next == null ? 0.0 : Math.min(1.0, Grids.reward(next) / Grids.reward(cells.get(x)));
        if (next != null) {
          p[x][cells.indexOf(next)] += accept / numMoves;
        }
        p[x][x] += (1.0 - accept) / numMoves;
      }
    }
    return p;
  }

  @ParameterizedTest
  @EnumSource(TerminationRule.class)
  void theTargetIsStationaryAndTheOnlyOne(TerminationRule rule) {
    HypergridEnvironment grid = new HypergridEnvironment(2, 5, rule);
    List<GridState> cells = cells(grid);
    double[][] p = matrix(grid, cells);
    double z = Grids.partition(grid);
    double[] fromCorner = new double[cells.size()];
    fromCorner[0] = 1.0;
    for (int i = 0; i < 3000; i++) {
      fromCorner = times(fromCorner, p);
    }
    double[] target = cells.stream().mapToDouble(c -> Grids.reward(c) / z).toArray();
    double[] next = times(target, p);
    for (int i = 0; i < target.length; i++) {
      assertThat(next[i]).isCloseTo(target[i], within(1e-14));
      assertThat(fromCorner[i]).isCloseTo(target[i], within(1e-9));
    }
  }

  private static double[] times(double[] row, double[][] p) {
    double[] product = new double[row.length];
    for (int x = 0; x < row.length; x++) {
      for (int y = 0; y < row.length; y++) {
        product[y] += row[x] * p[x][y];
      }
    }
    return product;
  }

  @ParameterizedTest
  @EnumSource(TerminationRule.class)
  void proposalAndAcceptanceBalance(TerminationRule rule) {
    HypergridEnvironment grid = new HypergridEnvironment(2, 4, rule);
    List<GridState> cells = cells(grid);
    int pairs =
        StationaryFlows.check(
            new GridMoves(grid), cells, c -> Math.log(Grids.reward(c)), 1.0, 20_000);
    // Every edge of the grid between two reachable cells: 24, two less without the far corner.
    assertThat(pairs).isEqualTo(rule == TerminationRule.MASKED ? 24 : 22);
  }

  /**
   * 400,000 visited states: independent ones would be at about 0.003, these are correlated over
   * some 20 moves. Counting accepted moves only would be at 0.05.
   */
  @ParameterizedTest
  @EnumSource(TerminationRule.class)
  void visitedStatesAreDistributedLikeTheReward(TerminationRule rule) {
    HypergridEnvironment grid = new HypergridEnvironment(2, 5, rule);
    ChainSettings settings =
        new ChainSettings(3, new Share(40, 1), 10_000, 0, Schedule.constant(1.0));
    ChainWorker<GridState> worker =
        new ChainWorker<>(
            grid, Grids.logReward(), new GridMoves(grid), settings, ObjectRecorder.none());
    ChainOutput output =
        ChainOutput.of(worker.run(new Progress(0, 0.0), 0, new float[0], new long[0]).numbers());
    assertThat(output.visited()).hasSize(400_000);
    double[] counts = new double[(int) grid.numIndices()];
    for (long index : output.visited()) {
      counts[(int) index] += 1.0 / output.visited().length;
    }
    double tv = 0.0;
    for (int i = 0; i < counts.length; i++) {
      double target = grid.stateAt(i).map(Grids::reward).orElse(0.0) / Grids.partition(grid);
      tv += Math.abs(counts[i] - target) / 2;
    }
    assertThat(tv).isLessThan(0.02);
    // Moves off the grid cost no reward, all others do, and so do the 40 first states.
    assertThat(output.counts()[ChainOutput.REWARD_CALLS]).isBetween(280_000L, 400_039L);
    assertThat(output.counts()[ChainOutput.ACCEPTED])
        .isLessThan(output.counts()[ChainOutput.REWARD_CALLS]);
  }

  @Test
  void startsAreUniformOverReachableCells() {
    HypergridEnvironment grid = new HypergridEnvironment(2, 3, TerminationRule.FORCED);
    int[] counts = new int[9];
    RandomStream random = new RandomStream(1, 2, 3);
    for (int i = 0; i < 80_000; i++) {
      counts[(int) grid.indexOf(new GridMoves(grid).start(random))]++;
    }
    assertThat(counts[8]).isZero();
    for (int i = 0; i < 8; i++) {
      assertThat(counts[i]).isBetween(9_500, 10_500);
    }
  }

  @Test
  void aBurnInCostsRewardsButGivesNoSamples() {
    HypergridEnvironment grid = new HypergridEnvironment(2, 5, TerminationRule.MASKED);
    ChainSettings settings = new ChainSettings(3, new Share(4, 1), 10, 15, Schedule.constant(1.0));
    ChainWorker<GridState> worker =
        new ChainWorker<>(
            grid, Grids.logReward(), new GridMoves(grid), settings, ObjectRecorder.none());
    ChainOutput first =
        ChainOutput.of(worker.run(new Progress(0, 0.0), 0, new float[0], new long[0]).numbers());
    ChainOutput second =
        ChainOutput.of(worker.run(new Progress(1, 0.0), 0, new float[0], first.chains()).numbers());
    assertThat(first.visited()).isEmpty();
    assertThat(first.counts()[ChainOutput.REWARD_CALLS]).isGreaterThan(20);
    assertThat(second.visited()).hasSize(20);
  }
}

package org.gflownet.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.gflownet.env.Termination;
import org.gflownet.env.hypergrid.GridState;
import org.gflownet.env.hypergrid.HypergridEnvironment;
import org.gflownet.env.hypergrid.TerminationRule;
import org.gflownet.math.LogSpace;
import org.gflownet.math.RandomStream;
import org.gflownet.model.Heads;
import org.gflownet.model.StateTable;
import org.gflownet.testing.Grids;
import org.gflownet.testing.TabularModel;
import org.gflownet.trajectory.Exploration;
import org.gflownet.trajectory.PathProbabilities;
import org.gflownet.trajectory.Sampler;
import org.gflownet.trajectory.Trajectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Objectives over whole paths: trajectory, detailed and sub-trajectory balance, log-variance. */
class PathObjectivesTest {
  private static final double LOG2 = Math.log(2.0);

  private record Case(
      String name,
      Supplier<Objective> objective,
      TerminationRule rule,
      boolean flows,
      boolean looking,
      boolean learned) {
    @Override
    public String toString() {
      return name + " " + rule + (learned ? " learned" : "");
    }
  }

  private static Stream<Case> cases() {
    return Stream.of(TerminationRule.values())
        .flatMap(rule -> Stream.of(true, false).flatMap(learned -> all(rule, learned)));
  }

  private static Stream<Case> all(TerminationRule rule, boolean learned) {
    return Stream.of(
        new Case("tb", TrajectoryBalance::new, rule, false, false, learned),
        new Case("log-variance", LogVariance::new, rule, false, false, learned),
        new Case("db", () -> new DetailedBalance(false), rule, true, false, learned),
        new Case("fl-db", () -> new DetailedBalance(true), rule, true, true, learned),
        new Case("subtb", () -> new SubTrajectoryBalance(0.9, false), rule, true, false, learned),
        new Case("subtb 3", () -> new SubTrajectoryBalance(3, false), rule, true, false, learned),
        new Case("fl-subtb", () -> new SubTrajectoryBalance(0.5, true), rule, true, true, learned));
  }

  /** A table of all outputs, with the objective's scalars behind it in one vector. */
  private static final class Fixture {
    final HypergridEnvironment grid;
    final TabularModel model;
    final StateTable<GridState> table;
    final Objective objective;
    final int length;

    Fixture(Case c, int ndim, int height) {
      this(c.objective().get(), c.rule(), c.flows(), c.learned(), ndim, height);
    }

    Fixture(
        Objective objective,
        TerminationRule rule,
        boolean flows,
        boolean learned,
        int ndim,
        int height) {
      grid = new HypergridEnvironment(ndim, height, rule);
      int actions = grid.numActions();
      Heads heads =
          new Heads(learned ? actions : Heads.ABSENT, flows ? actions + ndim : Heads.ABSENT);
      model = new TabularModel(ndim, height, actions + ndim + 1, heads);
      table = StateTable.withRewards(grid, model, Grids.logReward()::logRewards);
      this.objective = objective;
      this.length = model.numParameters() + objective.numScalars();
    }

    List<Trajectory<GridState>> rollOut(float[] parameters, int count) {
      load(parameters);
      return new Sampler<>(grid, Grids.logReward())
          .sample(table, new Exploration(0.5, 1.0), 7, 0, 0, count);
    }

    void load(float[] parameters) {
      model.load(Arrays.copyOf(parameters, model.numParameters()));
      table.clear();
    }

    double[] scalars(float[] parameters) {
      double[] scalars = new double[objective.numScalars()];
      for (int j = 0; j < scalars.length; j++) {
        scalars[j] = parameters[model.numParameters() + j];
      }
      return scalars;
    }

    GradientSum sum(float[] parameters, List<Trajectory<GridState>> trajectories) {
      load(parameters);
      OutputGradients out = new OutputGradients(objective.numParts(), objective.numScalars());
      objective.evaluate(table, trajectories, scalars(parameters), out);
      GradientSum sum = new GradientSum(objective.numParts(), length);
      for (int k = 0; k < objective.numParts(); k++) {
        model.backward(table.batch(), out.gradient(k), sum.vector(k));
        for (int j = 0; j < objective.numScalars(); j++) {
          sum.vector(k)[model.numParameters() + j] += (float) out.scalarGradient(k)[j];
        }
      }
      out.addTo(sum);
      return sum;
    }

    double loss(float[] parameters, List<Trajectory<GridState>> trajectories, float[] gradient) {
      return objective.combine(sum(parameters, trajectories), gradient);
    }

    double loss(float[] parameters, List<Trajectory<GridState>> trajectories) {
      return loss(parameters, trajectories, new float[length]);
    }

    double logPfOverPb(float[] parameters, Trajectory<GridState> trajectory) {
      load(parameters);
      PathProbabilities<GridState> paths = new PathProbabilities<>(table);
      paths.intern(trajectory);
      table.evaluate();
      return paths.logForward(trajectory) - paths.logBackward(trajectory);
    }

    double logZ(float[] parameters) {
      load(parameters);
      return objective.logZ(table, scalars(parameters));
    }

    /** The flow of the uniform backward policy: logits, log-flows and log Z. */
    float[] exactFlow(boolean looking) {
      float[] flows = Grids.exactFlow(grid);
      int actions = grid.numActions();
      int units = actions + grid.ndim() + 1;
      float[] parameters = new float[length];
      for (int index = 0; index < grid.numIndices(); index++) {
        if (grid.stateAt(index).isEmpty()) {
          continue;
        }
        GridState state = grid.stateAt(index).get();
        if (grid.termination(state) == Termination.FORCED) {
          continue;
        }
        double sum = 0;
        for (int a = 0; a < actions; a++) {
          float flow = flows[index * actions + a];
          boolean legal = a == grid.stopAction() || state.coordinate(a) < grid.height() - 1;
          parameters[index * units + a] = flow;
          sum += legal ? Math.exp(flow) : 0.0;
        }
        parameters[index * units + units - 1] =
            (float) (Math.log(sum) - (looking ? Math.log(Grids.reward(state)) : 0.0));
      }
      Arrays.fill(parameters, model.numParameters(), length, (float) Math.log(partition()));
      return parameters;
    }

    double partition() {
      return Grids.partition(grid);
    }
  }

  /** (0, 0) -> (1, 0) -> (1, 1) -> STOP, by hand; (1, 1) has two parents. */
  private static Trajectory<GridState> path(double reward) {
    return new Trajectory<>(
        List.of(GridState.of(0, 0), GridState.of(1, 0), GridState.of(1, 1)),
        new int[] {0, 1},
        true,
        Math.log(reward),
        0);
  }

  /** Unit u of state i has 0.5 i - 0.25 u; units are 3 actions, 2 backward actions, log-flow. */
  private static float[] ramp(int length) {
    float[] parameters = new float[length];
    for (int i = 0; i < length; i++) {
      parameters[i] = 0.5f * Math.floorDiv(i, 6) - 0.25f * (i % 6);
    }
    return parameters;
  }

  // log P_F of the three transitions: of 3, 2 and 1 legal actions; units 0.25 apart.
  private static final double PF0 =
      -Math.log(1 + Math.exp(-0.25) + Math.exp(-0.5)); // action 0 of {0, 1, 2}
  private static final double PF1 = -Math.log(1 + Math.exp(-0.25)); // action 1 of {1, 2}
  private static final double PF2 = 0.0;
  // States 0 = (0,0), 2 = (1,0), 3 = (1,1); their log-flows are unit 5.
  private static final double F0 = -1.25;
  private static final double F1 = 1.0 - 1.25;
  private static final double F2 = 1.5 - 1.25;
  private static final double LOGR = Math.log(4.0);

  @Test
  void trajectoryBalanceByHand() {
    Fixture f = new Fixture(new TrajectoryBalance(), TerminationRule.MASKED, false, false, 2, 2);
    float[] parameters = ramp(f.length);
    parameters[f.length - 1] = 0.75f;
    float[] gradient = new float[f.length];
    double delta = 0.75 + PF0 + PF1 + PF2 - LOGR + LOG2;
    assertThat(f.loss(parameters, List.of(path(4)), gradient))
        .isCloseTo(delta * delta, within(1e-6));
    assertThat((double) gradient[f.length - 1]).isCloseTo(2 * delta, within(1e-5));
    assertThat(f.logZ(parameters)).isEqualTo(0.75);
  }

  @Test
  void detailedBalanceByHand() {
    Fixture f = new Fixture(new DetailedBalance(false), TerminationRule.MASKED, true, false, 2, 2);
    double d0 = F0 + PF0 - F1;
    double d1 = F1 + PF1 - F2 + LOG2;
    double d2 = F2 + PF2 - LOGR;
    assertThat(f.loss(ramp(f.length), List.of(path(4))))
        .isCloseTo((d0 * d0 + d1 * d1 + d2 * d2) / 3, within(1e-6));
    assertThat(f.logZ(ramp(f.length))).isCloseTo(F0, within(1e-6));
  }

  @Test
  void subTrajectoryBalanceByHand() {
    Fixture f =
        new Fixture(
            new SubTrajectoryBalance(0.5, false), TerminationRule.MASKED, true, false, 2, 2);
    double d0 = F0 + PF0 - F1;
    double d1 = F1 + PF1 - F2 + LOG2;
    double d2 = F2 + PF2 - LOGR;
    double sum =
        0.5 * (d0 * d0 + d1 * d1 + d2 * d2)
            + 0.25 * (Math.pow(d0 + d1, 2) + Math.pow(d1 + d2, 2))
            + 0.125 * Math.pow(d0 + d1 + d2, 2);
    assertThat(f.loss(ramp(f.length), List.of(path(4))))
        .isCloseTo(sum / (3 * 0.5 + 2 * 0.25 + 0.125), within(1e-6));
  }

  @Test
  void logVarianceByHand() {
    Fixture f = new Fixture(new LogVariance(), TerminationRule.MASKED, false, false, 2, 2);
    // Two rewards on one path differ in log R alone: the variance is (log 16 - log 4)^2 / 4.
    double spread = Math.log(16.0) - Math.log(4.0);
    assertThat(f.loss(ramp(f.length), List.of(path(4), path(16))))
        .isCloseTo(spread * spread / 4, within(1e-6));
    assertThat(f.logZ(ramp(f.length))).isNaN();
  }

  /** With plain sums of u^2 and u the gradient below would be off by several percent. */
  @Test
  void aSmallVarianceFarFromZeroKeepsItsDigits() {
    Fixture f = new Fixture(new LogVariance(), TerminationRule.MASKED, false, false, 2, 4);
    float[] parameters = Grids.latticeLogits(f.length, 5);
    List<Trajectory<GridState>> drawn = f.rollOut(parameters, 24);
    List<Trajectory<GridState>> near = new ArrayList<>();
    List<Trajectory<GridState>> far = new ArrayList<>();
    RandomStream random = new RandomStream(3, 0, 0);
    for (Trajectory<GridState> trajectory : drawn) {
      // u of the trajectory is 0 but for a spread of 0.01, and the same 10,000 away.
      double logReward = f.logPfOverPb(parameters, trajectory) + 0.01 * random.nextDouble();
      near.add(withReward(trajectory, logReward));
      far.add(withReward(trajectory, logReward + 1e4));
    }
    float[] expected = new float[f.length];
    double variance = f.loss(parameters, near, expected);
    assertThat(variance).isBetween(1e-6, 2e-5);
    for (int slice = 1; slice <= 24; slice *= 2) {
      List<GradientSum> sums = new ArrayList<>();
      for (int from = 0; from < 24; from += slice) {
        sums.add(f.sum(parameters, far.subList(from, Math.min(24, from + slice))));
      }
      for (int i = 1; i < sums.size(); i++) {
        sums.get(0).merge(sums.get(i));
      }
      float[] actual = new float[f.length];
      assertThat(f.objective.combine(sums.get(0), actual))
          .isCloseTo(variance, within(1e-5 * variance));
      for (int i = 0; i < actual.length; i++) {
        assertThat((double) actual[i]).isCloseTo(expected[i], within(1e-4 * norm(expected)));
      }
    }
  }

  private static Trajectory<GridState> withReward(Trajectory<GridState> t, double logReward) {
    return new Trajectory<>(t.states(), t.actions(), t.stopped(), logReward, t.index());
  }

  @Test
  void aLearnedBackwardPolicyIsTheSoftmaxOfItsHead() {
    Fixture f = new Fixture(new TrajectoryBalance(), TerminationRule.MASKED, false, true, 2, 2);
    float[] parameters = ramp(f.length);
    parameters[f.length - 1] = 0f;
    // (1, 1) came from (1, 0) by action 1, whose backward logit lies 0.25 below the other.
    double pb = -Math.log(1 + Math.exp(0.25));
    double delta = PF0 + PF1 + PF2 - LOGR - pb;
    assertThat(f.loss(parameters, List.of(path(4)))).isCloseTo(delta * delta, within(1e-6));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gradientAgreesWithFiniteDifferences(Case c) {
    Fixture f = new Fixture(c, 2, 3);
    float[] parameters = Grids.latticeLogits(f.length, 3);
    List<Trajectory<GridState>> trajectories = f.rollOut(parameters, 12);
    float[] gradient = new float[f.length];
    f.loss(parameters, trajectories, gradient);
    double norm = norm(gradient);
    int nonZero = 0;
    for (int i = 0; i < f.length; i++) {
      double numeric = fivePointDerivative(f, trajectories, parameters, i);
      // The gradient is single precision: 2^-24 relative on each of a few summands.
      assertThat((double) gradient[i])
          .isCloseTo(numeric, within(1e-8 + 1e-5 * Math.abs(numeric) + 1e-6 * norm));
      nonZero += Math.abs(numeric) > 1e-9 ? 1 : 0;
    }
    assertThat(nonZero).isGreaterThan(10);
  }

  /** Steps on the lattice of the logits are exact in single precision; the error is O(h^4). */
  private static double fivePointDerivative(
      Fixture f, List<Trajectory<GridState>> trajectories, float[] parameters, int i) {
    float h = 1f / 256f;
    double[] at = new double[5];
    for (int k = -2; k <= 2; k++) {
      float[] moved = parameters.clone();
      moved[i] += k * h;
      at[k + 2] = f.loss(moved, trajectories);
    }
    return (at[0] - 8 * at[1] + 8 * at[3] - at[4]) / (12 * h);
  }

  private static double norm(float[] v) {
    double sum = 0;
    for (float x : v) {
      sum += (double) x * x;
    }
    return Math.sqrt(sum);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isZeroAtTheExactFlow(Case c) {
    Fixture f = new Fixture(c, 2, 4);
    float[] exact = f.exactFlow(c.looking());
    List<Trajectory<GridState>> trajectories = f.rollOut(exact, 200);
    float[] gradient = new float[f.length];
    // Outputs of all heads are 0 where they are not the exact ones, a uniform backward policy.
    assertThat(f.loss(exact, trajectories, gradient)).isLessThan(1e-10);
    assertThat(norm(gradient)).isLessThan(1e-4);
    assertThat(f.loss(Grids.latticeLogits(f.length, 1), trajectories)).isGreaterThan(0.1);
    if (!Double.isNaN(f.logZ(exact))) {
      assertThat(f.logZ(exact)).isCloseTo(Math.log(f.partition()), within(1e-5));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void sumsOfSlicesGiveTheLossOverAll(Case c) {
    Fixture f = new Fixture(c, 2, 4);
    float[] parameters = Grids.latticeLogits(f.length, 5);
    List<Trajectory<GridState>> all = f.rollOut(parameters, 11);
    float[] whole = new float[f.length];
    double loss = f.loss(parameters, all, whole);
    GradientSum left = f.sum(parameters, all.subList(0, 3));
    left.merge(f.sum(parameters, all.subList(3, 11)));
    float[] merged = new float[f.length];
    assertThat(f.objective.combine(left, merged)).isCloseTo(loss, within(1e-9 * loss));
    for (int i = 0; i < whole.length; i++) {
      assertThat(merged[i]).isCloseTo(whole[i], within(1e-5f * (float) norm(whole)));
    }
  }

  @Test
  void withoutLambdaSubTrajectoriesAreDetailedBalance() {
    agree(new SubTrajectoryBalance(0, false), new DetailedBalance(false), false);
    agree(new SubTrajectoryBalance(0, true), new DetailedBalance(true), false);
  }

  @Test
  void withALargeLambdaSubTrajectoriesAreTrajectoryBalance() {
    agree(new SubTrajectoryBalance(1e12, false), new TrajectoryBalance(), true);
  }

  private static void agree(Objective one, Objective other, boolean logZIsSourceFlow) {
    for (TerminationRule rule : TerminationRule.values()) {
      Fixture f = new Fixture(one, rule, true, false, 2, 4);
      Fixture g = new Fixture(other, rule, true, false, 2, 4);
      float[] parameters = Grids.latticeLogits(g.length, 6);
      if (logZIsSourceFlow) {
        // The log-flow of s0 is the last unit of state 0.
        parameters[g.length - 1] = parameters[g.grid.numActions() + g.grid.ndim()];
      }
      List<Trajectory<GridState>> trajectories = g.rollOut(parameters, 20);
      double expected = g.loss(parameters, trajectories);
      float[] own = Arrays.copyOf(parameters, f.length);
      assertThat(f.loss(own, trajectories)).isCloseTo(expected, within(1e-6 * expected));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void residualsOfDetailedBalanceAddUpToThoseOfTrajectoryBalance(Case c) {
    if (!c.flows()) {
      return;
    }
    Fixture f = new Fixture(c, 2, 4);
    float[] parameters = Grids.latticeLogits(f.length, 8);
    List<Trajectory<GridState>> trajectories = f.rollOut(parameters, 10);
    PathTerms terms = new PathTerms(true, c.looking());
    terms.read(f.table, trajectories);
    for (int i = 0; i < trajectories.size(); i++) {
      int first = terms.node(i);
      int last = terms.node(i + 1) - 1;
      double sum = 0.0;
      for (int n = first; n < last; n++) {
        sum += terms.logFlow[n] + terms.logPf[n] - terms.logFlow[n + 1] - terms.logPb[n];
      }
      double whole =
          terms.logFlow[first] + terms.sumLogPf(i) - terms.logReward(i) - terms.sumLogPb(i);
      assertThat(sum).isCloseTo(whole, within(1e-12 + 1e-12 * Math.abs(whole)));
    }
  }

  @Test
  void aTrajectoryThatStopsAtTheSourceHasOneTransition() {
    Fixture f = new Fixture(new DetailedBalance(false), TerminationRule.MASKED, true, false, 1, 2);
    Trajectory<GridState> empty =
        new Trajectory<>(List.of(GridState.of(0)), new int[0], true, 0.0, 0);
    float[] parameters = new float[f.length];
    parameters[3] = 3f;
    double delta = 3.0 - LogSpace.log(2.0);
    assertThat(f.loss(parameters, List.of(empty))).isCloseTo(delta * delta, within(1e-12));
  }

  @Test
  void refusesImpossibleSettings() {
    assertThatThrownBy(() -> new SubTrajectoryBalance(-1, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lambda");
  }
}

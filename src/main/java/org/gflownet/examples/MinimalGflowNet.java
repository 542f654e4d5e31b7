package org.gflownet.examples;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.gflownet.env.hypergrid.GridState;
import org.gflownet.env.hypergrid.HypergridEnvironment;
import org.gflownet.env.hypergrid.TerminationRule;
import org.gflownet.eval.DistributionDistances;
import org.gflownet.eval.ExactDistribution;
import org.gflownet.eval.ExactTarget;
import org.gflownet.eval.ModelLogitSource;
import org.gflownet.math.IntList;
import org.gflownet.math.LogSpace;
import org.gflownet.model.Activation;
import org.gflownet.model.Engines;
import org.gflownet.model.FlowModel;
import org.gflownet.model.Initialization;
import org.gflownet.model.MlpSpec;
import org.gflownet.model.StateTable;
import org.gflownet.model.Updater;
import org.gflownet.model.dl4j.UpdaterSettings;
import org.gflownet.objective.FlowMatching;
import org.gflownet.objective.GradientSum;
import org.gflownet.objective.OutputGradients;
import org.gflownet.reward.LogReward;
import org.gflownet.reward.hypergrid.HypergridRewards;
import org.gflownet.trajectory.Exploration;
import org.gflownet.trajectory.Sampler;
import org.gflownet.trajectory.Trajectory;

/**
 * A whole GFlowNet in one file: a grid, a sampler, flow matching and an exact check, on one thread.
 *
 * <p>The network gives each edge s -&gt; s' of the graph a logit, the logarithm of its flow. The
 * flow of the edge STOP out of x is to be R(x), and in every other state as much has to flow in as
 * flows out: inflow(s) = R(s) + outflow(s). Then choosing edges in proportion to their flows ends
 * in x with probability R(x)/Z (Bengio et al. 2021, proposition 2). Mutable; not thread-safe.
 */
public final class MinimalGflowNet {
  private static final int NDIM = 2;
  private static final int BATCH = 16;
  private static final double LEARNING_RATE = 0.003;
  private static final double[] NO_SCALARS = {};

  private final long seed;
  private final HypergridEnvironment grid;
  private final LogReward<GridState> reward;
  private final FlowModel model;
  private final float[] parameters;
  private final Updater updater;
  private final FlowMatching objective = new FlowMatching(0.0, 1.0, FlowMatching.Reduction.MEAN);
  private final OutputGradients outputGradients = new OutputGradients(1, 0);
  private final GradientSum sum;
  private final float[] gradient;
  private final StateTable<GridState> table;
  private long step;

  /**
   * An untrained GFlowNet on a grid of two dimensions with the paper's reward.
   *
   * @param height cells per dimension, at least 2
   * @param seed of first parameters and trajectories
   */
  public MinimalGflowNet(int height, long seed) {
    this.seed = seed;
    grid = new HypergridEnvironment(NDIM, height, TerminationRule.MASKED);
    reward = HypergridRewards.byName("original", NDIM, height, Map.of());
    MlpSpec spec =
        new MlpSpec(grid.numFeatures(), List.of(64, 64), grid.numActions(), Activation.LEAKY_RELU);
    model = Engines.select(Engines.AUTO, spec).create();
    parameters = Initialization.UNIFORM.parameters(spec, seed);
    model.load(parameters);
    updater = UpdaterSettings.adam().create(spec.numParameters());
    sum = new GradientSum(objective.numParts(), spec.numParameters());
    gradient = new float[spec.numParameters()];
    table = new StateTable<>(grid, model);
  }

  /** Draws trajectories from the policy that the flows stand for. */
  public List<Trajectory<GridState>> sample(int count) {
    table.clear();
    return new Sampler<>(grid, reward).sample(table, Exploration.NONE, seed, step, 0, count);
  }

  /** Takes one step of training and returns the loss before it. */
  public double trainStep() {
    List<Trajectory<GridState>> trajectories = sample(BATCH);
    // The derivative of the loss by each logit, and from there by each parameter.
    objective.evaluate(table, trajectories, NO_SCALARS, outputGradients);
    sum.clear();
    model.backward(table.batch(), outputGradients.gradient(0), sum.vector(0));
    outputGradients.addTo(sum);
    double loss = objective.combine(sum, gradient);
    updater.update(parameters, gradient, LEARNING_RATE, step++);
    model.load(parameters);
    return loss;
  }

  /** log inflow(s) of a cell other than the origin: over all its parents. */
  public double logInflow(GridState cell) {
    table.clear();
    IntList parents = new IntList();
    grid.backwardActions(cell, parents);
    double inflow = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < parents.size(); i++) {
      // On the grid, action d leads back along the edge of backward action d.
      int row = table.intern(grid.backstep(cell, parents.get(i)));
      table.evaluate();
      int position = table.batch().outputPosition(row, parents.get(i));
      inflow = LogSpace.logAddExp(inflow, table.logits()[position]);
    }
    return inflow;
  }

  /** log (R(s) + outflow(s)): over all actions but STOP, in whose place the reward stands. */
  public double logRewardAndOutflow(GridState cell) {
    table.clear();
    int row = table.intern(cell);
    table.evaluate();
    double flow = reward.logReward(cell);
    // STOP has the largest number, so its logit is the row's last.
    for (int p = table.batch().outputOffset(row); p < table.forwardEnd(row) - 1; p++) {
      flow = LogSpace.logAddExp(flow, table.logits()[p]);
    }
    return flow;
  }

  /** The exact distance, by dynamic programming over all cells, between the policy and R/Z. */
  public double totalVariation() {
    double[] learned =
        ExactDistribution.of(grid, new ModelLogitSource<>(grid, model)).probabilities();
    return DistributionDistances.between(learned, ExactTarget.of(grid, reward).probabilities())
        .totalVariation();
  }

  /** Trains on the 8 x 8 grid and prints the distance as it falls. */
  public static void main(String[] args) {
    run(2000, System.out);
  }

  static MinimalGflowNet run(int steps, PrintStream out) {
    MinimalGflowNet gflownet = new MinimalGflowNet(8, 0);
    out.printf("before training: TV %.3f%n", gflownet.totalVariation());
    for (int i = 1; i <= steps; i++) {
      double loss = gflownet.trainStep();
      if (i % 500 == 0) {
        out.printf("step %d: loss %.4f, TV %.3f%n", i, loss, gflownet.totalVariation());
      }
    }
    return gflownet;
  }
}

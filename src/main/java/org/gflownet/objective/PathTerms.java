package org.gflownet.objective;

import java.util.Arrays;
import java.util.List;
import org.gflownet.env.Environment;
import org.gflownet.math.IntList;
import org.gflownet.math.LogSpace;
import org.gflownet.model.StateTable;
import org.gflownet.trajectory.Trajectory;

/**
 * The logarithms that trajectory losses are made of, for all trajectories of a slice, and the way
 * back from derivatives by them to derivatives by the model's outputs.
 *
 * <p>Trajectory i has the nodes {@code node(i) .. node(i + 1) - 1}: its states s0 to x and, where
 * it ended by STOP, the sink. Between a node n and the next lies a transition, which has n's
 * number:
 *
 * <ul>
 *   <li>{@code logPf[n]} is log P_F of the transition, the log-sum-exp over all actions that make
 *       it minus that over all legal actions;
 *   <li>{@code logPb[n]} is log P_B of the way back: learned, or uniform over distinct parents; 0
 *       for STOP;
 *   <li>{@code logFlow[n]} is log F of the node: the model's, plus log R(s) in the forward-looking
 *       form (Pan et al. 2023); log R(x) at the last node of a trajectory.
 * </ul>
 *
 * <p>A loss reads these, writes its derivatives to {@code dLogPf}, {@code dLogPb} and {@code
 * dLogFlow} and calls {@link #spread}. Memory grows to the largest slice and is used again. Not
 * thread-safe.
 */
final class PathTerms {
  private final boolean logFlows;
  private final boolean forwardLooking;

  double[] logPf = new double[64];
  double[] logPb = new double[64];
  double[] logFlow = new double[64];
  double[] dLogPf = new double[64];
  double[] dLogPb = new double[64];
  double[] dLogFlow = new double[64];

  private final IntList nodes = new IntList();
  // By node: row of the state, -1 for the sink; positions of the edge's logits; position of the
  // backward logit, -1 where uniform.
  private final IntList rows = new IntList();
  private final IntList edges = new IntList();
  private final IntList edgeOffsets = new IntList();
  private final IntList backwardPositions = new IntList();
  private final IntList numParents = new IntList();
  private final IntList backwardActions = new IntList();
  private final IntList edgeActions = new IntList();
  private double[] logEdges = new double[64];
  private double[] forwardTotals = new double[64];
  private double[] backwardTotals = new double[64];
  private double[] forwardWeights = new double[64];
  private double[] backwardWeights = new double[64];

  /**
   * Empty terms.
   *
   * @param logFlows whether the loss reads log-flows of states
   * @param forwardLooking whether log R(s) is part of them
   */
  PathTerms(boolean logFlows, boolean forwardLooking) {
    this.logFlows = logFlows;
    this.forwardLooking = forwardLooking;
  }

  /** Reads the trajectories of a slice; their states are evaluated here where they are new. */
  <S> void read(StateTable<S> table, List<Trajectory<S>> trajectories) {
    nodes.clear();
    rows.clear();
    edges.clear();
    edgeOffsets.clear();
    backwardPositions.clear();
    numParents.clear();
    for (Trajectory<S> trajectory : trajectories) {
      nodes.add(rows.size());
      addNodes(table, trajectory);
    }
    nodes.add(rows.size());
    edgeOffsets.add(edges.size());
    table.evaluate();
    reserve(rows.size(), table.numRows());
    fillTotals(table);
    for (int i = 0; i < trajectories.size(); i++) {
      fill(table, i, trajectories.get(i).logReward());
    }
  }

  private <S> void addNodes(StateTable<S> table, Trajectory<S> trajectory) {
    List<S> states = trajectory.states();
    int row = table.intern(states.get(0));
    for (int t = 0; t + 1 < states.size(); t++) {
      int next = table.intern(states.get(t + 1));
      rows.add(row);
      edgeOffsets.add(edges.size());
      addEdge(table, row, trajectory, t, next);
      row = next;
    }
    rows.add(row);
    edgeOffsets.add(edges.size());
    backwardPositions.add(-1);
    numParents.add(1);
    if (trajectory.stopped()) {
      edges.add(table.batch().outputPosition(row, table.environment().stopAction()));
      rows.add(-1);
      edgeOffsets.add(edges.size());
      backwardPositions.add(-1);
      numParents.add(1);
    }
  }

  /** Notes all actions from one state to the next, and the way back. */
  private <S> void addEdge(
      StateTable<S> table, int row, Trajectory<S> trajectory, int t, int nextRow) {
    Environment<S> environment = table.environment();
    S next = trajectory.states().get(t + 1);
    backwardActions.clear();
    environment.backwardActions(next, backwardActions);
    int back = environment.wayBack(next, trajectory.states().get(t), backwardActions);
    numParents.add(Math.max(1, backwardActions.size()));
    if (back < 0) {
      // Where states are not identified, a state need not be found among the parents of its child.
      backwardPositions.add(-1);
      edges.add(table.batch().outputPosition(row, trajectory.actions()[t]));
      return;
    }
    backwardPositions.add(
        table.heads().hasBackwardPolicy() ? table.forwardEnd(nextRow) + back : -1);
    edgeActions.clear();
    environment.edgeActions(next, backwardActions.get(back), edgeActions);
    for (int a = 0; a < edgeActions.size(); a++) {
      edges.add(table.batch().outputPosition(row, edgeActions.get(a)));
    }
  }

  private void reserve(int numNodes, int numRows) {
    if (logPf.length < numNodes) {
      int length = 2 * numNodes;
      logPf = new double[length];
      logPb = new double[length];
      logFlow = new double[length];
      dLogPf = new double[length];
      dLogPb = new double[length];
      dLogFlow = new double[length];
      logEdges = new double[length];
    }
    if (forwardTotals.length < numRows) {
      int length = 2 * numRows;
      forwardTotals = new double[length];
      backwardTotals = new double[length];
      forwardWeights = new double[length];
      backwardWeights = new double[length];
    }
    clearDerivatives();
  }

  /** Makes all derivatives 0 again. */
  void clearDerivatives() {
    Arrays.fill(dLogPf, 0, rows.size(), 0.0);
    Arrays.fill(dLogPb, 0, rows.size(), 0.0);
    Arrays.fill(dLogFlow, 0, rows.size(), 0.0);
  }

  private void fillTotals(StateTable<?> table) {
    float[] outputs = table.logits();
    boolean learned = table.heads().hasBackwardPolicy();
    for (int row = 0; row < table.numRows(); row++) {
      int end = table.forwardEnd(row);
      forwardTotals[row] = LogSpace.logSumExp(outputs, table.batch().outputOffset(row), end);
      if (learned) {
        backwardTotals[row] = LogSpace.logSumExp(outputs, end, table.backwardEnd(row));
      }
    }
  }

  private void fill(StateTable<?> table, int trajectory, double logReward) {
    float[] outputs = table.logits();
    int last = node(trajectory + 1) - 1;
    for (int n = node(trajectory); n < last; n++) {
      logEdges[n] = logSumEdges(outputs, n);
      logPf[n] = logEdges[n] - forwardTotals[rows.get(n)];
      int back = backwardPositions.get(n);
      logPb[n] =
          back < 0
              ? -LogSpace.log(numParents.get(n))
              : outputs[back] - backwardTotals[rows.get(n + 1)];
      if (logFlows) {
        int row = rows.get(n);
        logFlow[n] =
            outputs[table.logFlowPosition(row)] + (forwardLooking ? table.logReward(row) : 0.0);
      }
    }
    logFlow[last] = logReward;
  }

  private double logSumEdges(float[] outputs, int n) {
    int from = edgeOffsets.get(n);
    double sum = outputs[edges.get(from)];
    for (int e = from + 1; e < edgeOffsets.get(n + 1); e++) {
      sum = LogSpace.logAddExp(sum, outputs[edges.get(e)]);
    }
    return sum;
  }

  /** First node of a trajectory; behind the last trajectory, the number of nodes. */
  int node(int trajectory) {
    return nodes.get(trajectory);
  }

  /** log R(x) of a trajectory. */
  double logReward(int trajectory) {
    return logFlow[node(trajectory + 1) - 1];
  }

  /** Sum of log P_F over a trajectory. */
  double sumLogPf(int trajectory) {
    double sum = 0.0;
    for (int n = node(trajectory); n < node(trajectory + 1) - 1; n++) {
      sum += logPf[n];
    }
    return sum;
  }

  /** Sum of log P_B over a trajectory. */
  double sumLogPb(int trajectory) {
    double sum = 0.0;
    for (int n = node(trajectory); n < node(trajectory + 1) - 1; n++) {
      sum += logPb[n];
    }
    return sum;
  }

  /**
   * Adds d to the derivatives by all log P_F of a trajectory and takes it from those by log P_B.
   */
  void addToPath(int trajectory, double d) {
    for (int n = node(trajectory); n < node(trajectory + 1) - 1; n++) {
      dLogPf[n] += d;
      dLogPb[n] -= d;
    }
  }

  /** Adds the derivatives by the model's outputs to {@code gradient}, in the flat output order. */
  void spread(StateTable<?> table, double[] gradient) {
    float[] outputs = table.logits();
    Arrays.fill(forwardWeights, 0, table.numRows(), 0.0);
    Arrays.fill(backwardWeights, 0, table.numRows(), 0.0);
    for (int i = 0; i + 1 < nodes.size(); i++) {
      for (int n = node(i); n < node(i + 1) - 1; n++) {
        spreadTransition(table, n, outputs, gradient);
      }
    }
    for (int row = 0; row < table.numRows(); row++) {
      int end = table.forwardEnd(row);
      takeSoftmax(
          outputs,
          table.batch().outputOffset(row),
          end,
          forwardWeights[row],
          forwardTotals[row],
          gradient);
      if (backwardWeights[row] != 0.0) {
        takeSoftmax(
            outputs,
            end,
            table.backwardEnd(row),
            backwardWeights[row],
            backwardTotals[row],
            gradient);
      }
    }
  }

  private void spreadTransition(StateTable<?> table, int n, float[] outputs, double[] gradient) {
    int row = rows.get(n);
    for (int e = edgeOffsets.get(n); e < edgeOffsets.get(n + 1); e++) {
      int position = edges.get(e);
      gradient[position] += dLogPf[n] * LogSpace.exp(outputs[position] - logEdges[n]);
    }
    forwardWeights[row] += dLogPf[n];
    int back = backwardPositions.get(n);
    if (back >= 0) {
      gradient[back] += dLogPb[n];
      backwardWeights[rows.get(n + 1)] += dLogPb[n];
    }
    if (logFlows) {
      gradient[table.logFlowPosition(row)] += dLogFlow[n];
    }
  }

  private static void takeSoftmax(
      float[] outputs, int from, int to, double weight, double total, double[] gradient) {
    if (weight == 0.0) {
      return;
    }
    for (int p = from; p < to; p++) {
      gradient[p] -= weight * LogSpace.exp(outputs[p] - total);
    }
  }
}

package org.gflownet.objective;

import java.util.Arrays;
import java.util.List;
import org.gflownet.env.Environment;
import org.gflownet.env.Termination;
import org.gflownet.math.FloatVectors;
import org.gflownet.math.IntList;
import org.gflownet.math.LogSpace;
import org.gflownet.model.StateTable;
import org.gflownet.trajectory.Trajectory;

/**
 * Flow matching (Bengio et al. 2021, equation 12) in log space.
 *
 * <p>Every visited state s' other than s0 gives the inner term
 *
 * <pre>
 * ( log[eps + sum over (s,a) with T(s,a)=s' of exp F(s,a)] - log[eps + sum over a' of exp F(s',a')] )^2
 * </pre>
 *
 * where:
 *
 * <ul>
 *   <li>F(s, a) is the model's logit, the logarithm of an edge flow;
 *   <li>(s, a) runs over distinct parents and all of their actions that lead to s';
 *   <li>a' runs over the legal actions of s', STOP included.
 * </ul>
 *
 * and every trajectory that stops in x the terminal term ( log[eps + exp F(x, STOP)] - log[eps +
 * R(x)] )^2. A state that forces termination has no STOP logit: it gives one terminal term (
 * log[eps + inflow] - log[eps + R(x)] )^2. R enters once. log Z is the log-sum-exp of s0's logits;
 * there is no parameter for it.
 *
 * <p>Each distinct state of a slice is treated once, weighted by its number of visits.
 */
public final class FlowMatching implements Objective {
  private static final int INNER = 0;

  private final double logEps;
  private final double terminalWeight;
  private final Reduction reduction;
  private final int terminalPart;

  // Scratch of one slice. Distinct inner rows, in the order of their first visit, and their
  // parents' edges as flat output positions.
  private final IntList innerRows = new IntList();
  private final IntList edgeOffsets = new IntList();
  private final IntList edges = new IntList();
  private final IntList backwardActions = new IntList();
  private final IntList edgeActions = new IntList();
  private int[] visits = new int[0];
  private double[] shares = new double[16];

  /** How terms become one loss. */
  public enum Reduction {
    /** (sum of inner terms + terminal-weight * sum of terminal terms) / number of terms. */
    MEAN,
    /** mean of inner terms + terminal-weight * mean of terminal terms. */
    BALANCED
  }

  /**
   * The objective.
   *
   * @param eps the paper's epsilon, added to flows and reward inside the logarithms; 0 or more
   * @param terminalWeight weight of terminal terms (the paper's leaf coefficient), positive
   * @param reduction how terms become one loss
   */
  public FlowMatching(double eps, double terminalWeight, Reduction reduction) {
    if (!(eps >= 0.0 && eps < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("eps must be finite and not negative, was " + eps);
    }
    if (!(terminalWeight > 0.0 && terminalWeight < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("terminal weight must be positive, was " + terminalWeight);
    }
    this.logEps = LogSpace.log(eps);
    this.terminalWeight = terminalWeight;
    this.reduction = reduction;
    this.terminalPart = reduction == Reduction.BALANCED ? 1 : INNER;
  }

  @Override
  public int numParts() {
    return reduction == Reduction.BALANCED ? 2 : 1;
  }

  @Override
  public <S> void evaluate(
      StateTable<S> table,
      List<Trajectory<S>> trajectories,
      double[] scalars,
      OutputGradients out) {
    collectInnerStates(table, trajectories);
    collectEdges(table);
    // One block of edges per trajectory that was forced to end, behind those of the inner states.
    int numInner = innerRows.size();
    for (Trajectory<S> trajectory : trajectories) {
      if (trajectory.stopped()) {
        // Only s0 may be new here: it is no inner state, and the trajectories may come from
        // elsewhere.
        table.intern(trajectory.terminatingState());
      } else {
        addEdges(table, trajectory.terminatingState());
      }
    }
    table.evaluate();
    out.reset(table.batch().numOutputs());
    float[] logits = table.logits();
    for (int i = 0; i < numInner; i++) {
      innerTerm(i, table, logits, out);
    }
    int forced = numInner;
    for (Trajectory<S> trajectory : trajectories) {
      if (trajectory.stopped()) {
        stopTerm(table, trajectory, logits, out);
      } else {
        forcedTerm(forced++, trajectory.logReward(), logits, out);
      }
    }
  }

  /** Counts the visits of each inner state: all but s0 and those that force termination. */
  private <S> void collectInnerStates(StateTable<S> table, List<Trajectory<S>> trajectories) {
    innerRows.clear();
    Arrays.fill(visits, 0);
    Environment<S> environment = table.environment();
    for (Trajectory<S> trajectory : trajectories) {
      List<S> states = trajectory.states();
      for (int t = 1; t < states.size(); t++) {
        boolean last = t == states.size() - 1;
        if (last && environment.termination(states.get(t)) == Termination.FORCED) {
          continue;
        }
        int row = table.intern(states.get(t));
        if (row >= visits.length) {
          visits = Arrays.copyOf(visits, Math.max(row + 1, visits.length * 2 + 64));
        }
        if (visits[row]++ == 0) {
          innerRows.add(row);
        }
      }
    }
  }

  private <S> void collectEdges(StateTable<S> table) {
    edges.clear();
    edgeOffsets.clear();
    edgeOffsets.add(0);
    for (int i = 0; i < innerRows.size(); i++) {
      addEdges(table, table.state(innerRows.get(i)));
    }
  }

  private <S> void addEdges(StateTable<S> table, S state) {
    Environment<S> environment = table.environment();
    backwardActions.clear();
    environment.backwardActions(state, backwardActions);
    for (int b = 0; b < backwardActions.size(); b++) {
      int backwardAction = backwardActions.get(b);
      int parent = table.intern(environment.backstep(state, backwardAction));
      edgeActions.clear();
      environment.edgeActions(state, backwardAction, edgeActions);
      for (int a = 0; a < edgeActions.size(); a++) {
        edges.add(table.batch().outputPosition(parent, edgeActions.get(a)));
      }
    }
    edgeOffsets.add(edges.size());
  }

  private void innerTerm(int i, StateTable<?> table, float[] logits, OutputGradients out) {
    int row = innerRows.get(i);
    int from = table.batch().outputOffset(row);
    int to = table.forwardEnd(row);
    int numEdges = edgeOffsets.get(i + 1) - edgeOffsets.get(i);
    double logEdgeSum = logInflow(i, logits);
    double logOutputSum = logOutflow(logits, from, to, numEdges);
    double logInflow = LogSpace.logAddExp(logEps, logEdgeSum);
    double logOutflow = LogSpace.logAddExp(logEps, logOutputSum);
    double delta = logInflow - logOutflow;
    int count = visits[row];
    out.add(INNER, count, count * delta * delta);
    double[] gradient = out.gradient(INNER);
    double scale = 2.0 * count * delta;
    spreadOverEdges(i, scale * LogSpace.exp(logEdgeSum - logInflow), gradient);
    double outScale = scale * LogSpace.exp(logOutputSum - logOutflow);
    for (int p = from; p < to; p++) {
      gradient[p] -= outScale * shares[numEdges + p - from];
    }
  }

  private <S> void stopTerm(
      StateTable<S> table, Trajectory<S> trajectory, float[] logits, OutputGradients out) {
    int row = table.intern(trajectory.terminatingState());
    int position = table.batch().outputPosition(row, table.environment().stopAction());
    double logInflow = LogSpace.logAddExp(logEps, logits[position]);
    double delta = logInflow - LogSpace.logAddExp(logEps, trajectory.logReward());
    out.add(terminalPart, 1.0, terminalScale() * delta * delta);
    out.gradient(terminalPart)[position] +=
        2.0 * terminalScale() * delta * LogSpace.exp(logits[position] - logInflow);
  }

  private void forcedTerm(int i, double logReward, float[] logits, OutputGradients out) {
    double logEdgeSum = logInflow(i, logits);
    double logInflow = LogSpace.logAddExp(logEps, logEdgeSum);
    double delta = logInflow - LogSpace.logAddExp(logEps, logReward);
    out.add(terminalPart, 1.0, terminalScale() * delta * delta);
    double scale = 2.0 * terminalScale() * delta * LogSpace.exp(logEdgeSum - logInflow);
    spreadOverEdges(i, scale, out.gradient(terminalPart));
  }

  /** In a balanced loss the weight is applied to the mean, in {@link #combine}. */
  private double terminalScale() {
    return reduction == Reduction.BALANCED ? 1.0 : terminalWeight;
  }

  /** Leaves each edge's share of the inflow in {@link #shares}, from its beginning. */
  private double logInflow(int i, float[] logits) {
    int from = edgeOffsets.get(i);
    int count = edgeOffsets.get(i + 1) - from;
    ensureShares(count);
    for (int e = 0; e < count; e++) {
      shares[e] = logits[edges.get(from + e)];
    }
    return LogSpace.toShares(shares, 0, count);
  }

  /** Leaves each output's share of the outflow in {@link #shares}, behind those of the edges. */
  private double logOutflow(float[] logits, int from, int to, int numEdges) {
    int end = numEdges + to - from;
    ensureShares(end);
    for (int p = from; p < to; p++) {
      shares[numEdges + p - from] = logits[p];
    }
    return LogSpace.toShares(shares, numEdges, end);
  }

  private void ensureShares(int count) {
    if (shares.length < count) {
      shares = Arrays.copyOf(shares, count * 2);
    }
  }

  private void spreadOverEdges(int i, double scale, double[] gradient) {
    int from = edgeOffsets.get(i);
    int count = edgeOffsets.get(i + 1) - from;
    for (int e = 0; e < count; e++) {
      gradient[edges.get(from + e)] += scale * shares[e];
    }
  }

  @Override
  public double combine(GradientSum sum, float[] gradient) {
    Arrays.fill(gradient, 0f);
    double loss = addMean(sum, INNER, 1.0, gradient);
    if (reduction == Reduction.BALANCED) {
      loss += addMean(sum, terminalPart, terminalWeight, gradient);
    }
    return loss;
  }

  /** The log-sum-exp of the flows out of s0. */
  @Override
  public <S> double logZ(StateTable<S> table, double[] scalars) {
    int row = table.intern(table.environment().initialState());
    table.evaluate();
    return LogSpace.logSumExp(
        table.logits(), table.batch().outputOffset(row), table.forwardEnd(row));
  }

  private static double addMean(GradientSum sum, int part, double factor, float[] gradient) {
    // A batch whose trajectories all stop at s0 has no inner term.
    if (sum.weight(part) == 0.0) {
      return 0.0;
    }
    double scale = factor / sum.weight(part);
    FloatVectors.addScaledInPlace(gradient, (float) scale, sum.vector(part));
    return scale * sum.loss(part);
  }
}

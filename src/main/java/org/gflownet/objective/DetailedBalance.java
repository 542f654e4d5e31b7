package org.gflownet.objective;

import java.util.List;
import org.gflownet.model.StateTable;
import org.gflownet.trajectory.Trajectory;

/**
 * Detailed balance (Bengio et al. 2023, arXiv 2111.09266): the mean over trajectories of the mean
 * over a trajectory's transitions of
 *
 * <pre>( log F(s) + log P_F(s' | s) - log F(s') - log P_B(s | s') )^2</pre>
 *
 * where log F(s') is log R(x) for the sink, and P_B from there 1; a state that forces termination
 * has F(x) = R(x) and no transition behind it. P_F and P_B as in {@link TrajectoryBalance}. log Z
 * is the log-flow of s0.
 *
 * <p>In the forward-looking form (Pan et al. 2023, arXiv 2302.01687) the model's output is log F(s)
 * - log R(s), for environments whose every state has a reward.
 */
public final class DetailedBalance implements Objective {
  private final boolean forwardLooking;
  private final PathTerms terms;

  /**
   * The objective.
   *
   * @param forwardLooking whether log R(s) is part of a state's log-flow
   */
  public DetailedBalance(boolean forwardLooking) {
    this.forwardLooking = forwardLooking;
    this.terms = new PathTerms(true, forwardLooking);
  }

  @Override
  public int numParts() {
    return 1;
  }

  @Override
  public <S> void evaluate(
      StateTable<S> table,
      List<Trajectory<S>> trajectories,
      double[] scalars,
      OutputGradients out) {
    terms.read(table, trajectories);
    out.reset(table.batch().numOutputs());
    for (int i = 0; i < trajectories.size(); i++) {
      out.add(0, 1.0, trajectory(terms.node(i), terms.node(i + 1) - 1));
    }
    terms.spread(table, out.gradient(0));
  }

  private double trajectory(int first, int last) {
    double loss = 0.0;
    double weight = 1.0 / (last - first);
    for (int n = first; n < last; n++) {
      double delta = terms.logFlow[n] + terms.logPf[n] - terms.logFlow[n + 1] - terms.logPb[n];
      double d = 2.0 * weight * delta;
      loss += weight * delta * delta;
      terms.dLogFlow[n] += d;
      terms.dLogPf[n] += d;
      terms.dLogPb[n] -= d;
      // The last node's flow is the reward: nothing reads its derivative.
      terms.dLogFlow[n + 1] -= d;
    }
    return loss;
  }

  @Override
  public double combine(GradientSum sum, float[] gradient) {
    return Means.mean(sum, gradient);
  }

  @Override
  public <S> double logZ(StateTable<S> table, double[] scalars) {
    return Means.sourceLogFlow(table, forwardLooking);
  }
}

package org.gflownet.objective;

import java.util.List;
import org.gflownet.model.StateTable;
import org.gflownet.trajectory.Trajectory;

/**
 * Trajectory balance (Malkin et al. 2022, arXiv 2201.13259, equation 14): the mean over
 * trajectories of
 *
 * <pre>( log Z + sum of log P_F(s_t+1 | s_t) - log R(x) - sum of log P_B(s_t | s_t+1) )^2</pre>
 *
 * where:
 *
 * <ul>
 *   <li>log Z is a parameter, the last of the flat vector, or, where trajectories start from
 *       several sources, the log-flow that the model gives to the trajectory's;
 *   <li>P_F(s' | s) is the probability of all actions that lead from s to s', STOP has its own; a
 *       state that forces termination ends with probability 1;
 *   <li>P_B is uniform over distinct parents, or the model's.
 * </ul>
 */
public final class TrajectoryBalance implements Objective {
  private final boolean sourceFlows;
  private final PathTerms terms;

  /** The objective with a parameter for log Z. */
  public TrajectoryBalance() {
    this(false);
  }

  /**
   * The objective.
   *
   * @param sourceFlows whether log Z is the log-flow of the source that a trajectory starts from
   */
  public TrajectoryBalance(boolean sourceFlows) {
    this.sourceFlows = sourceFlows;
    this.terms = new PathTerms(sourceFlows, false);
  }

  @Override
  public int numParts() {
    return 1;
  }

  @Override
  public int numScalars() {
    return sourceFlows ? 0 : 1;
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
      int source = terms.node(i);
      double logZ = sourceFlows ? terms.logFlow[source] : scalars[0];
      double delta = logZ + terms.sumLogPf(i) - terms.logReward(i) - terms.sumLogPb(i);
      out.add(0, 1.0, delta * delta);
      if (sourceFlows) {
        terms.dLogFlow[source] += 2.0 * delta;
      } else {
        out.scalarGradient(0)[0] += 2.0 * delta;
      }
      terms.addToPath(i, 2.0 * delta);
    }
    terms.spread(table, out.gradient(0));
  }

  @Override
  public double combine(GradientSum sum, float[] gradient) {
    return Means.mean(sum, gradient);
  }

  @Override
  public <S> double logZ(StateTable<S> table, double[] scalars) {
    return sourceFlows ? Means.sourceLogFlow(table, false) : scalars[0];
  }
}

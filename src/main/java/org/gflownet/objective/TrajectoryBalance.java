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
 *   <li>log Z is a parameter, the last of the flat vector;
 *   <li>P_F(s' | s) is the probability of all actions that lead from s to s', STOP has its own; a
 *       state that forces termination ends with probability 1;
 *   <li>P_B is uniform over distinct parents, or the model's.
 * </ul>
 */
public final class TrajectoryBalance implements Objective {
  private final PathTerms terms = new PathTerms(false, false);

  @Override
  public int numParts() {
    return 1;
  }

  @Override
  public int numScalars() {
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
    double logZ = scalars[0];
    for (int i = 0; i < trajectories.size(); i++) {
      double delta = logZ + terms.sumLogPf(i) - terms.logReward(i) - terms.sumLogPb(i);
      out.add(0, 1.0, delta * delta);
      out.scalarGradient(0)[0] += 2.0 * delta;
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
    return scalars[0];
  }
}

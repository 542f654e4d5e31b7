package org.gflownet.objective;

import java.util.Arrays;
import java.util.List;
import org.gflownet.math.FloatVectors;
import org.gflownet.model.StateTable;
import org.gflownet.trajectory.Trajectory;

/**
 * The log-variance loss (Richter et al. 2020; Zhang et al. 2023, arXiv 2302.05446; VarGrad): the
 * variance over the whole batch of
 *
 * <pre>u = log R(x) + sum of log P_B(s_t | s_t+1) - sum of log P_F(s_t+1 | s_t)</pre>
 *
 * <p>P_F and P_B as in {@link TrajectoryBalance}. Needs no log Z: at the optimum u is log Z for
 * every trajectory. A variance is no mean over slices, so two sums are kept: part 0 of (u - c)^2,
 * part 1 of u - c, and the derivative of {@code mean (u - c)^2 - (mean (u - c))^2} is formed after
 * the merge. c is the mean of a slice, the first one's after the merge: far from 0 the squares of u
 * itself would drown their differences.
 */
public final class LogVariance implements Objective {
  private static final int SQUARES = 0;
  private static final int VALUES = 1;

  private final PathTerms terms = new PathTerms(false, false);
  private double[] u = new double[64];

  @Override
  public int numParts() {
    return 2;
  }

  @Override
  public <S> void evaluate(
      StateTable<S> table,
      List<Trajectory<S>> trajectories,
      double[] scalars,
      OutputGradients out) {
    terms.read(table, trajectories);
    out.reset(table.batch().numOutputs());
    int count = trajectories.size();
    if (u.length < count) {
      u = new double[2 * count];
    }
    double sum = 0.0;
    for (int i = 0; i < count; i++) {
      u[i] = terms.logReward(i) + terms.sumLogPb(i) - terms.sumLogPf(i);
      sum += u[i];
    }
    double pivot = sum / count;
    out.setPivot(pivot);
    for (int i = 0; i < count; i++) {
      u[i] -= pivot;
      out.add(VALUES, 1.0, u[i]);
      terms.addToPath(i, -1.0);
    }
    terms.spread(table, out.gradient(VALUES));
    terms.clearDerivatives();
    for (int i = 0; i < count; i++) {
      out.add(SQUARES, 1.0, u[i] * u[i]);
      terms.addToPath(i, -2.0 * u[i]);
    }
    terms.spread(table, out.gradient(SQUARES));
  }

  @Override
  public double combine(GradientSum sum, float[] gradient) {
    double count = sum.weight(SQUARES);
    double mean = sum.loss(VALUES) / count;
    Arrays.fill(gradient, 0f);
    FloatVectors.addScaledInPlace(gradient, (float) (1.0 / count), sum.vector(SQUARES));
    FloatVectors.addScaledInPlace(gradient, (float) (-2.0 * mean / count), sum.vector(VALUES));
    return sum.loss(SQUARES) / count - mean * mean;
  }
}

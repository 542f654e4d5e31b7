package org.gflownet.objective;

import java.util.List;
import org.gflownet.math.LogSpace;
import org.gflownet.model.StateTable;
import org.gflownet.trajectory.Trajectory;

/**
 * Sub-trajectory balance (Madan et al. 2023, arXiv 2209.12782): the mean over trajectories of
 *
 * <pre>
 * sum over i &lt; j of lambda^(j - i) ( log F(s_i) + sum of log P_F - log F(s_j) - sum of log P_B )^2
 *   / sum over i &lt; j of lambda^(j - i)
 * </pre>
 *
 * over all pairs of nodes of a trajectory, the sink included, whose log F is log R(x). P_F and P_B
 * as in {@link TrajectoryBalance}; log Z is the log-flow of s0. As lambda goes to 0 this becomes
 * {@link DetailedBalance}, as it goes to infinity trajectory balance with log Z = log F(s0).
 *
 * <p>With g_n = log F(s_n) - sum over the path to s_n of (log P_F - log P_B) a term is (g_i -
 * g_j)^2, so a trajectory of T transitions takes O(T^2) operations, once. The forward-looking form
 * is that of {@link DetailedBalance}.
 */
public final class SubTrajectoryBalance implements Objective {
  private final boolean forwardLooking;
  private final double logLambda;
  private final PathTerms terms;
  private double[] g = new double[32];
  private double[] dG = new double[32];
  private double[] weights = new double[32];
  private int numWeights;

  /**
   * The objective.
   *
   * @param lambda 0 or more; 0 is detailed balance
   * @param forwardLooking whether log R(s) is part of a state's log-flow
   */
  public SubTrajectoryBalance(double lambda, boolean forwardLooking) {
    if (!(lambda >= 0.0 && lambda < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("lambda must be finite and not negative, was " + lambda);
    }
    this.logLambda = LogSpace.log(lambda);
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
    int length = last - first;
    reserve(length);
    fillG(first, length);
    double scale = 1.0 / totalWeight(length);
    double loss = 0.0;
    for (int i = 0; i < length; i++) {
      for (int j = i + 1; j <= length; j++) {
        double delta = g[i] - g[j];
        double weight = scale * weights[j - i];
        loss += weight * delta * delta;
        dG[i] += 2.0 * weight * delta;
        dG[j] -= 2.0 * weight * delta;
      }
    }
    // g_n falls with every log P_F before n: their derivative is minus the sum of those behind.
    double behind = 0.0;
    for (int n = length; n > 0; n--) {
      behind += dG[n];
      terms.dLogPf[first + n - 1] -= behind;
      terms.dLogPb[first + n - 1] += behind;
    }
    for (int n = 0; n < length; n++) {
      terms.dLogFlow[first + n] += dG[n];
    }
    return loss;
  }

  private void reserve(int length) {
    if (g.length <= length) {
      g = new double[2 * length];
      dG = new double[2 * length];
    }
    if (numWeights != length) {
      fillWeights(length);
    }
  }

  /** lambda^d relative to the largest, so that nothing overflows; weights[d] for distances d. */
  private void fillWeights(int length) {
    if (weights.length <= length) {
      weights = new double[2 * length];
    }
    int largest = logLambda > 0.0 ? length : 1;
    for (int d = 1; d <= length; d++) {
      weights[d] = d == largest ? 1.0 : LogSpace.exp((d - largest) * logLambda);
    }
    numWeights = length;
  }

  private double totalWeight(int length) {
    double sum = 0.0;
    for (int d = 1; d <= length; d++) {
      sum += (length + 1 - d) * weights[d];
    }
    return sum;
  }

  private void fillG(int first, int length) {
    double path = 0.0;
    for (int n = 0; n <= length; n++) {
      g[n] = terms.logFlow[first + n] - path;
      dG[n] = 0.0;
      if (n < length) {
        path += terms.logPf[first + n] - terms.logPb[first + n];
      }
    }
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

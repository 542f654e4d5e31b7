package org.gflownet.reward.hypergrid;

import java.util.List;
import org.gflownet.env.hypergrid.GridState;
import org.gflownet.env.hypergrid.TerminationRule;
import org.gflownet.math.LogSpace;

/**
 * R(s) = R0 + R1 prod_i (cos 50a_i + 1) phi(5a_i) (torchgfn), where: a = |s/(H-1) - 1/2| and phi is
 * the standard normal density.
 */
final class CosineReward extends HypergridReward {
  private static final double DENSITY_AT_0 = 1 / StrictMath.sqrt(2 * StrictMath.PI);

  private final double logR0;
  private final double logR1;
  private final double[] logFactors;

  CosineReward(int ndim, int height, double r0, double r1) {
    super(ndim, height);
    logR0 = LogSpace.log(checked("r0", r0));
    logR1 = LogSpace.log(checked("r1", r1));
    logFactors = new double[height];
    for (int s = 0; s < height; s++) {
      logFactors[s] = LogSpace.log(factor(s, height));
    }
  }

  /** (cos 50a + 1) phi(5a) of one coordinate. */
  static double factor(int coordinate, int height) {
    double a = Cells.deviation(coordinate, height) / (2.0 * (height - 1));
    return (StrictMath.cos(50 * a) + 1) * DENSITY_AT_0 * LogSpace.exp(-12.5 * a * a);
  }

  @Override
  double logRewardOf(GridState cell) {
    double logProduct = logR1;
    for (int d = 0; d < ndim(); d++) {
      logProduct += logFactors[cell.coordinate(d)];
    }
    return LogSpace.logAddExp(logR0, logProduct);
  }

  @Override
  public double lowerBound() {
    return logR0;
  }

  @Override
  List<Component> components() {
    int h = height();
    return List.of(
        Component.uniform(logR0, ndim(), Factor.one(h)),
        Component.uniform(logR1, ndim(), Factor.of(h, s -> factor(s, h))));
  }

  @Override
  public HypergridModes modes(TerminationRule rule) {
    return new CosineModes(ndim(), height(), rule);
  }
}

package org.gflownet.reward.hypergrid;

import java.util.List;
import org.gflownet.env.hypergrid.GridState;
import org.gflownet.env.hypergrid.TerminationRule;
import org.gflownet.math.LogSpace;

/**
 * R(s) = R0 + R1 [outer in every coordinate] + R2 [band in every coordinate] (Bengio et al. 2021,
 * section 4.1), where: outer is a &gt; 1/4, band is 3/10 &lt; a &lt; 4/10, a = |s/(H-1) - 1/2|.
 */
final class OriginalReward extends HypergridReward {
  private final double r0;
  private final double r1;
  private final double r2;
  private final double logNone;
  private final double logOuter;
  private final double logBand;

  OriginalReward(int ndim, int height, double r0, double r1, double r2) {
    super(ndim, height);
    this.r0 = checked("r0", r0);
    this.r1 = checked("r1", r1);
    this.r2 = checked("r2", r2);
    logNone = LogSpace.log(r0);
    logOuter = LogSpace.log(r0 + r1);
    logBand = LogSpace.log(checked("r0 + r1 + r2", r0 + r1 + r2));
  }

  @Override
  double logRewardOf(GridState cell) {
    boolean band = true;
    for (int d = 0; d < ndim(); d++) {
      if (!Cells.isOuter(cell.coordinate(d), height())) {
        return logNone;
      }
      band &= Cells.isBand(cell.coordinate(d), height());
    }
    return band ? logBand : logOuter;
  }

  @Override
  public double lowerBound() {
    return logNone;
  }

  @Override
  List<Component> components() {
    int h = height();
    return List.of(
        Component.uniform(LogSpace.log(r0), ndim(), Factor.one(h)),
        Component.uniform(LogSpace.log(r1), ndim(), Factor.indicator(h, s -> Cells.isOuter(s, h))),
        Component.uniform(LogSpace.log(r2), ndim(), Factor.indicator(h, s -> Cells.isBand(s, h))));
  }

  @Override
  public HypergridModes modes(TerminationRule rule) {
    return new BandModes(ndim(), height());
  }
}

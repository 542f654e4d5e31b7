package org.gflownet.reward.hypergrid;

import java.util.ArrayList;
import java.util.List;
import org.gflownet.env.hypergrid.GridState;
import org.gflownet.env.hypergrid.TerminationRule;
import org.gflownet.math.LogSpace;

/**
 * R(s) = R0 + R1 - R1 [a &gt; 1/10 in every coordinate] + R2 [3/10 &lt; a &lt; 4/10 in every
 * coordinate] (torchgfn), where: a = |s/(H-1) - 1/2|. The middle pays R1 and the way to the modes
 * does not.
 */
final class DeceptiveReward extends HypergridReward {
  private final double r0;
  private final double r1;
  private final double r2;
  private final double logMiddle;
  private final double logNone;
  private final double logBand;

  DeceptiveReward(int ndim, int height, double r0, double r1, double r2) {
    super(ndim, height);
    this.r0 = checked("r0", r0);
    this.r1 = checked("r1", r1);
    this.r2 = checked("r2", r2);
    logMiddle = LogSpace.log(checked("r0 + r1", r0 + r1));
    logNone = LogSpace.log(r0);
    logBand = LogSpace.log(checked("r0 + r2", r0 + r2));
  }

  @Override
  double logRewardOf(GridState cell) {
    boolean band = true;
    for (int d = 0; d < ndim(); d++) {
      if (!Cells.isOffCentre(cell.coordinate(d), height())) {
        return logMiddle;
      }
      band &= Cells.isBand(cell.coordinate(d), height());
    }
    return band ? logBand : logNone;
  }

  @Override
  public double lowerBound() {
    return logNone;
  }

  /** 1 - prod_i e_i = sum_i (prod_{j &lt; i} e_j) (1 - e_i), which has no negative term. */
  @Override
  List<Component> components() {
    int h = height();
    Factor one = Factor.one(h);
    Factor off = Factor.indicator(h, s -> Cells.isOffCentre(s, h));
    Factor middle = Factor.indicator(h, s -> !Cells.isOffCentre(s, h));
    List<Component> components = new ArrayList<>();
    components.add(Component.uniform(LogSpace.log(r0), ndim(), one));
    components.add(
        Component.uniform(LogSpace.log(r2), ndim(), Factor.indicator(h, s -> Cells.isBand(s, h))));
    for (int i = 0; i < ndim(); i++) {
      components.add(new Component(LogSpace.log(r1), ndim(), i, off, middle, one));
    }
    return components;
  }

  @Override
  public HypergridModes modes(TerminationRule rule) {
    return new BandModes(ndim(), height());
  }
}

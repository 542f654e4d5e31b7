package org.gflownet.reward.hypergrid;

import java.util.ArrayList;
import java.util.List;
import org.gflownet.env.hypergrid.GridState;
import org.gflownet.env.hypergrid.TerminationRule;
import org.gflownet.math.LogSpace;

/**
 * R(s) = [s is a target] + 1e-12, where: a target is a permutation of k ones and D-k times H-2, for
 * any k from 0 to D-1 (generative augmented flow networks, Pan et al. 2023).
 */
final class SparseReward extends HypergridReward {
  private static final double FLOOR = 1e-12;

  private final double logTarget = LogSpace.log(1 + FLOOR);
  private final double logFloor = LogSpace.log(FLOOR);

  SparseReward(int ndim, int height) {
    super(ndim, height);
  }

  @Override
  double logRewardOf(GridState cell) {
    return isTarget(cell, height()) ? logTarget : logFloor;
  }

  /** All coordinates are 1 or H-2, and at least one is H-2. */
  static boolean isTarget(GridState cell, int height) {
    boolean far = false;
    for (int d = 0; d < cell.ndim(); d++) {
      int s = cell.coordinate(d);
      if (s != 1 && s != height - 2) {
        return false;
      }
      far |= s == height - 2;
    }
    return far;
  }

  @Override
  public double lowerBound() {
    return logFloor;
  }

  /** The targets by the first dimension i with H-2: ones before it, either value after it. */
  @Override
  List<Component> components() {
    int h = height();
    Factor far = Factor.indicator(h, s -> s == h - 2);
    Factor near = Factor.indicator(h, s -> s == 1 && s != h - 2);
    Factor either = Factor.indicator(h, s -> s == 1 || s == h - 2);
    List<Component> components = new ArrayList<>();
    components.add(Component.uniform(logFloor, ndim(), Factor.one(h)));
    for (int i = 0; i < ndim(); i++) {
      components.add(new Component(0.0, ndim(), i, near, far, either));
    }
    return components;
  }

  @Override
  public HypergridModes modes(TerminationRule rule) {
    return new SparseModes(ndim(), height(), rule);
  }
}

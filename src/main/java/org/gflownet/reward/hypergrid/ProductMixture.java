package org.gflownet.reward.hypergrid;

import java.util.List;
import org.gflownet.env.hypergrid.GridState;
import org.gflownet.env.hypergrid.TerminationRule;
import org.gflownet.math.LogSpace;
import org.gflownet.math.RandomStream;
import org.gflownet.reward.TargetDistribution;

/**
 * R/Z of a reward that is a sum of products over coordinates: a component is drawn by its mass,
 * then the coordinates one by one. Under the forced rule a component falls into the parts "no
 * coordinate at H-1" and "exactly one, below, at or above the pivot"; everything else is
 * unreachable.
 *
 * <p>Immutable, thread-safe. Cost: O(components) memory, O(D log H + log components) per sample.
 */
final class ProductMixture implements TargetDistribution<GridState> {
  private static final int PARTS = 4;

  private final int height;
  private final TerminationRule rule;
  private final List<Component> components;
  private final double[] cumulative;
  private final double logZ;

  ProductMixture(int height, List<Component> components, TerminationRule rule) {
    this.height = height;
    this.rule = rule;
    this.components = List.copyOf(components);
    double[] logMasses = logMasses();
    logZ = LogSpace.logSumExp(logMasses, 0, logMasses.length);
    if (logZ == Double.NEGATIVE_INFINITY) {
      throw new IllegalArgumentException("the reward is 0 in every reachable cell");
    }
    cumulative = new double[logMasses.length];
    double sum = 0;
    for (int i = 0; i < logMasses.length; i++) {
      sum += LogSpace.exp(logMasses[i] - logZ);
      cumulative[i] = sum;
    }
  }

  private double[] logMasses() {
    double[] masses = new double[components.size() * PARTS];
    for (int c = 0; c < components.size(); c++) {
      Component component = components.get(c);
      int at = c * PARTS;
      if (rule == TerminationRule.MASKED) {
        masses[at] = component.logTotal();
        masses[at + 1] = Double.NEGATIVE_INFINITY;
        masses[at + 2] = Double.NEGATIVE_INFINITY;
        masses[at + 3] = Double.NEGATIVE_INFINITY;
      } else {
        masses[at] = component.logInner();
        masses[at + 1] = component.logEdgeBefore();
        masses[at + 2] = component.logEdgeAt();
        masses[at + 3] = component.logEdgeAfter();
      }
    }
    return masses;
  }

  @Override
  public double logZ() {
    return logZ;
  }

  @Override
  public GridState sample(RandomStream random) {
    int drawn = draw(random.nextDouble() * cumulative[cumulative.length - 1]);
    Component component = components.get(drawn / PARTS);
    if (rule == TerminationRule.MASKED) {
      return GridState.of(component.sampleTotal(random));
    }
    int pivot = component.pivot();
    int edge =
        switch (drawn % PARTS) {
          case 0 -> -1;
          case 1 -> random.nextInt(pivot);
          case 2 -> pivot;
          default -> pivot + 1 + random.nextInt(component.ndim() - 1 - pivot);
        };
    return GridState.of(component.sampleForced(random, edge, height));
  }

  private int draw(double u) {
    int low = 0;
    int high = cumulative.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (cumulative[middle] > u) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}

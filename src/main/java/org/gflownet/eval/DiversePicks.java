package org.gflownet.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The most diverse of a list of objects: the first one, then again and again the one whose largest
 * similarity to those already picked is smallest (MaxMin picking); of equals the earlier.
 */
public final class DiversePicks {
  private DiversePicks() {}

  /**
   * Positions of the picks, in the order of picking.
   *
   * @param fingerprints of the objects, the best first
   * @param count how many to pick; all if there are fewer
   */
  public static List<Integer> of(List<long[]> fingerprints, int count) {
    double[] closest = new double[fingerprints.size()];
    Arrays.fill(closest, -1);
    List<Integer> picks = new ArrayList<>();
    while (picks.size() < Math.min(count, closest.length)) {
      int next = indexOfSmallest(closest);
      picks.add(next);
      closest[next] = Double.POSITIVE_INFINITY;
      for (int i = 0; i < closest.length; i++) {
        closest[i] =
            Math.max(closest[i], Tanimoto.similarity(fingerprints.get(i), fingerprints.get(next)));
      }
    }
    return picks;
  }

  private static int indexOfSmallest(double[] values) {
    int smallest = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] < values[smallest]) {
        smallest = i;
      }
    }
    return smallest;
  }
}

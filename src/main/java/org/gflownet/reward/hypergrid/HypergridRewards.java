package org.gflownet.reward.hypergrid;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes hyper-grid rewards by name.
 *
 * <p>Names and default coefficients: {@code original} (r0 0.1, r1 0.5, r2 2), {@code original-hard}
 * (r0 0.01), {@code original-harder} (r0 0.001), {@code gfnx-easy} (0.001, 0.5, 2), {@code
 * gfnx-hard} (0.0001, 1, 3), {@code sparse} (no coefficients), {@code deceptive} (0.00001, 0.1, 2),
 * {@code cosine} (r0 0.1, r1 0.5).
 */
public final class HypergridRewards {
  private static final List<String> NAMES =
      List.of(
          "original",
          "original-hard",
          "original-harder",
          "gfnx-easy",
          "gfnx-hard",
          "sparse",
          "deceptive",
          "cosine");

  private HypergridRewards() {}

  /** All names. */
  public static List<String> names() {
    return NAMES;
  }

  /**
   * The reward with a name.
   *
   * @param name one of {@link #names()}
   * @param ndim number of dimensions D, at least 1
   * @param height number of cells per dimension H, at least 2
   * @param overrides coefficients r0, r1, r2 that differ from the name's; finite, at least 0
   * @throws IllegalArgumentException for an unknown name, a coefficient that the family does not
   *     have or one that is out of range
   */
  public static HypergridReward byName(
      String name, int ndim, int height, Map<String, Double> overrides) {
    Map<String, Double> r = new TreeMap<>(defaults(name));
    for (Map.Entry<String, Double> entry : overrides.entrySet()) {
      if (r.replace(entry.getKey(), entry.getValue()) == null) {
        throw new IllegalArgumentException(
            "the reward "
                + name
                + " has no coefficient "
                + entry.getKey()
                + ", only "
                + r.keySet());
      }
    }
    return switch (name) {
      case "sparse" -> new SparseReward(ndim, height);
      case "cosine" -> new CosineReward(ndim, height, r.get("r0"), r.get("r1"));
      case "deceptive" -> new DeceptiveReward(ndim, height, r.get("r0"), r.get("r1"), r.get("r2"));
      default -> new OriginalReward(ndim, height, r.get("r0"), r.get("r1"), r.get("r2"));
    };
  }

  /**
   * The coefficients of a name with their default values.
   *
   * @throws IllegalArgumentException for an unknown name
   */
  public static Map<String, Double> defaults(String name) {
    return switch (name) {
      case "original" -> Map.of("r0", 0.1, "r1", 0.5, "r2", 2.0);
      case "original-hard" -> Map.of("r0", 0.01, "r1", 0.5, "r2", 2.0);
      case "original-harder", "gfnx-easy" -> Map.of("r0", 0.001, "r1", 0.5, "r2", 2.0);
      case "gfnx-hard" -> Map.of("r0", 0.0001, "r1", 1.0, "r2", 3.0);
      case "deceptive" -> Map.of("r0", 0.00001, "r1", 0.1, "r2", 2.0);
      case "cosine" -> Map.of("r0", 0.1, "r1", 0.5);
      case "sparse" -> Map.of();
      default ->
          throw new IllegalArgumentException("unknown grid reward " + name + "; known: " + NAMES);
    };
  }
}

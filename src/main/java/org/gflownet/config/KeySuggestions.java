package org.gflownet.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the key that an unknown one was probably meant to be. */
final class KeySuggestions {
  private static final int MAX_LENGTH = 80;

  /** What other programs call our keys; last parts, in kebab-case. */
  private static final Map<String, String> ALIASES =
      Map.ofEntries(
          Map.entry("learning-rate", "train.lr"),
          Map.entry("epochs", "train.steps"),
          Map.entry("num-epochs", "train.steps"),
          Map.entry("num-steps", "train.steps"),
          Map.entry("n-steps", "train.steps"),
          Map.entry("max-steps", "train.steps"),
          Map.entry("iterations", "train.steps"),
          Map.entry("num-iterations", "train.steps"),
          Map.entry("batch-size", "train.batch"),
          Map.entry("trajectories", "train.batch"),
          Map.entry("optimizer", "train.updater"),
          Map.entry("optimiser", "train.updater"),
          Map.entry("loss", "train.objective"),
          Map.entry("num-slices", "train.slices"),
          Map.entry("partitions", "train.slices"),
          Map.entry("num-partitions", "train.slices"),
          Map.entry("clip", "train.gradient-clip"),
          Map.entry("grad-clip", "train.gradient-clip"),
          Map.entry("max-grad-norm", "train.gradient-clip"),
          Map.entry("scheduler", "train.lr-schedule"),
          Map.entry("random-seed", "seed"),
          Map.entry("dim", "env.ndim"),
          Map.entry("dims", "env.ndim"),
          Map.entry("dimensions", "env.ndim"),
          Map.entry("horizon", "env.height"),
          Map.entry("size", "env.height"),
          Map.entry("hidden-dim", "model.hidden"),
          Map.entry("hidden-size", "model.hidden"),
          Map.entry("layers", "model.hidden"),
          Map.entry("hidden-layers", "model.hidden"),
          Map.entry("leaf-coef", "objective.terminal-weight"),
          Map.entry("random-action-prob", "exploration.epsilon"),
          Map.entry("memory", "cluster.executor-memory"),
          Map.entry("cores", "cluster.executor-cores"));

  private KeySuggestions() {}

  /**
   * The nearest key or section.
   *
   * @param reference the defaults, which hold every key
   * @param path the unknown key with its sections
   */
  static Optional<String> nearest(ConfigObject reference, String path) {
    if (path.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    String unknown = Kebab.of(path);
    String alias = ALIASES.get(lastPart(unknown));
    if (alias != null) {
      return Optional.of(alias);
    }
    List<String> keys = new ArrayList<>();
    collect("", reference, keys);
    return keys.stream()
        .filter(key -> distance(unknown, key) <= Math.max(1, lastPart(unknown).length() / 3))
        .min(Comparator.<String>comparingInt(key -> distance(unknown, key)).thenComparing(k -> k));
  }

  private static void collect(String prefix, ConfigObject section, List<String> keys) {
    for (Map.Entry<String, ConfigValue> entry : section.entrySet()) {
      String key = prefix + entry.getKey();
      keys.add(key);
      if (entry.getValue() instanceof ConfigObject inner) {
        collect(key + ".", inner, keys);
      }
    }
  }

  /** Edits between two keys; the right name in the wrong section counts as one. */
  private static int distance(String unknown, String key) {
    return Math.min(edits(unknown, key), edits(lastPart(unknown), lastPart(key)) + 1);
  }

  private static String lastPart(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  /** Fewest insertions, deletions, replacements and swaps of neighbours between two words. */
  private static int edits(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        d[i][j] = Math.min(replaced, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        if (isSwap(a, i, b, j)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }

  private static boolean isSwap(String a, int i, String b, int j) {
    return i > 1
        && j > 1
        && a.charAt(i - 1) == b.charAt(j - 2)
        && a.charAt(i - 2) == b.charAt(j - 1);
  }
}

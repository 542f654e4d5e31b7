package org.gflownet.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.gflownet.reward.chem.ScorerPlugin;

/**
 * One entry of {@code reward.parts}.
 *
 * @param name which reward
 * @param weight factor of its term in a weighted sum
 * @param exponent of its utility
 * @param zero raw score of utility 0
 * @param one raw score of utility 1
 */
public record RewardPartConfig(
    String name, double weight, double exponent, double zero, double one) {
  private static final String KEY = "reward.parts";
  private static final int MAX_PARTS = 16;
  private static final Set<String> KEYS =
      new TreeSet<>(List.of("name", "weight", "exponent", "zero", "one"));

  static List<RewardPartConfig> readAll(Settings settings, RewardConfig.Kind reward) {
    ConfigValue value = settings.value(KEY);
    if (!(value instanceof ConfigList list) || list.size() > MAX_PARTS) {
      throw settings.error(
          KEY,
          "use a list of up to " + MAX_PARTS + " sections, as in [{ name = qed }, { name = mw }]");
    }
    if (reward == RewardConfig.Kind.COMBINATION && list.isEmpty()) {
      throw settings.error(
          "reward.name", "set reward.parts, as in [{ name = qed }, { name = tpsa, one = 100 }]");
    }
    if (reward != RewardConfig.Kind.COMBINATION && !list.isEmpty()) {
      throw settings.error(KEY, "only reward.name = product or weighted has parts");
    }
    List<RewardPartConfig> parts = new ArrayList<>();
    for (ConfigValue element : list) {
      RewardPartConfig part = read(settings, element);
      if (parts.stream().anyMatch(other -> other.name().equals(part.name()))) {
        throw settings.error(KEY, element, "each reward can be a part once");
      }
      if (part.kind() == RewardConfig.Kind.PLUGIN
          && parts.stream().anyMatch(other -> other.kind() == part.kind())) {
        throw settings.error(KEY, element, "only one of the parts can be a plug-in");
      }
      parts.add(part);
    }
    return parts;
  }

  private static RewardPartConfig read(Settings settings, ConfigValue element) {
    if (!(element instanceof ConfigObject section) || !KEYS.containsAll(section.keySet())) {
      throw settings.error(KEY, element, "use a section with the keys " + String.join(", ", KEYS));
    }
    double zero = number(settings, section, "zero", 0.0);
    double one = number(settings, section, "one", 1.0);
    double exponent = number(settings, section, "exponent", 1.0);
    double weight = number(settings, section, "weight", 1.0);
    if (zero == one) {
      throw settings.error(KEY, element, "zero and one must differ");
    }
    if (!(exponent > 0 && exponent <= 1000) || !(weight > 0)) {
      throw settings.error(KEY, element, "use an exponent > 0 and <= 1000 and a weight > 0");
    }
    return new RewardPartConfig(name(settings, section), weight, exponent, zero, one);
  }

  private static String name(Settings settings, ConfigObject section) {
    ConfigValue value = section.get("name");
    String name = value == null ? "" : String.valueOf(value.unwrapped());
    List<String> known =
        new ArrayList<>(
            PluginSection.known(settings, KEY, section, RewardConfig.own(), ScorerPlugin.class));
    known.removeIf(text -> !RewardConfig.kind(text).isScore());
    if (!known.contains(name)) {
      Collections.sort(known);
      throw settings.error(KEY, section, "name must be one of " + String.join(", ", known));
    }
    return name;
  }

  /** What the reward is. */
  public RewardConfig.Kind kind() {
    return RewardConfig.kind(name);
  }

  private static double number(
      Settings settings, ConfigObject section, String key, double otherwise) {
    ConfigValue value = section.get(key);
    if (value == null) {
      return otherwise;
    }
    if (!(value.unwrapped() instanceof Number number)
        || !(Math.abs(number.doubleValue()) <= 1e100)) {
      throw settings.error(KEY, section, key + " must be a number of at most 1e100");
    }
    return number.doubleValue() + 0.0;
  }
}

package org.gflownet.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Section {@code compare}: what a comparison runs, apart from its methods.
 *
 * @param seeds every method runs once with each; empty for the experiment's own
 * @param r0 values of {@code env.r0}; empty for the experiment's own
 * @param budget which budget runs get
 * @param limits of a run; empty for what the experiment says
 * @param reports of a run
 * @param metrics further figures to tabulate
 * @param rank figure to rank by
 */
public record CompareConfig(
    List<Integer> seeds,
    List<Double> r0,
    Budget budget,
    BudgetConfig limits,
    int reports,
    List<String> metrics,
    Optional<String> rank) {
  private static final int MAX_SEEDS = 1000;
  private static final int MAX_R0 = 100;
  private static final int MAX_METRICS = 50;
  private static final Pattern METRIC = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  /** Names of budgets. */
  public enum Budget {
    /** Of the results. */
    FULL,
    /** Of a first look. */
    SMALL
  }

  /** Copies the lists. */
  public CompareConfig {
    seeds = List.copyOf(seeds);
    r0 = List.copyOf(r0);
    metrics = List.copyOf(metrics);
  }

  static CompareConfig read(Settings settings) {
    Budget budget = settings.choice("compare.budget", Budget.class);
    // All are checked, whichever counts.
    Map<Budget, BudgetConfig> budgets = new EnumMap<>(Budget.class);
    for (Budget each : Budget.values()) {
      budgets.put(each, BudgetConfig.read(settings, "compare.budgets." + Kebab.of(each)));
    }
    return new CompareConfig(
        distinct(
            settings,
            "compare.seeds",
            settings.counts("compare.seeds", 0, MAX_SEEDS, 0, Integer.MAX_VALUE)),
        distinct(settings, "compare.r0", r0(settings)),
        budget,
        budgets.get(budget),
        settings.count("compare.reports", 1, 10_000),
        metrics(settings),
        settings
            .optionalText("compare.rank", "use the name of a figure")
            .map(name -> metric(settings, settings.value("compare.rank"), name)));
  }

  private static List<Double> r0(Settings settings) {
    ConfigValue value = settings.value("compare.r0");
    String expected = "use a list of up to " + MAX_R0 + " numbers, each more than 0, up to 1e100";
    if (!(value instanceof ConfigList list) || list.size() > MAX_R0) {
      throw settings.error("compare.r0", expected);
    }
    List<Double> numbers = new ArrayList<>();
    for (ConfigValue element : list) {
      if (!(element.unwrapped() instanceof Number number)
          || !(number.doubleValue() > 0 && number.doubleValue() <= 1e100)) {
        throw settings.error("compare.r0", element, expected);
      }
      numbers.add(number.doubleValue());
    }
    return numbers;
  }

  private static List<String> metrics(Settings settings) {
    ConfigValue value = settings.value("compare.metrics");
    if (!(value instanceof ConfigList list) || list.size() > MAX_METRICS) {
      throw settings.error(
          "compare.metrics", "use a list of up to " + MAX_METRICS + " names of figures");
    }
    List<String> names = new ArrayList<>();
    for (ConfigValue element : list) {
      names.add(metric(settings, element, String.valueOf(element.unwrapped())));
    }
    return distinct(settings, "compare.metrics", names);
  }

  private static String metric(Settings settings, ConfigValue value, String name) {
    if (!METRIC.matcher(name).matches()) {
      throw settings.error(
          "compare", value, "use names of figures of metrics.jsonl, for example exact.tv");
    }
    return name;
  }

  private static <T> List<T> distinct(Settings settings, String key, List<T> values) {
    Set<T> seen = new LinkedHashSet<>();
    for (T value : values) {
      if (!seen.add(value)) {
        throw settings.error(key, "has " + value + " twice; name each once");
      }
    }
    return values;
  }
}

package org.gflownet.job.compare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gflownet.config.BudgetConfig;
import org.gflownet.config.CompareConfig;
import org.gflownet.config.Comparison;
import org.gflownet.config.ConfigLoader;
import org.gflownet.config.EnvConfig;
import org.gflownet.config.GflownetConfig;
import org.gflownet.config.InvalidConfigException;
import org.gflownet.config.ScheduleConfig;
import org.gflownet.job.common.GridOption;
import org.gflownet.run.UserException;
import org.gflownet.run.setup.Setup;

/** The runs of a comparison: methods, cells of the grid, values of R0 and seeds, crossed. */
final class ComparisonPlan {
  private static final int MAX_RUNS = 100_000;
  private static final int NUM_SAVES = 10;

  private ComparisonPlan() {}

  /**
   * All runs. Method and cell change slowest, the seed fastest.
   *
   * <p>A run whose settings do not go together is planned with its problem, so that the others are
   * not held up; if that is true of all, it is the user's mistake.
   *
   * @param cells of {@link GridOption}
   */
  static List<PlannedRun> of(Comparison comparison, List<Map<String, String>> cells) {
    CompareConfig compare = comparison.compare();
    List<String> methods =
        comparison.methods().isEmpty() ? Collections.singletonList(null) : comparison.methods();
    List<Double> floors = compare.r0().isEmpty() ? Collections.singletonList(null) : compare.r0();
    List<Integer> seeds =
        compare.seeds().isEmpty() ? Collections.singletonList(null) : compare.seeds();
    long count = (long) methods.size() * cells.size() * floors.size() * seeds.size();
    if (count > MAX_RUNS) {
      throw new UserException(count + " runs, at most " + MAX_RUNS + "; compare less at a time");
    }
    List<PlannedRun> runs = new ArrayList<>();
    for (String method : methods) {
      for (Map<String, String> cell : cells) {
        for (Double floor : floors) {
          for (Integer seed : seeds) {
            runs.add(run(comparison, method, cell, floor, seed));
          }
        }
      }
    }
    if (runs.stream().allMatch(run -> run.problem() != null)) {
      throw new UserException(runs.get(0).problem());
    }
    return distinctNames(runs);
  }

  private static PlannedRun run(
      Comparison comparison, String method, Map<String, String> cell, Double floor, Integer seed) {
    try {
      GflownetConfig config = comparison.run(method, seed, floor, cell);
      config = decided(config, comparison.compare());
      String shown = method == null ? methodName(config) : method;
      double r0 = floor == null ? r0(config) : floor;
      return PlannedRun.of(
          name(shown, cell, floor, seed),
          new PlannedRun.Design(shown, cell, config.seed(), r0),
          config);
    } catch (InvalidConfigException | UserException e) {
      String shown = method == null ? "run" : method;
      double r0 = floor == null ? Double.NaN : floor;
      long known = seed == null ? 0 : seed;
      return PlannedRun.wrong(
          name(shown, cell, floor, seed),
          new PlannedRun.Design(shown, cell, known, r0),
          e.getMessage());
    }
  }

  /** What is not the experiment's to say: the length, the reports, the place, the terminal. */
  private static GflownetConfig decided(GflownetConfig config, CompareConfig compare) {
    Map<String, Object> decided = new LinkedHashMap<>();
    decided.putAll(limits(compare.limits()));
    decided.put("eval.reports", compare.reports());
    decided.put("checkpoint.saves", NUM_SAVES);
    decided.put("checkpoint.keep", 1);
    decided.put("checkpoint.keep-best", false);
    decided.put("cluster.master", "in-process[1]");
    decided.put("progress.mode", "none");
    return Setup.resolved(ConfigLoader.with(config, decided, "the settings of a run"));
  }

  /**
   * What ends a run. What its steps cost differs between methods and even between the steps of one,
   * as with replay, so where visits or calls are limited the steps are not.
   */
  private static Map<String, Object> limits(BudgetConfig limits) {
    Map<String, Object> decided = new LinkedHashMap<>();
    if (limits.visited().isPresent() || limits.rewardCalls().isPresent()) {
      decided.put("train.steps", ScheduleConfig.MAX_STEPS);
    }
    limits.visited().ifPresent(n -> decided.put("train.budget.visited", n));
    limits.rewardCalls().ifPresent(n -> decided.put("train.budget.reward-calls", n));
    limits.seconds().ifPresent(s -> decided.put("train.budget.seconds", s));
    return decided;
  }

  private static String methodName(GflownetConfig config) {
    return config.method().isBaseline()
        ? lower(config.method().name())
        : "gflownet-" + lower(config.train().objective());
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static double r0(GflownetConfig config) {
    EnvConfig env = config.env();
    return env.kind() == EnvConfig.Kind.HYPERGRID ? env.r0().orElse(Double.NaN) : Double.NaN;
  }

  private static String name(String method, Map<String, String> cell, Double r0, Integer seed) {
    StringBuilder name = new StringBuilder(method);
    cell.forEach((key, value) -> name.append('_').append(key).append('-').append(value));
    if (r0 != null) {
      name.append("_r0-").append(r0);
    }
    if (seed != null) {
      name.append("_seed-").append(seed);
    }
    String plain = name.toString().replaceAll("[^A-Za-z0-9._+-]", "-");
    return plain.length() <= 150 ? plain : plain.substring(0, 150);
  }

  /** Names that only differed in what folders cannot show get a number. */
  private static List<PlannedRun> distinctNames(List<PlannedRun> runs) {
    Map<String, Integer> seen = new LinkedHashMap<>();
    List<PlannedRun> renamed = new ArrayList<>();
    for (PlannedRun run : runs) {
      int times = seen.merge(run.name().toLowerCase(Locale.ROOT), 1, Integer::sum);
      String name = times == 1 ? run.name() : run.name() + "~" + times;
      renamed.add(new PlannedRun(name, run.design(), run.config(), run.problem()));
    }
    return renamed;
  }
}

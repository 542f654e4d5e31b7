package org.gflownet.run.folder;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.gflownet.config.GflownetConfig;
import org.gflownet.config.RewardConfig;

/**
 * The settings of a run that is resumed, beside those that it had.
 *
 * @param changed settings that make it another run, each in words
 * @param stretched what would have been computed differently had the run had its new length from
 *     the beginning, each in words
 */
record ResumedSettings(List<String> changed, List<String> stretched) {
  /** Settings that a resumed run may change without becoming another run. */
  private static final List<String> FREE =
      List.of(
          "train.steps",
          "train.budget.",
          "train.tasks",
          "train.gather",
          "train.steps-per-job",
          "eval.every",
          "eval.reports",
          "eval.samples",
          "eval.exact-max-states",
          "checkpoint.",
          // What it is evaluated at; training draws its own exponents.
          "condition.beta",
          "visited.every",
          "reward.cache",
          "reward.max-failures",
          "proxy.",
          "report.",
          "cluster.",
          "progress.");

  private static final List<String> SCHEDULES =
      List.of(
          "train.lr-schedule",
          "exploration.epsilon-schedule",
          "exploration.temperature-schedule",
          "method.mars.temperature-schedule");

  /** Compares the resolved settings of a run with those that it is resumed with. */
  static ResumedSettings of(GflownetConfig before, GflownetConfig after) {
    Config old = ConfigFactory.parseString(before.render());
    Config now = ConfigFactory.parseString(after.render());
    Set<String> keys = new TreeSet<>();
    old.entrySet().forEach(entry -> keys.add(entry.getKey()));
    now.entrySet().forEach(entry -> keys.add(entry.getKey()));
    SCHEDULES.forEach(schedule -> keys.remove(schedule + ".steps"));
    List<String> changed = new ArrayList<>();
    for (String key : keys) {
      String was = valueOf(old, key);
      String is = valueOf(now, key);
      if (!isFree(key, after) && !was.equals(is)) {
        changed.add(key + " was " + was + ", is " + is);
      }
    }
    List<String> stretched = new ArrayList<>();
    for (String schedule : SCHEDULES) {
      String was = length(old, schedule);
      String is = length(now, schedule);
      if (!now.getString(schedule + ".name").equals("constant") && !was.equals(is)) {
        stretched.add(schedule + " ran over " + was + ", now over " + is);
      }
    }
    shortRound(before, after).ifPresent(stretched::add);
    return new ResumedSettings(changed, stretched);
  }

  private static boolean isFree(String key, GflownetConfig config) {
    // Of files only where they are: what is in them, their digests tell.
    return config.fileKeys().contains(key)
        || RewardConfig.directories().contains(key)
        || FREE.stream().anyMatch(key::startsWith);
  }

  /** What a schedule runs over, in words: its own steps, or all limits of the run. */
  private static String length(Config config, String schedule) {
    String key = schedule + ".steps";
    if (config.hasPath(key)) {
      return valueOf(config, key) + " steps";
    }
    List<String> limits = new ArrayList<>();
    limits.add(valueOf(config, "train.steps") + " steps");
    for (String limit : List.of("visited", "reward-calls", "seconds")) {
      if (config.hasPath("train.budget." + limit)) {
        limits.add(valueOf(config, "train.budget." + limit) + " " + limit);
      }
    }
    return String.join(" or ", limits);
  }

  /** The last round of averaging is cut where the run ends; a longer run would not cut it there. */
  private static java.util.Optional<String> shortRound(
      GflownetConfig before, GflownetConfig after) {
    long steps = before.train().steps();
    int round = before.train().localSteps();
    boolean cut = steps % round != 0 && after.train().steps() > steps;
    return cut || (round > 1 && !before.train().budget().equals(after.train().budget()))
        ? java.util.Optional.of(
            "the last round of train.local-steps = " + round + " was cut where the run ended")
        : java.util.Optional.empty();
  }

  private static String valueOf(Config config, String key) {
    return config.hasPath(key) ? config.getValue(key).render() : "unset";
  }
}

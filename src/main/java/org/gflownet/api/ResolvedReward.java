package org.gflownet.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.gflownet.config.ConfigLoader;
import org.gflownet.config.GflownetConfig;
import org.gflownet.config.RewardConfig;
import org.gflownet.config.RewardPartConfig;
import org.gflownet.run.UserException;
import org.gflownet.run.setup.ConfiguredScorer;
import org.gflownet.run.setup.NamedFiles;

/**
 * A reward that is there: its name, settings and files have been checked, and executors can have
 * them.
 *
 * @param scorer one for all queries of a JVM with these settings and files
 * @param batchRows rows to be scored together
 */
record ResolvedReward(ConfiguredScorer scorer, int batchRows) {
  /** As many molecules as are computed together; more rows would only wait. */
  private static final int MAX_BATCH = 256;

  private static final String PLACE = "Rewards.with";

  /**
   * Checks a reward by making its scorer here, and hands its files to the executors of a session.
   *
   * @param settings by key below {@code reward.}
   * @throws IllegalArgumentException in one line for any mistake
   */
  static ResolvedReward of(String name, SortedMap<String, String> settings, SparkSession session) {
    return UserMistakes.named(() -> resolve(name, settings, session));
  }

  /**
   * Names of the parts of a combination, in the order of their scores; none for a single reward.
   *
   * @throws IllegalArgumentException in one line for any mistake but in files
   */
  static List<String> parts(String name, SortedMap<String, String> settings) {
    RewardConfig reward = UserMistakes.named(() -> config(name, settings)).reward();
    return reward.rule().isEmpty()
        ? List.of()
        : reward.parts().stream().map(RewardPartConfig::name).toList();
  }

  private static GflownetConfig config(String name, SortedMap<String, String> settings) {
    List<String> pairs = new ArrayList<>();
    pairs.add("env.name=molecule");
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      check(setting.getKey());
      pairs.add("reward." + setting.getKey() + "=" + setting.getValue());
    }
    pairs.add("reward.name=" + name);
    GflownetConfig config = ConfigLoader.defaults(pairs, PLACE);
    if (config.reward().kind() == RewardConfig.Kind.ENV) {
      throw new UserException("reward env is none of molecules; name one of them");
    }
    return config;
  }

  private static ResolvedReward resolve(
      String name, SortedMap<String, String> settings, SparkSession session) {
    GflownetConfig config = NamedFiles.withDigests(config(name, settings));
    ConfiguredScorer scorer = ConfiguredScorer.shared(config);
    scorer.create();
    NamedFiles.ship(config, JavaSparkContext.fromSparkContext(session.sparkContext()));
    return new ResolvedReward(scorer, Math.min(MAX_BATCH, config.reward().chunkRows()));
  }

  private static void check(String key) {
    if (key.equals("name")) {
      throw new UserException(PLACE + ": name is no setting here; use Rewards.named");
    }
    if (key.startsWith("reward.")) {
      throw new UserException(
          PLACE + ": " + key + " is below reward. already; write " + key.substring(7));
    }
    if (key.indexOf('=') >= 0) {
      throw new UserException(PLACE + ": no setting has a = in its name, as " + key + " has");
    }
  }
}

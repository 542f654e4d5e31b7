package org.gflownet.run.setup;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gflownet.config.FileSetting;
import org.gflownet.config.GflownetConfig;
import org.gflownet.config.RewardConfig;
import org.gflownet.config.RewardPartConfig;
import org.gflownet.reward.RewardScale;
import org.gflownet.reward.chem.BoundedCache;
import org.gflownet.reward.chem.CompositeScorer;
import org.gflownet.reward.chem.MoleculeScorer;
import org.gflownet.reward.chem.Score;
import org.gflownet.reward.chem.ScorerPlugin;
import org.gflownet.reward.chem.Scorers;
import org.gflownet.run.UserException;

/** Makes what section {@code reward} of a configuration asks for, on the driver or an executor. */
final class MoleculeScorers {
  private static final BoundedCache<Object, CompositeScorer> SCORERS = new BoundedCache<>(4);

  /**
   * Known scores by run. The runs of a comparison share a JVM, and none may find what another one
   * paid for.
   */
  private static final BoundedCache<Object, BoundedCache<String, Score>> SCORES =
      new BoundedCache<>(Math.max(4, 2 * Runtime.getRuntime().availableProcessors()));

  /**
   * A scorer, one for all threads of a JVM, and the scores that it gave in a run.
   *
   * @param scorer of the reward, with its parts
   * @param scores by what they were computed from
   */
  record Shared(CompositeScorer scorer, BoundedCache<String, Score> scores) {}

  private MoleculeScorers() {}

  /**
   * The scorer of a configuration, the same one whenever this JVM asks for that reward, and its
   * cache, the same one whenever this JVM asks for that run.
   *
   * @throws UserException if a file that it names cannot be used
   */
  static Shared shared(GflownetConfig config) {
    Map<String, String> digests = new LinkedHashMap<>();
    for (FileSetting file : config.files().keySet()) {
      if (file.key().startsWith("reward.")) {
        digests.put(file.key(), NamedFiles.sha256(NamedFiles.find(config, file)));
      }
    }
    Object key = List.of(config.reward(), digests);
    return new Shared(
        SCORERS.computeIfAbsent(key, k -> of(config)),
        SCORES.computeIfAbsent(
            List.of(key, config.digest()), k -> new BoundedCache<>(config.reward().cache())));
  }

  /**
   * A new scorer of a configuration.
   *
   * @throws UserException if a file that it names cannot be used
   */
  static CompositeScorer of(GflownetConfig config) {
    RewardConfig reward = config.reward();
    if (reward.rule().isEmpty()) {
      return CompositeScorer.single(scorer(config, reward.name()));
    }
    List<CompositeScorer.Part> parts = new ArrayList<>();
    for (RewardPartConfig part : reward.parts()) {
      parts.add(
          new CompositeScorer.Part(
              scorer(config, part.name()),
              part.weight(),
              part.exponent(),
              part.zero(),
              part.one()));
    }
    return CompositeScorer.of(reward.name(), reward.rule().get(), parts);
  }

  /** From raw scores to rewards. */
  static RewardScale scale(RewardConfig reward) {
    return new RewardScale(
        reward.min(),
        reward.max().orElse(Double.POSITIVE_INFINITY),
        reward.norm(),
        reward.exponent());
  }

  private static MoleculeScorer scorer(GflownetConfig config, String name) {
    ScorerPlugin plugin =
        Scorers.find(name)
            .orElseThrow(() -> new UserException(PluggedProblem.missing("reward.name", name)));
    try {
      return plugin.scorer(NamedFiles.settings(config, plugin));
    } catch (IllegalArgumentException e) {
      throw new UserException("reward." + config.reward().section(plugin) + ": " + e.getMessage());
    }
  }
}

package org.gflownet.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.gflownet.plugin.Plugins;
import org.gflownet.plugin.Setting;
import org.gflownet.reward.RewardPlugin;
import org.gflownet.reward.ScoringPlugin;
import org.gflownet.reward.chem.OwnScorer;
import org.gflownet.reward.chem.ScoreRange;
import org.gflownet.reward.chem.ScorerPlugin;
import org.gflownet.reward.chem.Scorers;

/**
 * What rates the objects of a configuration: the reward that it names, or the parts of it.
 *
 * @param own scores that come along, in their own order
 * @param plugin the one plug-in; empty if there is none
 */
record UsedScores(List<OwnScorer> own, Optional<? extends ScoringPlugin> plugin) {

  static UsedScores of(EnvConfig env, String name, List<RewardPartConfig> parts) {
    List<String> names = names(name, parts).toList();
    Class<? extends ScoringPlugin> kind =
        env.kind() == EnvConfig.Kind.MOLECULE ? ScorerPlugin.class : RewardPlugin.class;
    return new UsedScores(
        Scorers.own().values().stream().filter(own -> names.contains(own.name())).toList(),
        names.stream()
            .filter(part -> RewardConfig.kind(part) == RewardConfig.Kind.PLUGIN)
            .findFirst()
            .flatMap(part -> Plugins.find(kind, part)));
  }

  /** Names of a reward and of its parts. */
  static Stream<String> names(String name, List<RewardPartConfig> parts) {
    return Stream.concat(Stream.of(name), parts.stream().map(RewardPartConfig::name));
  }

  Stream<ScoringPlugin> all() {
    return Stream.concat(own.stream(), plugin.stream());
  }

  /** Complains about the first file that is needed and not named. */
  void requireFiles(Settings settings, String name, RewardSections sections) {
    all()
        .forEach(
            scorer -> {
              for (Map.Entry<String, Setting.FileName> file : scorer.files().entrySet()) {
                if (sections.settings(scorer).fileName(file.getKey()).isEmpty()) {
                  throw settings.error(
                      scorer.name().equals(name) ? "reward.name" : "reward.parts",
                      file.getValue().ifMissing());
                }
              }
            });
  }

  /** Floor, ceiling and divisor of the reward where none are set. */
  ScoreRange range(Settings settings, String name, RewardSections sections) {
    try {
      return all()
          .filter(scorer -> scorer.name().equals(name))
          .filter(ScorerPlugin.class::isInstance)
          .map(scorer -> ((ScorerPlugin) scorer).range(sections.settings(scorer)))
          .findFirst()
          .orElse(ScoreRange.USUAL);
    } catch (IllegalArgumentException e) {
      throw settings.error("reward.name", OneLine.of(String.valueOf(e.getMessage()), 400));
    }
  }
}

package org.gflownet.run.setup;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gflownet.config.DockingConfig;
import org.gflownet.config.FileSetting;
import org.gflownet.config.GflownetConfig;
import org.gflownet.config.RewardConfig;
import org.gflownet.config.RewardPartConfig;
import org.gflownet.plugin.PluginSettings;
import org.gflownet.plugin.Plugins;
import org.gflownet.reward.RewardScale;
import org.gflownet.reward.chem.BoundedCache;
import org.gflownet.reward.chem.CompositeScorer;
import org.gflownet.reward.chem.MoleculeScorer;
import org.gflownet.reward.chem.PropertyScorer;
import org.gflownet.reward.chem.Score;
import org.gflownet.reward.chem.ScorerPlugin;
import org.gflownet.reward.chem.docking.DockingBox;
import org.gflownet.reward.chem.docking.DockingLimits;
import org.gflownet.reward.chem.docking.DockingScorer;
import org.gflownet.reward.chem.docking.VinaDocking;
import org.gflownet.reward.chem.property.CrippenLogP;
import org.gflownet.reward.chem.property.MolecularWeight;
import org.gflownet.reward.chem.property.Qed;
import org.gflownet.reward.chem.property.TopologicalPolarSurfaceArea;
import org.gflownet.reward.chem.proxy.ProxyScorer;
import org.gflownet.reward.chem.sa.FragmentScores;
import org.gflownet.reward.chem.sa.SaScorer;
import org.gflownet.reward.chem.sa.SyntheticAccessibility;
import org.gflownet.reward.chem.seh.SehProxy;
import org.gflownet.reward.chem.seh.SehWeights;
import org.gflownet.run.UserException;
import org.gflownet.spark.dl4j.ProxyFile;

/** Makes what section {@code reward} of a configuration asks for, on the driver or an executor. */
final class MoleculeScorers {
  private static final Map<Object, CompositeScorer> SCORERS = latest(4);

  /**
   * Known scores by run. The runs of a comparison share a JVM, and none may find what another one
   * paid for.
   */
  private static final Map<Object, BoundedCache<String, Score>> SCORES =
      latest(Math.max(4, 2 * Runtime.getRuntime().availableProcessors()));

  private static <V> Map<Object, V> latest(int most) {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<Object, V> eldest) {
        return size() > most;
      }
    };
  }

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
    synchronized (SCORERS) {
      return new Shared(
          SCORERS.computeIfAbsent(key, k -> of(config)),
          SCORES.computeIfAbsent(
              List.of(key, config.digest()), k -> new BoundedCache<>(config.reward().cache())));
    }
  }

  /**
   * A new scorer of a configuration.
   *
   * @throws UserException if a file that it names cannot be used
   */
  static CompositeScorer of(GflownetConfig config) {
    RewardConfig reward = config.reward();
    if (!reward.kind().isCombination()) {
      return CompositeScorer.single(scorer(config, reward.name(), reward.kind()));
    }
    List<CompositeScorer.Part> parts = new ArrayList<>();
    for (RewardPartConfig part : reward.parts()) {
      parts.add(
          new CompositeScorer.Part(
              scorer(config, part.name(), part.kind()),
              part.weight(),
              part.exponent(),
              part.zero(),
              part.one()));
    }
    return CompositeScorer.of(
        reward.name(),
        reward.kind() == RewardConfig.Kind.PRODUCT
            ? CompositeScorer.Rule.PRODUCT
            : CompositeScorer.Rule.WEIGHTED,
        parts);
  }

  /** From raw scores to rewards. */
  static RewardScale scale(RewardConfig reward) {
    return new RewardScale(
        reward.min(),
        reward.max().orElse(Double.POSITIVE_INFINITY),
        reward.norm(),
        reward.exponent());
  }

  private static MoleculeScorer scorer(GflownetConfig config, String name, RewardConfig.Kind kind) {
    try {
      return switch (kind) {
        case QED -> new PropertyScorer("qed", new Qed());
        case LOGP -> new PropertyScorer("logp", new CrippenLogP());
        case TPSA -> new PropertyScorer("tpsa", new TopologicalPolarSurfaceArea());
        case MW -> new PropertyScorer("mw", new MolecularWeight());
        case SA ->
            new SaScorer(
                new SyntheticAccessibility(
                    FragmentScores.read(NamedFiles.find(config, FileSetting.SA_TABLE))));
        case SEH ->
            new SehProxy(
                SehWeights.read(NamedFiles.find(config, FileSetting.SEH_WEIGHTS)),
                config.reward().seh().resolved());
        case DOCKING -> docking(config);
        case PROXY ->
            new ProxyScorer(
                ProxyFile.read(NamedFiles.find(config, FileSetting.PROXY_MODEL)).model());
        case PLUGIN -> plugin(config, name);
        case ENV, PRODUCT, WEIGHTED ->
            throw new IllegalStateException("reward " + name + " has no scorer of its own");
      };
    } catch (IllegalArgumentException e) {
      throw new UserException(
          "reward." + (kind == RewardConfig.Kind.PLUGIN ? "plugin" : name) + ": " + e.getMessage());
    }
  }

  private static MoleculeScorer plugin(GflownetConfig config, String name) {
    ScorerPlugin plugin =
        Plugins.find(ScorerPlugin.class, name)
            .orElseThrow(() -> new UserException(PluggedProblem.missing("reward.name", name)));
    return plugin.scorer(PluginSettings.of(plugin, config.reward().plugin()));
  }

  private static MoleculeScorer docking(GflownetConfig config) {
    DockingConfig docking = config.reward().docking();
    List<Double> c = docking.center();
    List<Double> s = docking.size();
    return new DockingScorer(
        new VinaDocking(
            NamedFiles.find(config, FileSetting.RECEPTOR),
            new DockingBox(c.get(0), c.get(1), c.get(2), s.get(0), s.get(1), s.get(2)),
            new DockingLimits(
                docking.exhaustiveness(),
                Duration.ofMillis(Math.max(1L, Math.round(1000 * docking.timeout()))),
                1 + docking.retries(),
                docking.cpu(),
                docking.scratch().map(Path::of)),
            docking.seed()));
  }
}

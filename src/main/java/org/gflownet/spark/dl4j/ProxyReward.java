package org.gflownet.spark.dl4j;

import java.util.Map;
import org.gflownet.plugin.PluginSettings;
import org.gflownet.plugin.Setting;
import org.gflownet.reward.chem.MoleculeScorer;
import org.gflownet.reward.chem.OwnScorer;
import org.gflownet.reward.chem.proxy.ProxyScorer;

/**
 * {@code reward.name = proxy}: a network that {@code train-proxy} fitted to measured values. On a
 * cluster the rows of tables with this reward are scored by {@link ProxyChunkScorer}.
 */
public final class ProxyReward implements OwnScorer {
  /** The reward's name. */
  public static final String NAME = "proxy";

  private static final String MODEL = "model";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Map<String, Setting> settings() {
    return Map.of(
        MODEL,
        new Setting.FileName("set reward.proxy.model to the proxy.zip that train-proxy wrote"));
  }

  @Override
  public MoleculeScorer scorer(PluginSettings settings) {
    return new ProxyScorer(ProxyFile.read(settings.file(MODEL)).model());
  }
}

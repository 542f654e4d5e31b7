package example.strands;

import java.util.Map;
import org.gflownet.plugin.PluginSettings;
import org.gflownet.reward.chem.MoleculeScorer;
import org.gflownet.reward.chem.ScorerPlugin;

/** {@code reward.name = heteroatoms}, for molecules. */
public final class HeteroatomPlugin implements ScorerPlugin {

  @Override
  public String name() {
    return "heteroatoms";
  }

  @Override
  public Map<String, Object> defaults() {
    return Map.of("min-atoms", 3);
  }

  @Override
  public MoleculeScorer scorer(PluginSettings settings) {
    return new HeteroatomScorer(settings.count("min-atoms", 1, 1000));
  }
}

package org.gflownet.reward.chem.sa;

import java.util.Map;
import org.gflownet.plugin.PluginSettings;
import org.gflownet.plugin.Setting;
import org.gflownet.reward.chem.MoleculeScorer;
import org.gflownet.reward.chem.OwnScorer;

/** {@code reward.name = sa}: synthetic accessibility. */
public final class SaReward implements OwnScorer {
  private static final String TABLE = "table";

  @Override
  public String name() {
    return "sa";
  }

  @Override
  public Map<String, Setting> settings() {
    return Map.of(
        TABLE,
        new Setting.FileName(
            "set reward.sa.table to Ertl's table of fragments, fpscores.pkl.gz of RDKit's"
                + " Contrib/SA_Score (Debian: package rdkit-data)"));
  }

  @Override
  public MoleculeScorer scorer(PluginSettings settings) {
    return new SaScorer(new SyntheticAccessibility(FragmentScores.read(settings.file(TABLE))));
  }
}

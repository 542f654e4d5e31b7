package org.gflownet.reward.chem.docking;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.gflownet.plugin.PluginSettings;
import org.gflownet.plugin.Setting;
import org.gflownet.reward.chem.MoleculeScorer;
import org.gflownet.reward.chem.OwnScorer;

/** {@code reward.name = docking}: minus the affinity that AutoDock Vina estimates. */
public final class DockingReward implements OwnScorer {
  private static final String RECEPTOR = "receptor";
  private static final String CENTER = "center";
  private static final String SIZE = "size";
  private static final String EXHAUSTIVENESS = "exhaustiveness";
  private static final String TIMEOUT = "timeout";
  private static final String RETRIES = "retries";
  private static final String CPU = "cpu";
  private static final String SCRATCH = "scratch";
  private static final String SEED = "seed";

  @Override
  public String name() {
    return "docking";
  }

  @Override
  public Map<String, Setting> settings() {
    return Map.of(
        RECEPTOR,
        new Setting.FileName("set reward.docking.receptor to a PDBQT file"),
        CENTER,
        new Setting.Reals(3, new Setting.Real(-1e5, false, 1e5)),
        SIZE,
        new Setting.Reals(3, new Setting.Real(0, true, 126)),
        EXHAUSTIVENESS,
        new Setting.Count(1, 4096),
        TIMEOUT,
        new Setting.Real(0, true, 86_400),
        RETRIES,
        new Setting.Count(0, 9),
        CPU,
        new Setting.Count(1, 1024),
        SCRATCH,
        new Setting.Directory(),
        SEED,
        new Setting.Count(1, 2_000_000_000));
  }

  @Override
  public boolean isExpensive() {
    return true;
  }

  @Override
  public int chunkRows() {
    return 16;
  }

  @Override
  public MoleculeScorer scorer(PluginSettings settings) {
    List<Double> c = settings.numbers(CENTER);
    List<Double> s = settings.numbers(SIZE);
    return new DockingScorer(
        new VinaDocking(
            settings.file(RECEPTOR),
            new DockingBox(c.get(0), c.get(1), c.get(2), s.get(0), s.get(1), s.get(2)),
            new DockingLimits(
                settings.count(EXHAUSTIVENESS),
                Duration.ofMillis(Math.max(1L, Math.round(1000 * settings.number(TIMEOUT)))),
                1 + settings.count(RETRIES),
                settings.count(CPU),
                settings.optionalText(SCRATCH).map(Path::of)),
            settings.count(SEED)));
  }
}

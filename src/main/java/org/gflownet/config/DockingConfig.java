package org.gflownet.config;

import java.util.List;
import java.util.Optional;

/**
 * Section {@code reward.docking}: AutoDock Vina.
 *
 * @param receptor PDBQT file
 * @param center of the box, x, y, z in angstrom
 * @param size of the box, x, y, z in angstrom
 * @param exhaustiveness independent searches for a pose
 * @param timeout seconds for each attempt
 * @param retries further attempts after one that failed
 * @param cpu threads of Vina
 * @param scratch directory for temporary files; empty for the machine's own
 * @param seed of Vina's search
 */
public record DockingConfig(
    Optional<String> receptor,
    List<Double> center,
    List<Double> size,
    int exhaustiveness,
    double timeout,
    int retries,
    int cpu,
    Optional<String> scratch,
    int seed) {
  private static final Bounds COORDINATE = new Bounds(-1e5, false, 1e5, false);
  private static final Bounds EDGE = Bounds.positive(126);
  private static final Bounds SECONDS = Bounds.positive(86_400);

  /** Copies the lists. */
  public DockingConfig {
    center = List.copyOf(center);
    size = List.copyOf(size);
  }

  static DockingConfig read(Settings settings) {
    return new DockingConfig(
        settings.file(FileSetting.RECEPTOR),
        settings.numbers("reward.docking.center", 3, COORDINATE),
        settings.numbers("reward.docking.size", 3, EDGE),
        settings.count("reward.docking.exhaustiveness", 1, 4096),
        settings.number("reward.docking.timeout", SECONDS),
        settings.count("reward.docking.retries", 0, 9),
        settings.count("reward.docking.cpu", 1, 1024),
        settings.optionalText("reward.docking.scratch", "use a directory, or null"),
        settings.count("reward.docking.seed", 1, 2_000_000_000));
  }
}

package org.gflownet.run.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gflownet.config.EnvConfig;
import org.gflownet.config.GflownetConfig;
import org.gflownet.reward.chem.seh.SehReward;

/**
 * What Bengio et al. 2021 report of molecules scored by the sEH proxy: mean score of the best
 * distinct ones, and the mean pairwise Tanimoto similarity of the best 1000.
 */
public final class PublishedMolecules {
  private static final String SOURCE = "Bengio et al. 2021, 3 runs, at ";

  private PublishedMolecules() {}

  /** Whether a run asks for the same score of the same kind of objects. */
  public static boolean areOf(GflownetConfig config) {
    return config.env().kind() == EnvConfig.Kind.MOLECULE
        && config.reward().name().equals(SehReward.NAME);
  }

  /** Rows of a table with the columns of {@link VisitedCurve#figures}. */
  static List<Map<String, Object>> rows() {
    return List.of(
        row("GFlowNet", "1e5", 8.36, 8.21, 7.98, null),
        row("MARS", "1e5", 8.05, 7.71, 7.13, null),
        row("PPO", "1e5", 8.06, 7.87, 7.52, null),
        row("GFlowNet", "1e6", 8.45, 8.34, 8.17, 0.44),
        row("MARS", "1e6", 8.31, 8.03, 7.64, 0.59),
        row("PPO", "1e6", 8.25, 8.08, 7.82, 0.62));
  }

  private static Map<String, Object> row(
      String method,
      String unique,
      double top10,
      double top100,
      double top1000,
      Double similarity) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put(VisitedCurve.METHOD, method + " (" + SOURCE + unique + " molecules)");
    row.put(VisitedCurve.UNIQUE, Double.valueOf(unique));
    row.put("top 10", top10);
    row.put("top 100", top100);
    row.put("top 1000", top1000);
    row.put(VisitedCurve.SIMILARITY, similarity);
    return row;
  }
}

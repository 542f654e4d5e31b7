package org.gflownet.config;

import java.util.List;
import java.util.Optional;

/**
 * Section {@code report}: the page about a run.
 *
 * @param write whether training ends with a report
 * @param thresholds scores above which molecules, modes and scaffolds are counted; empty for those
 *     that are usual for the reward
 * @param reference file with scores of other molecules
 * @param referenceColumn its column with the scores
 * @param tensorboard whether the numbers of reports go into an event file for TensorBoard, too
 * @param dl4jStats whether what DL4J's training UI reads is written, too
 * @param mlflow an MLflow server that they go to, too
 */
public record ReportConfig(
    boolean write,
    List<Double> thresholds,
    Optional<String> reference,
    String referenceColumn,
    boolean tensorboard,
    boolean dl4jStats,
    MlflowConfig mlflow) {
  private static final int MAX_THRESHOLDS = 10;

  static ReportConfig read(Settings settings) {
    List<Double> thresholds =
        settings.atMostNumbers(
            "report.thresholds", MAX_THRESHOLDS, new Bounds(-1e100, false, 1e100, false));
    for (int i = 1; i < thresholds.size(); i++) {
      if (thresholds.get(i) <= thresholds.get(i - 1)) {
        throw settings.error("report.thresholds", "list them in increasing order");
      }
    }
    return new ReportConfig(
        settings.flag("report.write"),
        thresholds,
        settings.optionalText("report.reference", "name a CSV, TSV or Parquet file"),
        settings.text("report.reference-column", "name a column"),
        settings.flag("report.tensorboard"),
        settings.flag("report.dl4j-stats"),
        MlflowConfig.read(settings));
  }
}

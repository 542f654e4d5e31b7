package org.gflownet.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;

import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.gflownet.eval.VisitedFigures;

/**
 * Histograms of scores over bins that visited and reference molecules share.
 *
 * @param numBins of the histograms
 * @param lateBin visits from this bin of steps on are late ones
 */
record Densities(int numBins, int lateBin) {

  VisitedFigures.Density of(
      Dataset<Row> visits, Dataset<Row> unique, Optional<Dataset<Row>> reference) {
    Optional<Dataset<Row>> others = reference.map(Densities::scores);
    double[] range = range(unique);
    if (others.isPresent()) {
      double[] more = range(others.get());
      range = new double[] {Math.min(range[0], more[0]), Math.max(range[1], more[1])};
    }
    double width = range[1] > range[0] ? (range[1] - range[0]) / numBins : 1.0;
    double low = range[0];
    return new VisitedFigures.Density(
        low,
        width,
        histogram(unique, low, width),
        histogram(visits.where(col("bin").geq(lateBin)), low, width),
        others.map(rows -> histogram(rows, low, width)).orElse(null));
  }

  private static Dataset<Row> scores(Dataset<Row> reference) {
    return reference
        .select(col(reference.columns()[0]).cast("double").as("score"))
        .where("score > double('-infinity') and score < double('infinity')");
  }

  private static double[] range(Dataset<Row> rows) {
    Row ends = rows.agg(min("score"), max("score")).head();
    return ends.isNullAt(0)
        ? new double[] {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}
        : new double[] {ends.getDouble(0), ends.getDouble(1)};
  }

  private long[] histogram(Dataset<Row> rows, double low, double width) {
    Column position = floor(col("score").minus(low).divide(width));
    Column inside = least(greatest(position, lit(0L)), lit(numBins - 1L));
    return BinCounts.of(rows.select(inside.cast("int").as("place")), "place", numBins);
  }
}

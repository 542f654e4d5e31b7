package org.gflownet.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.min;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.gflownet.eval.ObjectFeatures;
import org.gflownet.eval.TanimotoModes;
import org.gflownet.eval.VisitedFigures;

/**
 * Counts molecules, Tanimoto modes and scaffolds above thresholds, bin by bin.
 *
 * <p>Modes are defined by order, so they are found block by block: executors leave out what the
 * modes of earlier blocks cover, the driver looks through the rest in the order of first visits.
 * The result is that of one pass through all molecules.
 */
final class AboveThreshold {
  /** Molecules of a block, unless one bin alone has more. */
  private static final long BLOCK = 5_000;

  private final SparkSession session;
  private final ObjectFeatures features;
  private final double similarity;
  private final int numBins;

  /**
   * Cumulative counts at the end of each bin.
   *
   * @param threshold T
   * @param molecules by bin
   * @param modes by bin
   * @param scaffolds by bin
   */
  record Counts(double threshold, long[] molecules, long[] modes, long[] scaffolds) {
    VisitedFigures.Above upTo(int bin) {
      return new VisitedFigures.Above(threshold, molecules[bin], modes[bin], scaffolds[bin]);
    }
  }

  AboveThreshold(SparkSession session, ObjectFeatures features, double similarity, int numBins) {
    this.session = session;
    this.features = features;
    this.similarity = similarity;
    this.numBins = numBins;
  }

  /** Counts for each threshold, over rows with one molecule each. */
  List<Counts> count(Dataset<Row> first, List<Double> thresholds) {
    if (thresholds.isEmpty()) {
      return List.of();
    }
    session.sparkContext().setJobDescription("visited molecules: fingerprints and scaffolds");
    double lowest = thresholds.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    Dataset<Row> above = first.where(col("score").gt(lowest));
    try (CachedTable candidates = new CachedTable(FeatureRows.of(above, features))) {
      return thresholds.stream().map(threshold -> count(candidates.rows(), threshold)).toList();
    }
  }

  private Counts count(Dataset<Row> candidates, double threshold) {
    session.sparkContext().setJobDescription("visited molecules: modes above " + threshold);
    Dataset<Row> above = candidates.where(col("score").gt(threshold));
    long[] molecules = BinCounts.of(above, "bin", numBins);
    Dataset<Row> scaffolds =
        above
            .where(col(FeatureRows.SCAFFOLD).notEqual(""))
            .groupBy(FeatureRows.SCAFFOLD)
            .agg(min("bin").as("bin"));
    long[] newScaffolds = BinCounts.of(scaffolds, "bin", numBins);
    long[] newModes = modes(above, molecules);
    return new Counts(threshold, sums(molecules), sums(newModes), sums(newScaffolds));
  }

  private long[] modes(Dataset<Row> above, long[] molecules) {
    TanimotoModes modes = new TanimotoModes(similarity);
    long[] found = new long[numBins];
    for (int from = 0; from < numBins; ) {
      int to = from;
      long size = 0;
      while (to < numBins && (size == 0 || size + molecules[to] <= BLOCK)) {
        size += molecules[to++];
      }
      if (size > 0) {
        // None of these is like an earlier block's mode: only new ones are left to compare with.
        TanimotoModes fresh = new TanimotoModes(similarity);
        for (Candidate candidate : uncovered(above, modes, from, to)) {
          found[candidate.bin()] += fresh.add(candidate.fingerprint()) ? 1 : 0;
        }
        fresh.representatives().forEach(modes::addMode);
      }
      from = to;
    }
    return found;
  }

  /** A molecule that may be a mode. */
  private record Candidate(long step, int trajectory, int bin, long[] fingerprint) {}

  private List<Candidate> uncovered(
      Dataset<Row> above, TanimotoModes modes, int fromBin, int toBin) {
    Dataset<Row> block =
        above
            .where(col("bin").geq(fromBin).and(col("bin").lt(toBin)))
            .select("step", "trajectory", "bin", FeatureRows.FINGERPRINT);
    Broadcast<long[]> known =
        JavaSparkContext.fromSparkContext(session.sparkContext()).broadcast(flat(modes));
    try {
      FilterFunction<Row> filter = new Uncovered(known, modes.size(), similarity)::test;
      List<Candidate> candidates = new ArrayList<>();
      for (Row row : block.filter(filter).collectAsList()) {
        candidates.add(
            new Candidate(
                row.getLong(0), row.getInt(1), row.getInt(2), FeatureRows.fingerprint(row)));
      }
      candidates.sort(
          Comparator.comparingLong(Candidate::step).thenComparingInt(Candidate::trajectory));
      return candidates;
    } finally {
      known.destroy();
    }
  }

  private static long[] flat(TanimotoModes modes) {
    List<long[]> all = modes.representatives();
    int words = all.isEmpty() ? 0 : all.get(0).length;
    long[] flat = new long[words * all.size()];
    for (int i = 0; i < all.size(); i++) {
      System.arraycopy(all.get(i), 0, flat, i * words, words);
    }
    return flat;
  }

  private static long[] sums(long[] values) {
    long[] sums = values.clone();
    java.util.Arrays.parallelPrefix(sums, Long::sum);
    return sums;
  }

  /** Whether no known mode covers a row's molecule. The modes are unpacked once per task. */
  private static final class Uncovered implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Broadcast<long[]> known;
    private final int size;
    private final double similarity;
    private transient TanimotoModes modes;

    Uncovered(Broadcast<long[]> known, int size, double similarity) {
      this.known = known;
      this.size = size;
      this.similarity = similarity;
    }

    boolean test(Row row) {
      if (modes == null) {
        modes = unpacked();
      }
      return !modes.isCovered(FeatureRows.fingerprint(row));
    }

    private TanimotoModes unpacked() {
      TanimotoModes unpacked = new TanimotoModes(similarity);
      long[] flat = known.value();
      int words = size == 0 ? 0 : flat.length / size;
      for (int i = 0; i < size; i++) {
        unpacked.addMode(java.util.Arrays.copyOfRange(flat, i * words, (i + 1) * words));
      }
      return unpacked;
    }
  }
}

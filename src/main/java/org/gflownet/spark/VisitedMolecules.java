package org.gflownet.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.gflownet.eval.DiversePicks;
import org.gflownet.eval.ObjectFeatures;
import org.gflownet.eval.Tanimoto;
import org.gflownet.eval.TopMeans;
import org.gflownet.eval.VisitedFigures;

/**
 * Evaluates the table of visited molecules of a run with Spark SQL.
 *
 * <p>The steps are divided into bins of equal length, at whose ends the curves have their points.
 * Executors group, sort and read molecules; to the driver come counts, the best of each bin and the
 * molecules that no earlier mode covers. Every figure is exact and the same for any number of cores
 * and partitions.
 */
public final class VisitedMolecules {
  private static final String BIN = "bin";

  private final SparkSession session;
  private final Settings settings;
  private final ObjectFeatures features;

  /**
   * What to look for.
   *
   * @param score column that ranks molecules and that thresholds are about
   * @param thresholds T, increasing, at most 10
   * @param similarity Tanimoto similarity from which on molecules share a mode
   * @param tops the k of running means, increasing
   * @param numBins points of the curves
   * @param numBest molecules to list
   * @param numDiverse how many of the best to pick for being unlike
   * @param densityBins bins of the histograms
   */
  public record Settings(
      String score,
      List<Double> thresholds,
      double similarity,
      List<Integer> tops,
      int numBins,
      int numBest,
      int numDiverse,
      int densityBins) {

    /** The usual settings of a score and its thresholds. */
    public static Settings of(String score, List<Double> thresholds) {
      return new Settings(
          score, List.copyOf(thresholds), 0.7, List.of(10, 100, 1000), 200, 60, 24, 60);
    }

    int largestTop() {
      return Math.max(numBest, tops.get(tops.size() - 1));
    }
  }

  /** An evaluation with a session that the caller closes. */
  public VisitedMolecules(SparkSession session, Settings settings, ObjectFeatures features) {
    this.session = session;
    this.settings = settings;
    this.features = features;
  }

  /**
   * Evaluates a table.
   *
   * @param visited with the columns step, trajectory, smiles, reward and the score
   * @param reference scores of other molecules, one double column, for the densities
   * @return empty where there is no row with a molecule and a score
   * @throws IllegalArgumentException with one line if a column is missing
   */
  public Optional<VisitedFigures> evaluate(Dataset<Row> visited, Optional<Dataset<Row>> reference) {
    Dataset<Row> rows = selected(visited);
    Row range = rows.agg(min("step"), max("step")).head();
    if (range.isNullAt(0)) {
      return Optional.empty();
    }
    Dataset<Row> binned = binned(rows, range.getLong(0), range.getLong(1));
    try (CachedTable first = new CachedTable(first(binned))) {
      return Optional.of(assemble(binned, first.rows(), reference));
    }
  }

  private Dataset<Row> selected(Dataset<Row> visited) {
    List<String> names = Arrays.asList(visited.columns());
    for (String name : List.of("step", "trajectory", "smiles", "reward", settings.score())) {
      if (!names.contains(name)) {
        throw new IllegalArgumentException(
            "the table of visited molecules has no column " + name + "; it has " + names);
      }
    }
    return visited
        .select(
            col("step").cast("long"),
            col("trajectory").cast("int"),
            col("smiles"),
            col("reward").cast("double"),
            col(settings.score()).cast("double").as("score"))
        .where("smiles is not null and score is not null and not isnan(score)")
        .where("score > double('-infinity') and score < double('infinity')");
  }

  private Dataset<Row> binned(Dataset<Row> rows, long from, long to) {
    Column position = col("step").minus(from).multiply(settings.numBins()).divide(to - from + 1.0);
    return rows.withColumn(
        BIN, least(floor(position), lit((long) settings.numBins() - 1)).cast("int"));
  }

  /** One row per SMILES: its first visit. */
  private static Dataset<Row> first(Dataset<Row> binned) {
    Column visit = struct(col("step"), col("trajectory"), col(BIN), col("score"), col("reward"));
    return binned
        .groupBy("smiles")
        .agg(min(visit).as("first"))
        .select(
            "smiles", "first.step", "first.trajectory", "first.bin", "first.score", "first.reward");
  }

  private VisitedFigures assemble(
      Dataset<Row> binned, Dataset<Row> first, Optional<Dataset<Row>> reference) {
    describe("visits by step");
    int numBins = settings.numBins();
    long[] visits = new long[numBins];
    long[] lastStep = new long[numBins];
    for (Row row : binned.groupBy(BIN).agg(count("*"), max("step")).collectAsList()) {
      visits[row.getInt(0)] = row.getLong(1);
      lastStep[row.getInt(0)] = row.getLong(2);
    }
    long[] unique = BinCounts.of(first, BIN, numBins);
    List<AboveThreshold.Counts> above =
        new AboveThreshold(session, features, settings.similarity(), numBins)
            .count(first, settings.thresholds());
    List<VisitedFigures.Point> curve = curve(visits, lastStep, unique, above, bestOfBins(first));
    Best best = best(first);
    return new VisitedFigures(
        settings.score(),
        Arrays.stream(visits).sum(),
        Arrays.stream(unique).sum(),
        curve,
        best.similarity(),
        best.size(),
        new Densities(settings.densityBins(), numBins - numBins / 10).of(binned, first, reference),
        best.molecules(),
        Math.min(settings.numBest(), best.molecules().size()),
        best.diverse());
  }

  /** The best scores among the molecules that are new in each bin. */
  private List<List<Double>> bestOfBins(Dataset<Row> first) {
    describe("best molecules by step");
    List<List<Double>> best = new ArrayList<>();
    for (int bin = 0; bin < settings.numBins(); bin++) {
      best.add(new ArrayList<>());
    }
    int k = settings.tops().get(settings.tops().size() - 1);
    first
        .withColumn("rank", row_number().over(Window.partitionBy(BIN).orderBy(byScore())))
        .where(col("rank").leq(k))
        .select(BIN, "score")
        .collectAsList()
        .forEach(row -> best.get(row.getInt(0)).add(row.getDouble(1)));
    return best;
  }

  /** Of equal scores the molecule that came first. */
  private static Column[] byScore() {
    return new Column[] {col("score").desc(), col("step"), col("trajectory"), col("smiles")};
  }

  private List<VisitedFigures.Point> curve(
      long[] visits,
      long[] lastStep,
      long[] unique,
      List<AboveThreshold.Counts> above,
      List<List<Double>> bestOfBins) {
    TopMeans top = new TopMeans(settings.tops().get(settings.tops().size() - 1));
    List<VisitedFigures.Point> curve = new ArrayList<>();
    long allVisits = 0;
    long allUnique = 0;
    for (int bin = 0; bin < visits.length; bin++) {
      bestOfBins.get(bin).forEach(top::add);
      allVisits += visits[bin];
      allUnique += unique[bin];
      if (visits[bin] == 0) {
        continue;
      }
      java.util.Map<Integer, Double> means = new java.util.LinkedHashMap<>();
      for (int k : settings.tops()) {
        top.mean(k).ifPresent(mean -> means.put(k, mean));
      }
      int upTo = bin;
      curve.add(
          new VisitedFigures.Point(
              lastStep[bin],
              allVisits,
              allUnique,
              null,
              means,
              above.stream().map(counts -> counts.upTo(upTo)).toList()));
    }
    return curve;
  }

  /** The best molecules of all, and how alike the best k are. */
  private record Best(
      Double similarity,
      int size,
      List<VisitedFigures.Molecule> molecules,
      List<Integer> diverse) {}

  private Best best(Dataset<Row> first) {
    describe("best molecules");
    Dataset<Row> top = first.orderBy(byScore()).limit(settings.largestTop());
    List<Row> rows = FeatureRows.of(top, features).orderBy(byScore()).collectAsList();
    List<long[]> fingerprints = rows.stream().map(FeatureRows::fingerprint).toList();
    int k = Math.min(rows.size(), settings.tops().get(settings.tops().size() - 1));
    var similarity = Tanimoto.meanPairwise(fingerprints.subList(0, k));
    List<Integer> diverse = DiversePicks.of(fingerprints, settings.numDiverse());
    List<VisitedFigures.Molecule> molecules = new ArrayList<>();
    List<Integer> picks = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      int pick = diverse.indexOf(i);
      if (i < settings.numBest() || pick >= 0) {
        if (pick >= 0) {
          picks.add(molecules.size());
        }
        molecules.add(molecule(rows.get(i), closest(fingerprints, i)));
      }
    }
    return new Best(similarity.isPresent() ? similarity.getAsDouble() : null, k, molecules, picks);
  }

  private static Double closest(List<long[]> fingerprints, int i) {
    Double closest = null;
    for (int j = 0; j < i; j++) {
      double similarity = Tanimoto.similarity(fingerprints.get(i), fingerprints.get(j));
      closest = closest == null ? similarity : Math.max(closest, similarity);
    }
    return closest;
  }

  private static VisitedFigures.Molecule molecule(Row row, Double similarity) {
    return new VisitedFigures.Molecule(
        row.getAs("smiles"),
        row.<Double>getAs("score"),
        row.<Double>getAs("reward"),
        row.<Long>getAs("step"),
        row.<Integer>getAs("trajectory"),
        row.getAs(FeatureRows.SCAFFOLD),
        similarity);
  }

  private void describe(String what) {
    session.sparkContext().setJobDescription("visited molecules: " + what);
  }
}

package org.gflownet.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.gflownet.eval.ObjectFeatures;
import org.gflownet.eval.Tanimoto;
import org.gflownet.eval.VisitedFigures;
import org.gflownet.math.RandomStream;
import org.gflownet.testing.LocalSpark;
import org.junit.jupiter.api.Test;

class VisitedMoleculesSparkTest {
  private static final StructType SCHEMA =
      new StructType()
          .add("step", DataTypes.LongType)
          .add("trajectory", DataTypes.IntegerType)
          .add("smiles", DataTypes.StringType)
          .add("reward", DataTypes.DoubleType)
          .add("raw", DataTypes.DoubleType);

  private static final VisitedMolecules.Settings SETTINGS =
      new VisitedMolecules.Settings("raw", List.of(4.0, 6.0), 0.6, List.of(5, 50), 10, 20, 6, 8);

  /** Names stand for molecules: the number in them makes the fingerprint and the scaffold. */
  private static final class Named implements ObjectFeatures {
    private static final long serialVersionUID = 1L;

    @Override
    public long[] fingerprint(String smiles) {
      RandomStream random = new RandomStream(number(smiles) / 4, 0, 0);
      long mask = random.nextLong();
      long base = random.nextLong() & mask;
      return new long[] {base ^ (1L << number(smiles) % 4), base >>> 1};
    }

    @Override
    public String scaffold(String smiles) {
      int number = number(smiles);
      return number % 7 == 0 ? "" : "s" + number % 31;
    }

    private static int number(String smiles) {
      return Integer.parseInt(smiles.substring(1));
    }
  }

  private record Visit(long step, int trajectory, String smiles, double raw) {
    Row row() {
      return RowFactory.create(step, trajectory, smiles, Math.exp(raw), raw);
    }
  }

  private static double raw(int number) {
    return new RandomStream(99, number, 0).nextDouble() * 8;
  }

  private static List<Visit> visits() {
    RandomStream random = new RandomStream(1, 2, 3);
    List<Visit> visits = new ArrayList<>();
    for (int step = 0; step < 97; step++) {
      for (int trajectory = 0; trajectory < 8; trajectory++) {
        int number = random.nextInt(50 + 4 * step);
        visits.add(new Visit(step, trajectory, "M" + number, raw(number)));
      }
    }
    return visits;
  }

  private static SparkSession session() {
    return SparkSession.builder().sparkContext(LocalSpark.context().sc()).getOrCreate();
  }

  private static Dataset<Row> table(List<Row> rows, int partitions) {
    return session().createDataFrame(rows, SCHEMA).repartition(partitions);
  }

  private static VisitedFigures evaluate(List<Row> rows, int partitions) {
    return new VisitedMolecules(session(), SETTINGS, new Named())
        .evaluate(table(rows, partitions), Optional.empty())
        .orElseThrow();
  }

  @Test
  void figuresAreThoseOfOnePassInOrder() {
    List<Visit> visits = visits();
    VisitedFigures figures = evaluate(visits.stream().map(Visit::row).toList(), 5);
    assertThat(figures.visits()).isEqualTo(visits.size());
    assertThat(figures.curve()).hasSize(10);
    for (VisitedFigures.Point point : figures.curve()) {
      List<Visit> soFar = visits.stream().filter(v -> v.step() <= point.step()).toList();
      Map<String, Visit> first = new LinkedHashMap<>();
      soFar.forEach(visit -> first.putIfAbsent(visit.smiles(), visit));
      assertThat(point.visits()).isEqualTo(soFar.size());
      assertThat(point.unique()).isEqualTo(first.size());
      for (int k : SETTINGS.tops()) {
        if (first.size() < k) {
          assertThat(point.topMeans()).doesNotContainKey(k);
        } else {
          assertThat(point.topMeans().get(k)).isCloseTo(mean(first.values(), k), within(1e-12));
        }
      }
      assertThat(point.above().get(0)).isEqualTo(above(first.values(), 4.0));
      assertThat(point.above().get(1)).isEqualTo(above(first.values(), 6.0));
    }
    VisitedFigures.Point last = figures.curve().get(9);
    assertThat(last.step()).isEqualTo(96);
    assertThat(last.unique()).isEqualTo(figures.unique());
    assertThat(last.above().get(0).modes()).isGreaterThan(last.above().get(1).modes());
  }

  private static double mean(java.util.Collection<Visit> first, int k) {
    return first.stream()
        .map(Visit::raw)
        .sorted(Comparator.reverseOrder())
        .limit(k)
        .mapToDouble(Double::doubleValue)
        .average()
        .orElseThrow();
  }

  private static VisitedFigures.Above above(java.util.Collection<Visit> first, double threshold) {
    ObjectFeatures features = new Named();
    List<Visit> candidates = first.stream().filter(visit -> visit.raw() > threshold).toList();
    List<long[]> modes = new ArrayList<>();
    for (Visit visit : candidates) {
      long[] fingerprint = features.fingerprint(visit.smiles());
      if (modes.stream().allMatch(mode -> Tanimoto.similarity(fingerprint, mode) < 0.6)) {
        modes.add(fingerprint);
      }
    }
    Set<String> scaffolds =
        candidates.stream().map(v -> features.scaffold(v.smiles())).collect(Collectors.toSet());
    scaffolds.remove("");
    return new VisitedFigures.Above(threshold, candidates.size(), modes.size(), scaffolds.size());
  }

  @Test
  void bestAndDiverseMoleculesAreListed() {
    List<Visit> visits = visits();
    VisitedFigures figures = evaluate(visits.stream().map(Visit::row).toList(), 3);
    List<Visit> distinct =
        visits.stream()
            .collect(Collectors.toMap(Visit::smiles, v -> v, (a, b) -> a, LinkedHashMap::new))
            .values()
            .stream()
            .sorted(Comparator.comparingDouble(Visit::raw).reversed())
            .toList();
    assertThat(figures.best().subList(0, 20).stream().map(VisitedFigures.Molecule::smiles))
        .containsExactlyElementsOf(distinct.subList(0, 20).stream().map(Visit::smiles).toList());
    assertThat(figures.best().get(0).step()).isEqualTo(distinct.get(0).step());
    assertThat(figures.best().get(0).similarity()).isNull();
    assertThat(figures.numBest()).isEqualTo(20);
    assertThat(figures.diverse()).hasSize(6).contains(0);
    List<long[]> top =
        distinct.subList(0, 50).stream().map(v -> new Named().fingerprint(v.smiles())).toList();
    assertThat(figures.numTop()).isEqualTo(50);
    assertThat(figures.similarityOfTop()).isEqualTo(Tanimoto.meanPairwise(top).getAsDouble());
  }

  @Test
  void densitiesShareTheirBins() {
    List<Row> rows = visits().stream().map(Visit::row).toList();
    StructType one = new StructType().add("score", DataTypes.DoubleType);
    Dataset<Row> reference =
        session()
            .createDataFrame(
                List.of(RowFactory.create(-8.0), RowFactory.create(7.99), RowFactory.create(0.0)),
                one);
    VisitedFigures.Density density =
        new VisitedMolecules(session(), SETTINGS, new Named())
            .evaluate(table(rows, 2), Optional.of(reference))
            .orElseThrow()
            .density();
    assertThat(density.low()).isEqualTo(-8.0);
    assertThat(density.reference()).containsExactly(1, 0, 0, 0, 1, 0, 0, 1);
    assertThat(density.unique()).startsWith(0, 0, 0, 0);
    long late = visits().stream().filter(v -> v.step() >= 88).count();
    assertThat(java.util.Arrays.stream(density.late()).sum()).isEqualTo(late);
  }

  @Test
  void partitionsDoNotChangeAnything() {
    List<Row> rows = visits().stream().map(Visit::row).toList();
    List<Row> backwards = new ArrayList<>(rows);
    java.util.Collections.reverse(backwards);
    assertThat(evaluate(rows, 1)).usingRecursiveComparison().isEqualTo(evaluate(backwards, 7));
  }

  @Test
  void rowsWithoutAMoleculeAreLeftOut() {
    List<Row> rows = new ArrayList<>(List.of(new Visit(3, 0, "M1", 1.5).row()));
    rows.add(RowFactory.create(4L, 0, null, 0.1, 0.1));
    rows.add(RowFactory.create(5L, 0, "M2", 0.1, Double.NEGATIVE_INFINITY));
    rows.add(RowFactory.create(5L, 1, "M3", 0.1, Double.NaN));
    VisitedFigures figures = evaluate(rows, 2);
    assertThat(figures.visits()).isEqualTo(1);
    assertThat(figures.similarityOfTop()).isNull();
    assertThat(
            new VisitedMolecules(session(), SETTINGS, new Named())
                .evaluate(table(rows.subList(1, 4), 1), Optional.empty()))
        .isEmpty();
  }

  @Test
  void aMissingColumnIsNamed() {
    Dataset<Row> table = table(List.of(), 1).drop("raw");
    VisitedMolecules evaluation = new VisitedMolecules(session(), SETTINGS, new Named());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> evaluation.evaluate(table, Optional.empty()))
        .withMessageContaining("no column raw");
  }
}

package org.gflownet.run.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.gflownet.config.ConfigLoader;
import org.gflownet.config.GflownetConfig;
import org.gflownet.eval.VisitedFigures;
import org.gflownet.run.UserException;
import org.gflownet.run.folder.RunFolder;
import org.gflownet.run.setup.Session;
import org.gflownet.testing.LocalSpark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a run folder with a table of visited molecules to the files of its evaluation. */
class VisitedEvaluationSparkTest {
  private static final StructType SCHEMA =
      new StructType()
          .add("step", DataTypes.LongType)
          .add("trajectory", DataTypes.IntegerType)
          .add("smiles", DataTypes.StringType)
          .add("reward", DataTypes.DoubleType)
          .add("raw", DataTypes.DoubleType);

  @TempDir private Path directory;

  private static GflownetConfig config(String more) {
    String text = "env.name = molecule\nreward.name = qed\nobjective.eps = 1e-6\n" + more;
    return ConfigLoader.parse(text, "a test");
  }

  private RunFolder folder() {
    // Toluene and xylene share a scaffold; hexane has none.
    List<Row> rows =
        List.of(
            RowFactory.create(0L, 0, "Cc1ccccc1", 0.85, 0.85),
            RowFactory.create(1L, 0, "Cc1ccc(C)cc1", 0.95, 0.95),
            RowFactory.create(1L, 1, "Cc1ccccc1", 0.85, 0.85),
            RowFactory.create(2L, 0, "CCCCCC", 0.82, 0.82),
            RowFactory.create(3L, 0, "C1CCNCC1", 0.3, 0.3));
    SparkSession.builder()
        .sparkContext(LocalSpark.context().sc())
        .getOrCreate()
        .createDataFrame(rows, SCHEMA)
        .write()
        .parquet("file://" + directory.resolve("a run/visited"));
    return RunFolder.at(directory.resolve("a run").toString());
  }

  private static VisitedFigures figures(GflownetConfig config, RunFolder folder) {
    return new VisitedEvaluation(config, folder, Session.on(LocalSpark.context()))
        .figures(new ArrayList<>())
        .orElseThrow();
  }

  @Test
  void chemistryAndFilesGoTogether() throws IOException {
    Path reference = directory.resolve("reference.csv");
    Files.writeString(reference, "smiles,raw\n\"C,C\",0.1\nCC,0.9\nC,\n");
    RunFolder folder = folder();
    VisitedFigures figures = figures(config("report.reference = \"" + reference + "\""), folder);
    assertThat(figures.visits()).isEqualTo(5);
    assertThat(figures.unique()).isEqualTo(4);
    List<VisitedFigures.Above> above = figures.curve().get(figures.curve().size() - 1).above();
    assertThat(above.get(0)).isEqualTo(new VisitedFigures.Above(0.8, 3, 3, 1));
    assertThat(above.get(1)).isEqualTo(new VisitedFigures.Above(0.9, 1, 1, 1));
    assertThat(figures.best().get(0).smiles()).isEqualTo("Cc1ccc(C)cc1");
    assertThat(figures.best().get(0).scaffold()).isEqualTo("c1ccccc1");
    assertThat(java.util.Arrays.stream(figures.density().reference()).sum()).isEqualTo(2);

    assertThat(figures.curve()).allSatisfy(point -> assertThat(point.calls()).isNull());
    Files.writeString(
        directory.resolve("a run/metrics.jsonl"),
        "{\"step\":2,\"reward_calls\":30}\n{\"step\":4,\"reward_calls\":50}\n");
    figures = figures(config("report.reference = \"" + reference + "\""), folder);
    assertThat(figures.curve().stream().map(VisitedFigures.Point::step))
        .containsExactly(0L, 1L, 2L, 3L);
    assertThat(figures.curve().stream().map(VisitedFigures.Point::calls))
        .as("known at steps 2 and 4, between them and before them on a straight line")
        .containsExactly(15L, 30L, 40L, 50L);

    new EvaluationFiles(folder.directory()).write(Map.of("visited", figures));
    Path evaluation = directory.resolve("a run/evaluation");
    assertThat(Files.readAllLines(evaluation.resolve("curve.csv")).get(0))
        .startsWith("step,visits,unique,calls,")
        .endsWith("molecules_above_0.9,modes_above_0.9,scaffolds_above_0.9");
    assertThat(Files.readAllLines(evaluation.resolve("molecules.csv")))
        .hasSize(5)
        .element(1)
        .isEqualTo("Cc1ccc(C)cc1,0.95,0.95,1,0,c1ccccc1,,true");
    assertThat(Files.readAllLines(evaluation.resolve("density.csv"))).hasSize(61);
  }

  @Test
  void aReferenceThatCannotBeUsedIsToldInOneLine() throws IOException {
    RunFolder folder = folder();
    Path reference = directory.resolve("scores.csv");
    Files.writeString(reference, "smiles,score\nCC,0.9\n");
    assertThatThrownBy(() -> figures(config("report.reference = \"" + reference + "\""), folder))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("has no column raw; it has smiles, score");
    assertThatThrownBy(() -> figures(config("report.reference = /no/such.csv"), folder))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("cannot read /no/such.csv");
  }

  @Test
  void withoutSparkTheReaderIsTold() {
    List<String> notes = new ArrayList<>();
    assertThat(new VisitedEvaluation(config(""), folder(), Session.inProcess(1)).figures(notes))
        .isEmpty();
    assertThat(notes).singleElement().asString().contains("report.sh RUN --master");
  }
}

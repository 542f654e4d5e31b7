package org.gflownet.run.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.gflownet.run.evaluate.EvaluationFiles;
import org.gflownet.run.folder.RunFolder;
import org.gflownet.spark.RunDirectory;
import org.gflownet.testing.VisitedCurves;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs at equal numbers of molecules, from the evaluations in their folders. */
class MoleculeTableTest {
  private static final String SIMILARITY = "Tanimoto similarity of the top 1000, at the end";

  @TempDir private Path directory;

  /** A run folder as training leaves it, as far as this table reads it. */
  private RunFolder folder(String name, String reward, String visited) {
    RunDirectory folder = new RunDirectory(directory.resolve(name).toString(), new Configuration());
    folder.child(EvaluationFiles.FOLDER).create();
    folder.replaceText(
        RunFolder.CONFIG,
        "env.name = molecule\nreward.name = "
            + reward
            + "\nreward.seh.weights = none\nobjective.eps = 1e-5\n");
    folder
        .child(EvaluationFiles.FOLDER)
        .replaceText(EvaluationFiles.JSON, "{\"visited\": " + visited + "}");
    return RunFolder.at(folder.location());
  }

  @Test
  void withoutEvaluatedMoleculesThereIsNoTable() {
    assertThat(MoleculeTable.ofRuns(List.of())).isEmpty();
  }

  @Test
  void reportsPutRunsSideBySideAtRoundNumbersAndBesideThePaper() {
    List<RunFolder> folders =
        List.of(
            folder("trained", "seh", VisitedCurves.json(2_000, 4_900, 26_000)),
            folder("random", "seh", VisitedCurves.json(1_000, 5_000, 25_500, 30_000)));
    JsonNode table = RunReport.data(folders, false).path("molecules");
    List<String> rows = new ArrayList<>();
    table
        .path("rows")
        .forEach(
            row ->
                rows.add(
                    row.path("method").asText()
                        + " "
                        + row.path("molecules visited").asLong()
                        + " "
                        + row.path("distinct molecules").asLong()
                        + " "
                        + row.path("top 10").asLong()
                        + (row.has(SIMILARITY) ? " end" : "")));
    assertThat(rows)
        .containsExactly(
            "trained 9800 4900 4900",
            "random 10000 5000 5000",
            "trained 52000 26000 26000 end",
            "random 51000 25500 25500",
            "random 60000 30000 30000 end");
    assertThat(table.path("note").asText()).contains("rows of the paper");
    assertThat(table.path("paper")).hasSize(6);
    assertThat(table.path("paper").path(0).path("top 10").asDouble()).isEqualTo(8.36);
    assertThat(table.path("paper").path(0).path("distinct molecules").asLong()).isEqualTo(100_000);
  }

  @Test
  void thePaperStandsBesideItsOwnRewardOnly() {
    JsonNode data = RunReport.data(List.of(folder("own", "qed", VisitedCurves.json(3, 7))), false);
    assertThat(data.path("molecules").path("rows")).hasSize(1);
    assertThat(data.path("molecules").path("paper")).isEmpty();
    assertThat(RunReport.data(List.of(folder("empty", "seh", "null")), false).has("molecules"))
        .isFalse();
  }
}

package org.gflownet.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.gflownet.config.ConfigLoader;
import org.gflownet.config.GflownetConfig;
import org.gflownet.spark.RunDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Methods and runs at equal numbers of molecules, from the evaluations of their runs. */
class MoleculeTableTest {
  private static final String SIMILARITY = "Tanimoto similarity of the top 1000, at the end";

  @TempDir private Path directory;

  private Measurements.Run run(RunDirectory runs, String method, String reward, String visited) {
    GflownetConfig config =
        ConfigLoader.parse(
            "env.name = molecule\nreward.name = " + reward + "\nobjective.eps = 1e-5\n", "test");
    RunDirectory folder = runs.child(method).child(EvaluationFiles.FOLDER);
    folder.create();
    folder.replaceText(EvaluationFiles.JSON, "{\"visited\": " + visited + "}");
    return new Measurements.Run(
        new PlannedRun(method, method, Map.of(), 0, Double.NaN, config, null),
        new RunOutcome(RunOutcome.Status.DONE, "", ""),
        new ArrayList<>());
  }

  /** Two visits and three calls for each distinct molecule. */
  private static String curve(int... unique) {
    StringBuilder points = new StringBuilder();
    for (int n : unique) {
      points.append(points.isEmpty() ? "" : ",");
      points.append(
          "{\"visits\":"
              + 2 * n
              + ",\"unique\":"
              + n
              + ",\"calls\":"
              + 3 * n
              + ",\"topMeans\":{\"10\":"
              + n
              + "},\"above\":"
              + "[{\"threshold\":7.0,\"molecules\":1,\"modes\":2,\"scaffolds\":"
              + n
              + "}]}");
    }
    int last = unique[unique.length - 1];
    return "{\"score\":\"raw\",\"visits\":"
        + 2 * last
        + ",\"unique\":"
        + last
        + ",\"similarityOfTop\":0.5,\"curve\":["
        + points
        + "]}";
  }

  @Test
  void comparesAtTheNumberThatAllReached() {
    RunDirectory runs = new RunDirectory(directory.toString(), new Configuration());
    Measurements table =
        new Measurements(
            List.of(),
            List.of(),
            List.of(run(runs, "a", "qed", curve(10, 20, 90)), run(runs, "b", "qed", curve(5, 25))));
    MoleculeTable compared = MethodTable.of(table, runs).orElseThrow();
    assertThat(compared.title()).isEqualTo("At 75 reward calls");
    assertThat(compared.note()).contains("mean raw of the best").doesNotContain("paper");
    assertThat(compared.paper()).isEmpty();
    assertThat(compared.rows().get(0))
        .containsEntry("method", "a")
        .containsEntry("molecules visited", 40.0)
        .containsEntry("reward calls", 60.0)
        .containsEntry("distinct molecules", 20.0)
        .containsEntry("top 10", 20.0)
        .containsEntry("Tanimoto modes > 7.0", 2.0)
        .containsEntry("scaffolds > 7.0", 20.0)
        .containsEntry("Tanimoto similarity of the top 1000, at the end", 0.5);
    assertThat(compared.rows().get(1)).containsEntry("reward calls", 75.0);
  }

  @Test
  void aChainThatPaysForRefusedProposalsIsNoCheaper() {
    RunDirectory runs = new RunDirectory(directory.toString(), new Configuration());
    String dear = curve(10, 20).replace("\"calls\":30", "\"calls\":70").replace(":60", ":140");
    Measurements table =
        new Measurements(
            List.of(),
            List.of(),
            List.of(run(runs, "a", "qed", curve(5, 20, 30)), run(runs, "b", "qed", dear)));
    MoleculeTable compared = MethodTable.of(table, runs).orElseThrow();
    assertThat(compared.title()).isEqualTo("At 90 reward calls");
    assertThat(compared.rows().get(0)).containsEntry("top 10", 30.0);
    assertThat(compared.rows().get(1)).containsEntry("top 10", 10.0);
  }

  @Test
  void evaluationsThatDidNotCountCallsAreComparedByDistinctMolecules() {
    RunDirectory runs = new RunDirectory(directory.toString(), new Configuration());
    String uncounted = curve(5, 25).replaceAll("\"calls\":[0-9]+,", "");
    Measurements table =
        new Measurements(
            List.of(),
            List.of(),
            List.of(run(runs, "a", "qed", curve(10, 20)), run(runs, "b", "qed", uncounted)));
    MoleculeTable compared = MethodTable.of(table, runs).orElseThrow();
    assertThat(compared.title()).isEqualTo("At 20 distinct molecules");
    assertThat(compared.rows().get(1)).doesNotContainKey("reward calls");
  }

  @Test
  void gridsHaveNoMolecules() {
    RunDirectory runs = new RunDirectory(directory.toString(), new Configuration());
    assertThat(MethodTable.of(new Measurements(List.of(), List.of(), List.of()), runs))
        .isEmpty();
    assertThat(MoleculeTable.ofRuns(List.of())).isEmpty();
  }

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
  void reportsPutRunsSideBySideAtRoundNumbersAndBesideThePaper() {
    List<RunFolder> folders =
        List.of(
            folder("trained", "seh", curve(2_000, 4_900, 26_000)),
            folder("random", "seh", curve(1_000, 5_000, 25_500, 30_000)));
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
    JsonNode data = RunReport.data(List.of(folder("own", "qed", curve(3, 7))), false);
    assertThat(data.path("molecules").path("rows")).hasSize(1);
    assertThat(data.path("molecules").path("paper")).isEmpty();
    assertThat(RunReport.data(List.of(folder("empty", "seh", "null")), false).has("molecules"))
        .isFalse();
  }
}

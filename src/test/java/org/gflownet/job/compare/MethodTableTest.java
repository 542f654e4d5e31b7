package org.gflownet.job.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.gflownet.config.ConfigLoader;
import org.gflownet.config.GflownetConfig;
import org.gflownet.run.evaluate.EvaluationFiles;
import org.gflownet.run.report.MoleculeTable;
import org.gflownet.spark.RunDirectory;
import org.gflownet.testing.VisitedCurves;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Methods at equal numbers of calls, from the evaluations of their runs. */
class MethodTableTest {
  @TempDir private Path directory;

  private Measurements.Run run(RunDirectory runs, String method, String reward, String visited) {
    GflownetConfig config =
        ConfigLoader.parse(
            "env.name = molecule\nreward.name = " + reward + "\nobjective.eps = 1e-5\n", "test");
    RunDirectory folder = runs.child(method).child(EvaluationFiles.FOLDER);
    folder.create();
    folder.replaceText(EvaluationFiles.JSON, "{\"visited\": " + visited + "}");
    return new Measurements.Run(
        PlannedRun.of(method, new PlannedRun.Design(method, Map.of(), 0, Double.NaN), config),
        new RunOutcome(RunOutcome.Status.DONE, "", ""),
        new ArrayList<>());
  }

  @Test
  void comparesAtTheNumberThatAllReached() {
    RunDirectory runs = new RunDirectory(directory.toString(), new Configuration());
    Measurements table =
        new Measurements(
            List.of(),
            List.of(),
            List.of(
                run(runs, "a", "qed", VisitedCurves.json(10, 20, 90)),
                run(runs, "b", "qed", VisitedCurves.json(5, 25))));
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
    String dear =
        VisitedCurves.json(10, 20).replace("\"calls\":30", "\"calls\":70").replace(":60", ":140");
    Measurements table =
        new Measurements(
            List.of(),
            List.of(),
            List.of(
                run(runs, "a", "qed", VisitedCurves.json(5, 20, 30)), run(runs, "b", "qed", dear)));
    MoleculeTable compared = MethodTable.of(table, runs).orElseThrow();
    assertThat(compared.title()).isEqualTo("At 90 reward calls");
    assertThat(compared.rows().get(0)).containsEntry("top 10", 30.0);
    assertThat(compared.rows().get(1)).containsEntry("top 10", 10.0);
  }

  @Test
  void evaluationsThatDidNotCountCallsAreComparedByDistinctMolecules() {
    RunDirectory runs = new RunDirectory(directory.toString(), new Configuration());
    String uncounted = VisitedCurves.json(5, 25).replaceAll("\"calls\":[0-9]+,", "");
    Measurements table =
        new Measurements(
            List.of(),
            List.of(),
            List.of(
                run(runs, "a", "qed", VisitedCurves.json(10, 20)),
                run(runs, "b", "qed", uncounted)));
    MoleculeTable compared = MethodTable.of(table, runs).orElseThrow();
    assertThat(compared.title()).isEqualTo("At 20 distinct molecules");
    assertThat(compared.rows().get(1)).doesNotContainKey("reward calls");
  }

  @Test
  void gridsHaveNoMolecules() {
    RunDirectory runs = new RunDirectory(directory.toString(), new Configuration());
    assertThat(MethodTable.of(new Measurements(List.of(), List.of(), List.of()), runs)).isEmpty();
  }
}

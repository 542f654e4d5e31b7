package org.gflownet.job;

import static org.assertj.core.api.Assertions.assertThat;

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

/** Methods at equal numbers of molecules, from the evaluations of their runs. */
class MoleculeComparisonTest {
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

  private static String curve(int... unique) {
    StringBuilder points = new StringBuilder();
    for (int n : unique) {
      points.append(points.isEmpty() ? "" : ",");
      points.append(
          "{\"unique\":"
              + n
              + ",\"topMeans\":{\"10\":"
              + n
              + "},\"above\":"
              + "[{\"threshold\":7.0,\"molecules\":1,\"modes\":2,\"scaffolds\":"
              + n
              + "}]}");
    }
    return "{\"score\":\"raw\",\"unique\":"
        + unique[unique.length - 1]
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
    MoleculeComparison compared = MoleculeComparison.of(table, runs).orElseThrow();
    assertThat(compared.unique()).isEqualTo(25);
    assertThat(compared.score()).isEqualTo("raw");
    assertThat(compared.paper()).isEmpty();
    assertThat(compared.rows().get(0))
        .containsEntry("method", "a")
        .containsEntry("unique", 20.0)
        .containsEntry("top 10", 20.0)
        .containsEntry("Tanimoto modes > 7.0", 2.0)
        .containsEntry("scaffolds > 7.0", 20.0);
    assertThat(compared.rows().get(1)).containsEntry("unique", 25.0);
  }

  @Test
  void gridsHaveNoMolecules() {
    RunDirectory runs = new RunDirectory(directory.toString(), new Configuration());
    assertThat(MoleculeComparison.of(new Measurements(List.of(), List.of(), List.of()), runs))
        .isEmpty();
  }
}

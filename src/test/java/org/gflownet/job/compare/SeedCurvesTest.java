package org.gflownet.job.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Medians and ranges, by hand. */
class SeedCurvesTest {

  private static Measurements.Run run(String method, double r0, double[]... reports) {
    List<Map<String, Double>> all = new ArrayList<>();
    for (double[] report : reports) {
      all.add(Map.of("step", report[0], "visited", 8 * report[0], "l1.sum", report[1]));
    }
    return new Measurements.Run(
        PlannedRun.of(method, new PlannedRun.Design(method, Map.of(), 0, r0), null),
        RunOutcome.pending(),
        all);
  }

  @Test
  void seedsMeetAtTheSameStepAndAShortRunEndsEarly() {
    Measurements table =
        new Measurements(
            List.of(),
            List.of(),
            List.of(
                run("a", 0.1, new double[] {1, 0.9}, new double[] {2, 0.5}),
                run("a", 0.1, new double[] {1, 0.7}),
                run("a", 0.1, new double[] {1, 0.2}, new double[] {2, 0.1}),
                run("b", 0.1),
                run("a", 0.01, new double[] {1, 0.3})));
    List<SeedCurves> curves = SeedCurves.of(table, "visited", "l1.sum");
    assertThat(curves.stream().map(SeedCurves::r0)).containsExactly(0.1, 0.01);
    assertThat(curves.get(0).series()).hasSize(1);
    List<double[]> points = curves.get(0).series().get(0).points();
    assertThat(points).hasSize(2);
    assertThat(points.get(0)).containsExactly(8, 0.7, 0.2, 0.9);
    assertThat(points.get(1)).containsExactly(16, (0.5 + 0.1) / 2, 0.1, 0.5);
  }

  @Test
  void reportsOfABudgetMeetThoughTheirStepsDiffer() {
    Measurements table =
        new Measurements(
            List.of(),
            List.of(),
            List.of(
                run("a", 0.1, new double[] {10, 0.9}, new double[] {20, 0.5}),
                run("a", 0.1, new double[] {11, 0.7}, new double[] {23, 0.3})));
    List<double[]> points =
        SeedCurves.of(table, "visited", "l1.sum").get(0).series().get(0).points();
    assertThat(points).hasSize(2);
    assertThat(points.get(1)).containsExactly(8 * 21.5, 0.4, 0.3, 0.5);
  }

  @Test
  void failedRunsAreLeftOut() {
    Measurements.Run failed = run("a", 0.1, new double[] {1, 0.1});
    Measurements table =
        new Measurements(
            List.of(),
            List.of(),
            List.of(
                run("a", 0.1, new double[] {1, 0.9}),
                new Measurements.Run(
                    failed.plan(), RunOutcome.failed("why", ""), failed.reports())));
    assertThat(SeedCurves.of(table, "visited", "l1.sum").get(0).series().get(0).points().get(0))
        .containsExactly(8, 0.9, 0.9, 0.9);
  }

  @Test
  void aFigureThatNobodyReportsMakesNoChart() {
    Measurements table =
        new Measurements(
            List.of(), List.of(), List.of(run("a", Double.NaN, new double[] {1, 0.9})));
    assertThat(SeedCurves.of(table, "visited", "exact.tv")).isEmpty();
    assertThat(SeedCurves.of(table, "visited", "l1.sum").get(0).r0()).isNull();
  }
}

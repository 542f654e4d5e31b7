package org.gflownet.job.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gflownet.job.Main;
import org.gflownet.testing.Terminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Methods whose steps cost differently end at equal cost. */
class ComparisonBudgetTest {
  private static final String METHODS =
      """
        methods {
          plain {}
          replay { replay { kind = uniform, capacity = 100, share = 0.5 } }
          search { exploration.local-search { rounds = 1, steps = 2 } }
        }
      """;
  private static final String GRID =
      """
      env { ndim = 2, height = 8 }
      model.hidden = [16, 16]
      train { batch = 8, slices = 2, objective = tb, lr-schedule { name = linear, end = 0 } }
      cluster.master = "in-process[2]"
      compare { reports = 5, %s
      """
          + METHODS
          + "}\n";
  private static final String MOLECULES =
      """
      env { name = molecule, max-blocks = 3 }
      reward.name = qed
      model { width = 8, rounds = 1 }
      train { batch = 8, slices = 2, objective = tb }
      eval.samples = 20
      visited.enabled = false
      cluster.master = "in-process[2]"
      compare { reports = 5, %s
      """
          + METHODS
          + "}\n";
  @TempDir private Path directory;
  private Terminal terminal;

  @BeforeEach
  void capture() {
    terminal = new Terminal();
  }

  @AfterEach
  void release() {
    terminal.close();
  }

  /** The reports of every method, in the order of the file. */
  private Map<String, List<Map<String, String>>> reports(String text, String budget)
      throws IOException {
    Path conf = directory.resolve("c.conf");
    Files.writeString(conf, String.format(text, "budgets.full { " + budget + " }"));
    Path folder = directory.resolve("out");
    assertThat(Main.run("compare", conf.toString(), "--out", folder.toString()))
        .as(terminal.err())
        .isZero();
    List<String> lines = Files.readAllLines(folder.resolve("measurements.csv"));
    List<String> names = Arrays.asList(lines.get(0).split(",", -1));
    Map<String, List<Map<String, String>>> reports = new LinkedHashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 0; i < cells.length; i++) {
        row.put(names.get(i), cells[i]);
      }
      assertThat(row).containsEntry("status", "done");
      reports.computeIfAbsent(row.get("method"), m -> new ArrayList<>()).add(row);
    }
    assertThat(reports).containsOnlyKeys("plain", "replay", "search");
    return reports;
  }

  private static List<Long> column(List<Map<String, String>> reports, String name) {
    return reports.stream().map(row -> Long.parseLong(row.get(name))).toList();
  }

  @Test
  void onAGridVisitsAreEqualAtEveryReport() throws IOException {
    reports(GRID, "visited = 400")
        .forEach(
            (method, reports) ->
                assertThat(column(reports, "visited"))
                    .as(method)
                    .containsExactly(80L, 160L, 240L, 320L, 400L));
  }

  @Test
  void onAGridEveryVisitIsACall() throws IOException {
    Map<String, List<Map<String, String>>> reports = reports(GRID, "reward-calls = 400");
    reports.forEach(
        (method, rows) ->
            assertThat(column(rows, "reward_calls")).as(method).hasSize(5).endsWith(400L));
    assertThat(reports.values().stream().map(rows -> column(rows, "step").get(4)))
        .as("steps of the methods cost differently")
        .doesNotHaveDuplicates();
  }

  @Test
  void moleculesAreVisitedEquallyOften() throws IOException {
    reports(MOLECULES, "visited = 160")
        .forEach(
            (method, reports) ->
                assertThat(column(reports, "visited"))
                    .as(method)
                    .containsExactly(32L, 64L, 96L, 128L, 160L));
  }

  @Test
  void callsOfMoleculesAreDistinctOnesAndEndWithTheStepThatReachesThem() throws IOException {
    reports(MOLECULES, "reward-calls = 100")
        .forEach(
            (method, reports) -> {
              List<Long> calls = column(reports, "reward_calls");
              List<Long> visited = column(reports, "visited");
              assertThat(calls).as(method).hasSize(5);
              // The step that reaches the limit visits at most 16 objects.
              assertThat(calls.get(4)).as(method).isBetween(100L, 115L);
              assertThat(calls.get(3)).as(method).isLessThan(100L);
              assertThat(visited.get(4)).as(method).isGreaterThanOrEqualTo(calls.get(4));
            });
  }
}

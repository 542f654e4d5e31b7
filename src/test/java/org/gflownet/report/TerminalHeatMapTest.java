package org.gflownet.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.gflownet.report.TerminalHeatMap.Style;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalHeatMapTest {

  private static HeatMap diagonal(int size) {
    double[][] learned = new double[size][size];
    double[][] truth = new double[size][size];
    for (int i = 0; i < size; i++) {
      learned[i][i] = (i + 1.0) / size;
      truth[i][size - 1 - i] = 1;
    }
    return new HeatMap(learned, truth, "x0", "x1");
  }

  @Test
  void asciiIsDrawnAsExpected() {
    assertThat(TerminalHeatMap.render(diagonal(4), Style.ASCII, 80))
        .isEqualTo(
            """
                learned         true
            x1 |      @@|   x1 |@@      |
             2 |    ##  |    2 |  @@    |
             1 |  ++    |    1 |    @@  |
             0 |--      |    0 |      @@|
                0  x0  3        0  x0  3
                0   ..::--==++**##%%@@ 1.00 probability
            """);
  }

  @Test
  void unicodeUsesShadesAndBlanksForZero() {
    String drawn = TerminalHeatMap.render(diagonal(4), Style.UNICODE, 80);
    assertThat(drawn.lines().skip(1).findFirst()).contains("x1 │      ██│   x1 │██      │");
    assertThat(drawn).contains("░░", "▒▒").doesNotContain("\u001B");
  }

  @ParameterizedTest
  @CsvSource({"8, 80", "20, 80", "20, 100", "64, 80", "64, 200", "64, 40", "200, 120", "1, 80"})
  void fitsTheTerminal(int size, int width) {
    for (Style style : Style.values()) {
      String drawn = TerminalHeatMap.render(diagonal(size), style, width);
      List<String> lines =
          Arrays.stream(drawn.replaceAll("\u001B\\[[0-9;]*m", "").split("\n")).toList();
      for (String line : lines.subList(0, lines.size() - 1)) {
        assertThat(line.length()).isLessThanOrEqualTo(width);
      }
    }
  }

  @Test
  void blocksAreNamed() {
    assertThat(TerminalHeatMap.render(diagonal(64), Style.UNICODE, 80))
        .contains("means of 2x2 cells");
    assertThat(TerminalHeatMap.render(diagonal(8), Style.UNICODE, 80)).doesNotContain("means");
  }

  @Test
  void coloursAreResetAtTheEndOfEachPanel() {
    for (Style style : new Style[] {Style.COLOR_256, Style.TRUE_COLOR}) {
      String drawn = TerminalHeatMap.render(diagonal(3), style, 80);
      assertThat(drawn).contains(style == Style.COLOR_256 ? "\u001B[48;5;" : "\u001B[48;2;253;");
      drawn
          .lines()
          .filter(line -> line.contains("\u001B"))
          .forEach(line -> assertThat(line).containsPattern("\u001B\\[0m[^\u001B]*$"));
    }
  }

  @Test
  void nothingLearnedIsBlank() {
    HeatMap empty = new HeatMap(new double[2][2], new double[2][2], "x0", "x1");
    assertThat(TerminalHeatMap.render(empty, Style.ASCII, 80)).contains("|    |");
  }
}

package org.gflownet.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A table of docs/files.md as statements about the files that are written: type, range and, by its
 * words, when a cell is empty.
 *
 * @param name of the table
 * @param columns in their order
 */
record DocumentedTable(String name, List<Column> columns) {
  private static final Path PAGE = Path.of("docs", "files.md");
  private static final Pattern RANGE =
      Pattern.compile("(?:more than (.+)|(.+) or more|(.+) or less|(.+) to (.+))");
  private static final Pattern BOUND = Pattern.compile("(-?[0-9]+)|`([a-z0-9.-]+)`( - 1)?");

  /** What the page says about one column. */
  record Column(String name, String type, String values, String empty) {}

  /**
   * Rows of one file.
   *
   * @param types of its columns as long, int, double or string; empty for files that have none
   * @param rows cells as text by column, null for none
   * @param settings of the run that wrote it
   */
  record Written(Map<String, String> types, List<Map<String, String>> rows, Config settings) {}

  /** The words of the page for when a cell is empty, and what they mean. */
  static final Map<String, Predicate<Cell>> CONDITIONS = conditions();

  /** A cell's surroundings. */
  record Cell(Map<String, String> row, Config settings) {
    boolean isOf(String... methods) {
      return List.of(methods).contains(settings.getString("method.name"));
    }
  }

  private static Map<String, Predicate<Cell>> conditions() {
    Map<String, Predicate<Cell>> all = new HashMap<>();
    all.put("never", cell -> false);
    all.put("of chains and `ga`", cell -> cell.isOf("mcmc", "mars", "ga"));
    all.put("where nothing is trained", cell -> cell.isOf("mcmc", "random", "ga"));
    all.put(
        "without a molecule", cell -> String.valueOf(cell.row().get("error")).contains("valence"));
    all.put("without a score", cell -> cell.row().get("error") != null);
    all.put("with a score", cell -> cell.row().get("raw") != null);
    all.put("of molecules", cell -> cell.settings().getString("env.name").equals("molecule"));
    all.put("without a run that has it", cell -> "0".equals(cell.row().get("runs")));
    return all;
  }

  /** The table under a marker of the page. */
  static DocumentedTable of(String name) throws IOException {
    String text = Files.readString(PAGE);
    String marker = "<!-- table: " + name + " -->\n";
    assertThat(text).contains(marker);
    List<String[]> lines =
        text.substring(text.indexOf(marker) + marker.length())
            .lines()
            .takeWhile(line -> !line.isEmpty())
            .map(line -> line.substring(1, line.length() - 1).split("\\|", -1))
            .toList();
    List<Column> columns = new ArrayList<>();
    for (String[] cells : lines.subList(2, lines.size())) {
      assertThat(cells).as("%s", List.of(cells)).hasSize(5);
      String column = cells[0].strip();
      assertThat(column).startsWith("`").endsWith("`");
      columns.add(
          new Column(
              column.substring(1, column.length() - 1),
              cells[1].strip(),
              cells[2].strip(),
              cells[3].strip()));
    }
    return new DocumentedTable(name, columns);
  }

  /** Names of the columns. */
  List<String> names() {
    return columns.stream().map(Column::name).toList();
  }

  /**
   * Holds every statement of the table against files.
   *
   * @param files that have these columns; together they must also show that no statement says less
   *     than it could: that a cell is empty in one and not in another, that a bound is reached
   */
  void check(List<Written> files) {
    for (Column column : columns) {
      // What stands for the name of a part is there only where there are parts.
      List<Written> having =
          files.stream()
              .filter(
                  f ->
                      !column.name().endsWith("PART") || f.rows().get(0).containsKey(column.name()))
              .toList();
      types(column, having);
      emptiness(column, having);
      values(column, having);
    }
  }

  private String about(Column column) {
    return "docs/files.md, table " + name + ", `" + column.name() + "`";
  }

  private void types(Column column, List<Written> files) {
    assertThat(List.of("long", "int", "double", "string")).contains(column.type());
    for (Written file : files) {
      if (!file.types().isEmpty()) {
        assertThat(file.types()).as(about(column)).containsEntry(column.name(), column.type());
      }
    }
  }

  private void emptiness(Column column, List<Written> files) {
    assertThat(CONDITIONS).as(about(column)).containsKey(column.empty());
    Predicate<Cell> condition = CONDITIONS.get(column.empty());
    boolean[] seen = new boolean[2];
    for (Written file : files) {
      for (Map<String, String> row : file.rows()) {
        assertThat(row).as(about(column)).containsKey(column.name());
        boolean empty = condition.test(new Cell(row, file.settings()));
        assertThat(row.get(column.name()) == null)
            .as("%s is empty %s: %s", about(column), column.empty(), row)
            .isEqualTo(empty);
        seen[empty ? 1 : 0] = true;
      }
    }
    assertThat(seen[0]).as("%s has values", about(column)).isTrue();
    assertThat(seen[1])
        .as("%s is empty %s", about(column), column.empty())
        .isEqualTo(!column.empty().equals("never"));
  }

  private void values(Column column, List<Written> files) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (Written file : files) {
      for (Map<String, String> row : file.rows()) {
        String cell = row.get(column.name());
        if (cell == null) {
          continue;
        }
        if (column.values().equals("text")) {
          assertThat(column.type()).as(about(column)).isEqualTo("string");
          assertThat(cell).as(about(column)).isNotBlank();
          continue;
        }
        double value = Double.parseDouble(cell);
        if (!column.type().equals("double")) {
          assertThat(cell).as(about(column)).isEqualTo(Long.toString((long) value));
        }
        assertThat(within(column, value, file.settings()))
            .as("%s: %s is not %s", about(column), cell, column.values())
            .isTrue();
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    reached(column, low, high, files);
  }

  private boolean within(Column column, double value, Config settings) {
    if (column.values().equals("any")) {
      return true;
    }
    Matcher range = RANGE.matcher(column.values());
    assertThat(range.matches()).as("%s: %s", about(column), column.values()).isTrue();
    if (range.group(1) != null) {
      return value > bound(column, range.group(1), settings);
    }
    if (range.group(2) != null) {
      return value >= bound(column, range.group(2), settings);
    }
    if (range.group(3) != null) {
      return value <= bound(column, range.group(3), settings);
    }
    return value >= bound(column, range.group(4), settings)
        && value <= bound(column, range.group(5), settings);
  }

  /** A wider range than there is says too little: both ends of it are reached. */
  private void reached(Column column, double low, double high, List<Written> files) {
    Config settings = files.get(0).settings();
    if (column.values().equals("any")) {
      assertThat(low).as("%s is also negative", about(column)).isNegative();
      assertThat(high).as("%s is also positive", about(column)).isPositive();
      return;
    }
    Matcher range = RANGE.matcher(column.values());
    if (!range.matches()) {
      return;
    }
    if (range.group(2) != null) {
      assertThat(low).as(about(column)).isEqualTo(bound(column, range.group(2), settings));
    } else if (range.group(4) != null) {
      assertThat(low).as(about(column)).isEqualTo(bound(column, range.group(4), settings));
      assertThat(high).as(about(column)).isEqualTo(bound(column, range.group(5), settings));
    }
  }

  private double bound(Column column, String text, Config settings) {
    Matcher bound = BOUND.matcher(text);
    assertThat(bound.matches()).as("%s: %s", about(column), text).isTrue();
    if (bound.group(1) != null) {
      return Double.parseDouble(text);
    }
    return settings.getDouble(bound.group(2)) - (bound.group(3) == null ? 0 : 1);
  }
}

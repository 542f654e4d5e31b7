package org.gflownet.chem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rows of the data sets that tests read by path. */
final class SehData {
  private SehData() {}

  /** A file of the data sets. Without it the test is skipped, unless the machine must have it. */
  static Path file(String name) {
    Path file = Path.of(System.getenv("GFLOWNET_DATA"), "seh", name);
    if (System.getenv("GFLOWNET_REQUIRE_DATA") != null) {
      assertThat(file).isRegularFile();
    }
    assumeThat(file).exists();
    return file;
  }

  /** Rows by column name, of a file whose cells hold no line breaks. */
  static List<Map<String, String>> rows(String name, char separator) throws IOException {
    List<String> lines = Files.readAllLines(file(name));
    List<String> header = cells(lines.get(0), separator);
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      List<String> cells = cells(line, separator);
      assertThat(cells).as(line).hasSameSizeAs(header);
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 0; i < cells.size(); i++) {
        row.put(header.get(i), cells.get(i));
      }
      rows.add(row);
    }
    return rows;
  }

  private static List<String> cells(String line, char separator) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == separator && !quoted) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString());
    return cells;
  }
}

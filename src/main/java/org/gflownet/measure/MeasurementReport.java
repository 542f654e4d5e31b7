package org.gflownet.measure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The table of figures as Markdown and JSON, rewritten whole whenever a figure is known. */
public final class MeasurementReport {
  static final ObjectMapper JSON = new ObjectMapper();

  private final Path directory;
  private final Map<String, String> machine;
  private final List<Figure> figures = new ArrayList<>();

  /**
   * A report.
   *
   * @param directory that gets bench.md and bench.json
   * @param machine facts to print above the table, by name
   */
  public MeasurementReport(Path directory, Map<String, String> machine) {
    this.directory = directory;
    this.machine = new LinkedHashMap<>(machine);
  }

  /** Adds a figure and writes both files. */
  public void add(Figure figure) {
    figures.add(figure);
    replace("bench.md", markdown());
    replace("bench.json", json());
  }

  /** The table with its heading. */
  public String markdown() {
    StringBuilder text = new StringBuilder();
    machine.forEach(
        (name, value) -> text.append("- ").append(name).append(": ").append(value).append('\n'));
    text.append("\nMedian (range) of runs in turn; the ratio is taken run by run.\n\n")
        .append("| work | figure | unit | this project | other | ratio |\n")
        .append("|---|---|---|---|---|---|\n");
    figures.forEach(figure -> text.append(row(figure)).append('\n'));
    return text.toString();
  }

  /** A figure as a row of the table. */
  public static String row(Figure figure) {
    return "| "
        + String.join(
            " | ",
            figure.work(),
            figure.name(),
            figure.unit(),
            figure.ours().toString(),
            orDash(figure.other()),
            orDash(figure.ratio()))
        + " |";
  }

  private static String orDash(Spread spread) {
    return spread == null ? "-" : spread.toString();
  }

  private String json() {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("machine", machine);
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Figure figure : figures) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("comparison", figure.comparison());
      row.put("work", figure.work());
      row.put("figure", figure.name());
      row.put("unit", figure.unit());
      row.put("ours", finite(figure.ours()));
      row.put("other", figure.other() == null ? null : finite(figure.other()));
      row.put("ratio", figure.ratio() == null ? null : finite(figure.ratio()));
      rows.add(row);
    }
    root.put("figures", rows);
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("figures cannot be written as JSON", e);
    }
  }

  /** Values with null for what was not reached: JSON has no infinity. */
  private static List<Double> finite(Spread spread) {
    List<Double> values = new ArrayList<>(spread.values());
    values.replaceAll(value -> Double.isFinite(value) ? value : null);
    return values;
  }

  private void replace(String name, String text) {
    try {
      Path temporary = directory.resolve("." + name);
      Files.writeString(temporary, text);
      Files.move(temporary, directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + name + " in " + directory, e);
    }
  }
}

package org.gflownet.run;

import java.util.List;

/** Comma-separated lines as RFC 4180 has them, with "\n" as the line's end. */
public final class CsvLines {
  private final StringBuilder text = new StringBuilder();

  /** Adds a line; null is an empty cell. */
  public void add(List<?> cells) {
    for (int i = 0; i < cells.size(); i++) {
      text.append(i == 0 ? "" : ",").append(cell(cells.get(i)));
    }
    text.append('\n');
  }

  private static String cell(Object value) {
    if (value == null || (value instanceof Double d && Double.isNaN(d))) {
      return "";
    }
    String plain = value.toString();
    boolean quoted = plain.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return quoted ? '"' + plain.replace("\"", "\"\"") + '"' : plain;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}

package org.gflownet.table;

import java.io.IOException;

/** Comma-separated values as RFC 4180 says, but for lines that end with LF. */
public final class CsvRows {
  private CsvRows() {}

  /** Appends a row with its line end; a cell that is null is empty. */
  public static void append(Appendable out, Iterable<String> cells) throws IOException {
    boolean isFirst = true;
    for (String cell : cells) {
      if (!isFirst) {
        out.append(',');
      }
      isFirst = false;
      if (cell != null) {
        appendCell(out, cell);
      }
    }
    out.append('\n');
  }

  private static void appendCell(Appendable out, String cell) throws IOException {
    boolean quoted = false;
    for (int i = 0; i < cell.length() && !quoted; i++) {
      char c = cell.charAt(i);
      quoted = c == ',' || c == '"' || c == '\n' || c == '\r';
    }
    if (quoted) {
      out.append('"').append(cell.replace("\"", "\"\"")).append('"');
    } else {
      out.append(cell);
    }
  }
}

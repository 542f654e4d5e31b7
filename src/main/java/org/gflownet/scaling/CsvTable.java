package org.gflownet.scaling;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A small file of values separated by commas, with a given first line; empty lines and lines that
 * begin with # do not count.
 */
final class CsvTable {
  private static final int MAX_BYTES = 1 << 20;

  private final String source;
  private final List<Row> rows = new ArrayList<>();

  /** A line and where it stands. */
  record Row(String source, int line, List<String> names, List<String> values) {
    /** Keeps its own copies. */
    Row {
      names = List.copyOf(names);
      values = List.copyOf(values);
    }

    String text(int column) {
      return values.get(column);
    }

    long integer(int column) {
      try {
        return Long.parseLong(text(column));
      } catch (NumberFormatException e) {
        throw fault(names.get(column) + " must be an integer, was '" + shown(text(column)) + "'");
      }
    }

    /** An integer that later bounds can judge: what does not fit becomes the nearest that does. */
    int clampedInt(int column) {
      return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, integer(column)));
    }

    double number(int column) {
      try {
        return Double.parseDouble(text(column));
      } catch (NumberFormatException e) {
        throw fault(names.get(column) + " must be a number, was '" + shown(text(column)) + "'");
      }
    }

    IllegalArgumentException fault(String what) {
      return new IllegalArgumentException(source + ":" + line + ": " + what);
    }
  }

  private CsvTable(String source) {
    this.source = source;
  }

  /**
   * Reads a file.
   *
   * @param header the first line, exactly
   * @throws IllegalArgumentException naming file, line and fault
   */
  static List<Row> read(Path file, String header) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (IOException e) {
      throw new IllegalArgumentException(file + " cannot be read: " + e, e);
    }
    if (bytes.length > MAX_BYTES) {
      throw new IllegalArgumentException(file + " has more than " + MAX_BYTES + " bytes");
    }
    CsvTable table = new CsvTable(file.toString());
    table.parse(new String(bytes, StandardCharsets.UTF_8), header);
    return table.rows;
  }

  private void parse(String text, String header) {
    List<String> names = List.of(header.split(","));
    boolean headerSeen = false;
    int number = 0;
    for (String raw : text.lines().toList()) {
      number++;
      String line = raw.strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      if (!headerSeen) {
        requireHeader(line, header, number);
        headerSeen = true;
      } else {
        rows.add(row(line, number, names));
      }
    }
    if (rows.isEmpty()) {
      throw new IllegalArgumentException(source + " has no rows below the line '" + header + "'");
    }
  }

  private void requireHeader(String line, String header, int number) {
    if (!line.equals(header)) {
      throw new IllegalArgumentException(
          source
              + ":"
              + number
              + ": must begin with the line '"
              + header
              + "', not '"
              + shown(line)
              + "'");
    }
  }

  private Row row(String line, int number, List<String> names) {
    List<String> values = new ArrayList<>();
    for (String value : line.split(",", -1)) {
      values.add(value.strip());
    }
    Row row = new Row(source, number, names, values);
    if (values.size() != names.size()) {
      throw row.fault("has " + values.size() + " values, not " + names.size());
    }
    return row;
  }

  private static String shown(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "...";
  }
}

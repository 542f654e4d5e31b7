package org.gflownet.reward.chem.proxy;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.gflownet.table.Dialect;

/**
 * SMILES and target of the rows of a file of delimited values with a header, in the {@link Dialect}
 * that it suggests; fields in quotes may hold delimiters and span lines.
 *
 * @param rows that have a target, or one that is no number
 * @param numRows number of rows in the file
 * @param withoutTarget number of rows whose target is empty or says that there is none
 */
public record TargetTable(List<Row> rows, int numRows, int withoutTarget) {
  private static final Set<String> NO_VALUE = Set.of("", "na", "n/a", "nan", "none", "null");
  private static final int SHOWN_COLUMNS = 30;

  /**
   * A row.
   *
   * @param number of the row, the first below the header is 1
   * @param smiles as it is written
   * @param target NaN if it is no finite number
   * @param problem why the target is none; null if it is one
   */
  public record Row(int number, String smiles, double target, String problem) {}

  /** Copies the rows. */
  public TargetTable {
    rows = List.copyOf(rows);
  }

  /**
   * Reads a file.
   *
   * @param text of the file
   * @param smilesColumn header, ignoring case
   * @param targetColumn header; ignoring case if no header is exactly so
   * @throws IllegalArgumentException in one line, if a column is missing or the file is no table
   */
  public static TargetTable parse(String text, String smilesColumn, String targetColumn) {
    String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
    CsvParser parser = new CsvParser(settings(content));
    try (Reader reader = new StringReader(content)) {
      parser.beginParsing(reader);
      String[] header = parser.parseNext();
      if (header == null) {
        throw new IllegalArgumentException("it is empty");
      }
      return rows(parser, column(header, smilesColumn), column(header, targetColumn));
    } catch (TextParsingException e) {
      throw new IllegalArgumentException(
          "it is no table: row " + e.getLineIndex() + " cannot be read", e);
    } catch (java.io.IOException e) {
      throw new IllegalStateException("text in memory cannot fail", e);
    }
  }

  private static CsvParserSettings settings(String content) {
    // Bounded by the file, which is in memory; what is no molecule is found out later.
    CsvParserSettings settings = Dialect.of(content).settings(-1);
    settings.setNullValue("");
    return settings;
  }

  private static int column(String[] header, String name) {
    List<String> names = Arrays.stream(header).map(String::strip).toList();
    int exact = names.indexOf(name);
    if (exact >= 0) {
      return exact;
    }
    for (int c = 0; c < names.size(); c++) {
      if (names.get(c).equalsIgnoreCase(name)) {
        return c;
      }
    }
    String known =
        names.stream()
            .limit(SHOWN_COLUMNS)
            .map(TargetTable::shown)
            .collect(Collectors.joining(", "));
    int more = names.size() - SHOWN_COLUMNS;
    throw new IllegalArgumentException(
        "it has no column '"
            + name
            + "'; its columns are "
            + known
            + (more > 0 ? " and " + more + " more" : ""));
  }

  private static TargetTable rows(CsvParser parser, int smilesColumn, int targetColumn) {
    List<Row> rows = new ArrayList<>();
    int number = 0;
    int withoutTarget = 0;
    for (String[] fields = parser.parseNext(); fields != null; fields = parser.parseNext()) {
      if (fields.length == 1 && fields[0].equals("\r")) {
        continue;
      }
      number++;
      String target = field(fields, targetColumn);
      if (NO_VALUE.contains(target.toLowerCase(Locale.ROOT))) {
        withoutTarget++;
      } else {
        rows.add(row(number, field(fields, smilesColumn), target));
      }
    }
    return new TargetTable(rows, number, withoutTarget);
  }

  private static String field(String[] fields, int column) {
    return column < fields.length && fields[column] != null ? fields[column].strip() : "";
  }

  private static Row row(int number, String smiles, String target) {
    try {
      double value = Double.parseDouble(target);
      if (Double.isFinite(value)) {
        return new Row(number, smiles, value, null);
      }
    } catch (NumberFormatException e) {
      return new Row(number, smiles, Double.NaN, "its target is no number: " + shown(target));
    }
    return new Row(number, smiles, Double.NaN, "its target is not finite: " + shown(target));
  }

  private static String shown(String text) {
    String start = text.length() <= 40 ? text : text.substring(0, 40) + "...";
    return "'" + start.replaceAll("\\p{Cntrl}", "?") + "'";
  }
}

package org.gflownet.table;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Delimited values with a header. Lines without anything are no rows; a row with too few fields is
 * filled up, one with too many has a problem.
 */
public final class DelimitedReader implements TableReader {
  /** What is wrong with a row, or the header, whose name stands before. */
  static final String TOO_MUCH =
      " has more than "
          + Dialect.MAX_COLUMNS
          + " fields or a field of more than "
          + TextInput.MAX_CHARS
          + " characters; is a quote missing?";

  private static final int HEAD = 1 << 18;

  private final TextInput input;
  private final Dialect dialect;
  private final CsvParser parser;
  private final List<Column> columns;
  private long rows;

  /**
   * Reads the header.
   *
   * @param input closed with the reader
   * @param dialect null to find it out
   */
  public DelimitedReader(TextInput input, Dialect dialect) throws IOException {
    this.input = input;
    this.dialect = dialect == null ? Dialect.of(input.peek(HEAD)) : dialect;
    parser = begin();
    String[] header = parse();
    if (header == null) {
      throw new BadTableException("it is empty");
    }
    columns = columns(header);
  }

  /**
   * Reads rows from somewhere behind the header.
   *
   * @param input closed with the reader
   * @param columns of the header
   */
  public DelimitedReader(TextInput input, Dialect dialect, List<Column> columns)
      throws IOException {
    this.input = input;
    this.dialect = dialect;
    this.columns = List.copyOf(columns);
    parser = begin();
  }

  private CsvParser begin() throws IOException {
    CsvParser started = new CsvParser(dialect.settings(TextInput.MAX_CHARS));
    try {
      started.beginParsing(input);
    } catch (TextParsingException e) {
      // It reads ahead.
      failOf(e);
      throw e;
    }
    return started;
  }

  /**
   * Throws what was wrong with the text, or with reading it, if that is what stopped the parser.
   */
  private void failOf(TextParsingException e) throws IOException {
    if (input.problem() != null) {
      throw input.problem();
    }
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException problem) {
        throw problem;
      }
    }
  }

  /** How the file delimits and quotes. */
  public Dialect dialect() {
    return dialect;
  }

  private static List<Column> columns(String[] header) {
    List<Column> columns = new ArrayList<>();
    Set<String> known = new HashSet<>();
    for (String field : header) {
      String name = field == null ? "" : field.strip();
      name = name.isEmpty() ? "column" + (columns.size() + 1) : name;
      if (!known.add(name)) {
        throw new BadTableException(
            "its header has the column " + Shown.of(name) + " twice; give one another name");
      }
      columns.add(Column.text(name));
    }
    return List.copyOf(columns);
  }

  @Override
  public List<Column> columns() {
    return columns;
  }

  @Override
  public TableRow next() throws IOException {
    String[] fields = parse();
    if (fields == null) {
      return null;
    }
    rows++;
    String problem =
        fields.length <= columns.size()
            ? null
            : "the row has " + fields.length + " fields, the header " + columns.size();
    return new TableRow(Arrays.copyOf(fields, columns.size()), problem);
  }

  /** 1-based number of the line that the last row, or the header, ended with. */
  public long line() {
    return parser.getContext().currentLine();
  }

  private String[] parse() throws IOException {
    try {
      String[] fields = parser.parseNext();
      while (fields != null && isBlank(fields)) {
        fields = parser.parseNext();
      }
      return fields;
    } catch (TextParsingException e) {
      failOf(e);
      String where = rows == 0 && columns == null ? "the header" : "row " + (rows + 1);
      throw new BadTableException(where + TOO_MUCH);
    }
  }

  /** Takes the CR of a line end away; whether nothing is left of the line. */
  private static boolean isBlank(String[] fields) {
    int last = fields.length - 1;
    String field = fields[last];
    if (field == null || !field.endsWith("\r")) {
      return false;
    }
    fields[last] = field.length() == 1 ? null : field.substring(0, field.length() - 1);
    return last == 0 && fields[last] == null;
  }

  @Override
  public void close() throws IOException {
    parser.stopParsing();
    input.close();
  }
}

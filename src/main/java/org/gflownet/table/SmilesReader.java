package org.gflownet.table;

import java.io.IOException;
import java.util.List;

/**
 * A SMILES list: on each line a SMILES and, behind space, a name. A first line that starts with the
 * word smiles is a header; lines without anything are no rows.
 */
public final class SmilesReader implements TableReader {
  private static final List<Column> COLUMNS = List.of(Column.text("smiles"), Column.text("name"));

  private final TextInput input;
  private long lines;
  private boolean isStarted;

  /** A list whose text is closed with the reader. */
  public SmilesReader(TextInput input) {
    this(input, false);
  }

  /**
   * The rest of a list.
   *
   * @param isStarted whether a header, if there was one, is behind
   */
  public SmilesReader(TextInput input, boolean isStarted) {
    this.input = input;
    this.isStarted = isStarted;
  }

  /** Whether a line is a header if it is the first one. */
  static boolean isHeader(String line) {
    return line.split("\\s+", 2)[0].equalsIgnoreCase("smiles");
  }

  @Override
  public List<Column> columns() {
    return COLUMNS;
  }

  @Override
  public TableRow next() throws IOException {
    for (String line = line(); line != null; line = line()) {
      String text = line.strip();
      if (text.isEmpty()) {
        continue;
      }
      String[] parts = text.split("\\s+", 2);
      boolean isHeader = !isStarted && isHeader(text);
      isStarted = true;
      if (!isHeader) {
        return new TableRow(new String[] {parts[0], parts.length > 1 ? parts[1] : null}, null);
      }
    }
    return null;
  }

  private String line() throws IOException {
    lines++;
    return input.line(lines);
  }

  @Override
  public void close() throws IOException {
    input.close();
  }
}

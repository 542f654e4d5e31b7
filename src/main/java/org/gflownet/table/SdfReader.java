package org.gflownet.table;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Records of an SDF file (CTfile formats, BIOVIA 2020): the cell of column {@code smiles} holds the
 * connection table of the molecule, {@code name} the first line, and further columns the data
 * items. A first pass over the file finds the items' names.
 */
public final class SdfReader implements TableReader {
  private static final String END = "$$$$";
  private static final int MAX_COLUMNS = 10_000;
  static final int MAX_RECORD = 16 * TextInput.MAX_CHARS;
  private static final int MAX_NAME = 1000;

  private final TextInput input;
  private final List<String> items;
  private final List<Column> columns;
  private long lines;

  /**
   * A reader.
   *
   * @param input closed with the reader
   * @param items names of data items that become columns, {@link #items}
   */
  public SdfReader(TextInput input, Set<String> items) {
    this.input = input;
    this.items = List.copyOf(items);
    this.columns =
        Stream.concat(
                Stream.of("smiles", "name"),
                // The structure and the title come first under their names.
                this.items.stream()
                    .map(i -> i.equals("smiles") || i.equals("name") ? "item." + i : i))
            .map(Column::text)
            .toList();
    if (Set.copyOf(columns).size() < columns.size()) {
      throw new BadTableException("its data items item.smiles or item.name hide another one");
    }
  }

  /** Names of all data items of a file in the order of their first records. */
  public static Set<String> items(TextInput input) throws IOException {
    SdfReader reader = new SdfReader(input, Set.of());
    Set<String> names = new LinkedHashSet<>();
    for (var data = reader.data(null); data != null; data = reader.data(null)) {
      names.addAll(data.keySet());
      checkNumber(names.size());
    }
    return names;
  }

  static void checkNumber(int numItems) {
    if (numItems > MAX_COLUMNS) {
      throw new BadTableException("it has more than " + MAX_COLUMNS + " different data items");
    }
  }

  @Override
  public List<Column> columns() {
    return columns;
  }

  @Override
  public TableRow next() throws IOException {
    StringBuilder table = new StringBuilder();
    Map<String, StringBuilder> data = data(table);
    if (data == null) {
      return null;
    }
    String[] cells = new String[columns.size()];
    cells[0] = table.toString();
    String title = table.substring(0, Math.max(0, table.indexOf("\n"))).strip();
    cells[1] = title.isEmpty() ? null : title;
    for (int i = 0; i < items.size(); i++) {
      StringBuilder text = data.get(items.get(i));
      cells[i + 2] = text == null ? null : text.toString().stripTrailing();
    }
    return new TableRow(cells, null);
  }

  /** Data items of the next record; null behind the last one. */
  private Map<String, StringBuilder> data(StringBuilder table) throws IOException {
    Map<String, StringBuilder> data = new LinkedHashMap<>();
    StringBuilder item = null;
    boolean isBlank = true;
    int size = 0;
    for (String line = line(); ; line = line()) {
      if (line == null && isBlank) {
        return null;
      }
      if (line == null || line.startsWith(END)) {
        return data;
      }
      isBlank &= line.isBlank();
      size += line.length() + 1;
      if (size > MAX_RECORD) {
        throw new BadTableException(
            "the record at line " + lines + " has more than " + MAX_RECORD + " characters");
      }
      if (line.startsWith(">")) {
        item = new StringBuilder();
        data.put(name(line, Long.toString(lines)), item);
        checkNumber(data.size());
      } else if (item != null) {
        item.append(item.isEmpty() ? "" : "\n").append(line);
      } else if (table != null) {
        table.append(line).append('\n');
      }
    }
  }

  /**
   * The name of a data item.
   *
   * @param line its first one
   * @param number of the line, for messages
   */
  static String name(String line, String number) {
    int from = line.indexOf('<');
    int to = line.lastIndexOf('>');
    if (to - from > MAX_NAME) {
      throw new BadTableException(
          "the data item at line "
              + number
              + " has a name of more than "
              + MAX_NAME
              + " characters");
    }
    return from >= 0 && to > from + 1 ? line.substring(from + 1, to).strip() : "item";
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

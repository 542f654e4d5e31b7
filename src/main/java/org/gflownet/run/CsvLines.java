package org.gflownet.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.gflownet.table.CsvRows;

/** Lines of figures as {@link CsvRows} writes them. */
public final class CsvLines {
  private final StringBuilder text = new StringBuilder();

  /** Adds a line; null and NaN are empty cells. */
  public void add(List<?> cells) {
    List<String> texts = new ArrayList<>(cells.size());
    cells.forEach(cell -> texts.add(isEmpty(cell) ? null : cell.toString()));
    try {
      CsvRows.append(text, texts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isEmpty(Object cell) {
    return cell == null || (cell instanceof Double d && Double.isNaN(d));
  }

  @Override
  public String toString() {
    return text.toString();
  }
}

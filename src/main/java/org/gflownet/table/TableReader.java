package org.gflownet.table;

import java.io.IOException;
import java.util.List;

/** Reads a table from its first row to its last; not thread-safe. */
public interface TableReader extends AutoCloseable {
  /** The columns; names are distinct. */
  List<Column> columns();

  /**
   * The next row; null behind the last.
   *
   * @throws BadTableException if what follows is no row and the rest cannot be found
   */
  TableRow next() throws IOException;

  @Override
  void close() throws IOException;
}

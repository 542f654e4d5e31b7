package org.gflownet.spark;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gflownet.eval.TableSchema;
import org.gflownet.train.VisitedRows;
import org.gflownet.train.VisitedTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The table of visited objects as a directory of Parquet files, one file for each window of steps.
 *
 * <p>{@code steps-00000000-00000500.parquet} holds steps 0 to 499. A file is written under a hidden
 * name, which readers pass over, and renamed when it is whole. What writes it is left to a {@link
 * PartWriter}: a thread of the driver, or a task on an executor. On an object store, where files
 * appear whole, the driver writes it under its own name. Rows that tasks have kept in files of
 * their own (a {@link VisitedSpool}) are merged with those that came with results.
 */
public final class ParquetVisitedTable implements VisitedTable {
  private static final Logger LOG = LoggerFactory.getLogger(ParquetVisitedTable.class);
  private static final Pattern WINDOW = Pattern.compile("steps-(\\d{8,18})-(\\d{8,18})\\.parquet");

  private final RunDirectory directory;
  private final TableSchema schema;
  private final PartWriter writer;
  private final Optional<VisitedSpool> spool;

  /** Writes the file of a window under a hidden name. */
  public interface PartWriter {
    /**
     * Writes rows to a file.
     *
     * @param directory exists
     * @param schema of the rows
     * @param prefix of the file's name, which begins with a dot
     * @param rows to write
     * @return the name of the file, which is whole
     */
    String write(RunDirectory directory, TableSchema schema, String prefix, VisitedRows rows);

    /** Writes on the driver's own thread. */
    static PartWriter onDriver() {
      return (directory, schema, prefix, rows) -> {
        String name = prefix + UUID.randomUUID();
        directory.write(name, out -> ParquetRows.write(schema, rows, directory, out));
        return name;
      };
    }
  }

  private record Window(long from, long to, String name) {}

  /**
   * A table whose rows are all brought to it.
   *
   * @param directory that holds its files; created when it is first needed
   * @param schema of the rows, {@link TableSchema#visited}
   * @param writer of the files
   */
  public ParquetVisitedTable(RunDirectory directory, TableSchema schema, PartWriter writer) {
    this(directory, schema, writer, Optional.empty());
  }

  /**
   * A table.
   *
   * @param directory that holds its files; created when it is first needed
   * @param schema of the rows, {@link TableSchema#visited}
   * @param writer of the files
   * @param spool by which tasks keep many rows themselves
   */
  public ParquetVisitedTable(
      RunDirectory directory, TableSchema schema, PartWriter writer, Optional<VisitedSpool> spool) {
    this.directory = directory;
    this.schema = schema;
    this.writer = writer;
    this.spool = spool;
  }

  @Override
  public void keepUpTo(long step) {
    for (String name : directory.names()) {
      if (name.startsWith(".")) {
        directory.delete(name);
      }
    }
    long covered = 0;
    for (Window window : windows()) {
      if (window.to() > step || window.from() < covered) {
        directory.delete(window.name());
      } else {
        warnOfGap(covered, window.from());
        covered = window.to();
      }
    }
    warnOfGap(covered, step);
    spool.ifPresent(marked -> marked.mark(directory));
  }

  private void warnOfGap(long covered, long next) {
    if (covered < next) {
      LOG.warn(
          "the table {} lacks steps {} to {}: they were taken without it, or its files are gone",
          directory.location(),
          covered,
          next - 1);
    }
  }

  private List<Window> windows() {
    List<Window> windows = new ArrayList<>();
    for (String name : directory.names()) {
      Matcher matcher = WINDOW.matcher(name);
      if (matcher.matches()) {
        windows.add(
            new Window(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)), name));
      }
    }
    windows.sort(Comparator.comparingLong(Window::from).thenComparingLong(Window::to));
    return windows;
  }

  @Override
  public void write(long from, long to, VisitedRows rows) {
    directory.create();
    String name = "steps-%08d-%08d.parquet".formatted(from, to);
    if (!directory.canRename()) {
      // The driver streams them there, and one request makes the whole of them appear.
      directory.write(name, out -> ParquetRows.write(schema, rows, directory, out));
      if (spool.isPresent()) {
        clear(name, to);
      }
      return;
    }
    directory.rename(writer.write(directory, schema, "." + name + ".", rows), name);
    clear(name, to);
  }

  /** Deletes what the window was written from, and what attempts left that did not count. */
  private void clear(String window, long to) {
    for (String other : directory.names()) {
      if (other.startsWith("." + window + ".") || VisitedSpool.isOfStepBefore(other, to)) {
        directory.delete(other);
      }
    }
  }
}

package org.gflownet.spark;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.gflownet.train.StoredRows;

/**
 * Rows of visited objects in memory and in files, in the order of (step, trajectory). Of each file
 * one row is held at a time, and files are opened when their steps come.
 */
final class MergedRows implements Closeable {
  private final RunDirectory directory;
  private final Deque<StoredRows> waiting;
  private final PriorityQueue<Cursor> open =
      new PriorityQueue<>(
          Comparator.comparingLong((Cursor source) -> source.step)
              .thenComparingInt(source -> source.trajectory));

  /** A place and its next row. */
  private static final class Cursor {
    final ParquetRows.Source rows;
    Group row;
    long step;
    int trajectory;

    Cursor(ParquetRows.Source rows) {
      this.rows = rows;
    }

    /** Goes to the next row; false at the end. */
    boolean advance() throws IOException {
      row = rows.next();
      if (row == null) {
        return false;
      }
      step = row.getLong(0, 0);
      trajectory = row.getInteger(1, 0);
      return true;
    }
  }

  /**
   * The rows of a window.
   *
   * @param inMemory those in memory, in their order
   * @param stored files with the others
   * @param directory of the files
   */
  MergedRows(ParquetRows.Source inMemory, List<StoredRows> stored, RunDirectory directory)
      throws IOException {
    this.directory = directory;
    this.waiting =
        new ArrayDeque<>(
            stored.stream().sorted(Comparator.comparingLong(StoredRows::firstStep)).toList());
    add(inMemory);
  }

  /** The next row; null at the end. */
  Group next() throws IOException {
    while (!waiting.isEmpty()
        && (open.isEmpty() || waiting.peek().firstStep() <= open.peek().step)) {
      add(file(waiting.remove().file()));
    }
    Cursor least = open.poll();
    if (least == null) {
      return null;
    }
    Group row = least.row;
    addUnlessDone(least);
    return row;
  }

  private void add(ParquetRows.Source rows) throws IOException {
    addUnlessDone(new Cursor(rows));
  }

  private void addUnlessDone(Cursor source) throws IOException {
    boolean isOpen = false;
    try {
      isOpen = source.advance();
    } finally {
      if (isOpen) {
        open.add(source);
      } else {
        source.rows.close();
      }
    }
  }

  private ParquetRows.Source file(String name) throws IOException {
    ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), directory.path(name))
            .withConf(directory.configuration())
            .build();
    return new ParquetRows.Source() {
      @Override
      public Group next() throws IOException {
        return reader.read();
      }

      @Override
      public void close() throws IOException {
        reader.close();
      }
    };
  }

  @Override
  public void close() throws IOException {
    for (Cursor source : open) {
      source.rows.close();
    }
  }
}

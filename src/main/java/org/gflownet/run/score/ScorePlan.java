package org.gflownet.run.score;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.gflownet.run.score.LookTask.Piece;

/**
 * How the rows of a table are cut into parts, which are read, scored, written and gone on from by
 * themselves. It depends on the table alone, not on who scores.
 */
final class ScorePlan {
  /**
   * Chunks of a part, at most: rewards of so many rows are cheap, and each part costs two files.
   */
  private static final int MOST_CHUNKS = 16;

  /** Parts that a table is cut into before they get longer than a chunk. */
  private static final int ENOUGH_PARTS = 256;

  /** A reward of fewer rows a chunk takes its time: every part is worth a task of its own. */
  private static final int CHEAP_ROWS = 1000;

  private final ScoreTable table;
  private final int chunkRows;
  private final long partRows;
  private final List<Part> parts = new ArrayList<>();

  /**
   * Rows that follow one another in a file.
   *
   * @param number of the part, from 0
   * @param file which one
   * @param start place where reading can begin
   * @param skip rows to pass over from there
   * @param rows number of rows
   */
  record Part(int number, int file, long start, long skip, long rows) implements Serializable {
    /** Whether the first row comes after the last one of the other part. */
    boolean follows(Part other) {
      return file == other.file && number == other.number + 1;
    }
  }

  /**
   * A plan without parts.
   *
   * @param chunkRows rows that are scored together
   * @param isFixed whether a part is one chunk, because somebody asked for it
   * @param numRows of the table
   */
  ScorePlan(ScoreTable table, int chunkRows, boolean isFixed, long numRows) {
    this.table = table;
    this.chunkRows = chunkRows;
    long chunks = (numRows + chunkRows - 1) / chunkRows;
    long most = isFixed || chunkRows < CHEAP_ROWS ? 1 : MOST_CHUNKS;
    long each = Math.max(1, Math.min(most, (chunks + ENOUGH_PARTS - 1) / ENOUGH_PARTS));
    this.partRows = each * chunkRows;
  }

  /**
   * Adds a file, or a split of one.
   *
   * @param pieces where its rows are
   */
  void add(int file, List<Piece> pieces) {
    long start = 0;
    long skip = 0;
    long rows = 0;
    for (Piece piece : pieces) {
      long taken = 0;
      while (taken < piece.rows()) {
        if (rows == 0) {
          start = piece.start();
          skip = taken;
        }
        long more = Math.min(piece.rows() - taken, partRows - rows);
        rows += more;
        taken += more;
        if (rows == partRows) {
          parts.add(new Part(parts.size(), file, start, skip, rows));
          rows = 0;
        }
      }
    }
    if (rows > 0) {
      parts.add(new Part(parts.size(), file, start, skip, rows));
    }
  }

  /** All parts. */
  List<Part> parts() {
    return parts;
  }

  /**
   * Parts that are read one after the other by the same task: single ones, but where each would
   * have to read what is before it.
   *
   * @param isDone which parts to leave out
   * @param window tasks at the same time
   */
  List<List<Part>> tasks(IntPredicate isDone, int window) {
    List<List<Part>> tasks = new ArrayList<>();
    int from = 0;
    while (from < parts.size()) {
      int to = from + 1;
      while (to < parts.size() && areRead(parts.get(from), parts.get(to))) {
        to++;
      }
      int most = Math.max(1, (to - from + 2 * window - 1) / (2 * window));
      List<Part> task = new ArrayList<>();
      for (Part part : parts.subList(from, to)) {
        boolean isDoneAlready = isDone.test(part.number());
        if (!isDoneAlready) {
          task.add(part);
        }
        if (!task.isEmpty() && (isDoneAlready || task.size() == most)) {
          tasks.add(task);
          task = new ArrayList<>();
        }
      }
      if (!task.isEmpty()) {
        tasks.add(task);
      }
      from = to;
    }
    return tasks;
  }

  /** Whether the second part is reached through the first. */
  private boolean areRead(Part first, Part second) {
    boolean isSame =
        first.file() == second.file()
            && (table.format() != TableFormat.PARQUET || first.start() == second.start());
    return isSame && !table.isSplittable(first.file()) && chunkRows >= CHEAP_ROWS;
  }
}

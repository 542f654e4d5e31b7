package org.gflownet.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.gflownet.eval.TableSchema;
import org.gflownet.eval.VisitedFigureColumns;
import org.gflownet.train.VisitedRows;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the rows of visited objects where they are made: a task whose rows are many writes them to
 * a file of its attempt, hidden beside the table, and returns the name. The driver takes names with
 * the results that Spark takes, so of a task that runs twice one file counts; the other goes when
 * its window is written.
 *
 * <p>A marker of the driver's tells whether an executor sees the driver's files. Where it does not,
 * or cannot write, rows come with the result, as few rows do.
 *
 * <p>Made on the driver; travels to tasks.
 */
public final class VisitedSpool implements Serializable {
  private static final long serialVersionUID = 1;
  private static final Logger LOG = LoggerFactory.getLogger(VisitedSpool.class);

  /**
   * Rows that come with the results of a step, in bytes. As much as Spark sends with a task's end
   * ({@code spark.task.maxDirectResultSize}); below it a file for each slice costs more than it
   * saves.
   */
  public static final long MAX_BYTES = 1L << 20;

  /** Keeps nothing. */
  static final VisitedSpool NONE = new VisitedSpool(null, null, null, "", Long.MAX_VALUE);

  private static final String PREFIX = ".rows-";
  private static final Pattern NAME = Pattern.compile("\\.rows-(\\d{8,18})\\..*");

  private final String location;
  private final Broadcast<SerializableConfiguration> hadoop;
  private final TableSchema schema;
  private final String token;
  private final long maxBytes;

  private VisitedSpool(
      String location,
      Broadcast<SerializableConfiguration> hadoop,
      TableSchema schema,
      String token,
      long maxBytes) {
    this.location = location;
    this.hadoop = hadoop;
    this.schema = schema;
    this.token = token;
    this.maxBytes = maxBytes;
  }

  /**
   * A spool for one run.
   *
   * @param directory of the table
   * @param schema of the rows, {@link TableSchema#visited}
   * @param maxBytes of rows that come with the results of a step, over all slices; {@link
   *     #MAX_BYTES}
   */
  public static VisitedSpool of(
      JavaSparkContext spark, RunDirectory directory, TableSchema schema, long maxBytes) {
    return new VisitedSpool(
        directory.location(),
        spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration())),
        schema,
        UUID.randomUUID().toString(),
        maxBytes);
  }

  /** Lets executors know that they see the driver's files; on the driver, before the first step. */
  void mark(RunDirectory directory) {
    directory.create();
    directory.write(marker(), out -> {});
  }

  /** Undoes {@link #mark}, on the driver behind the last step. */
  public void unmark(RunDirectory directory) {
    directory.delete(marker());
    hadoop.destroy();
  }

  private String marker() {
    return PREFIX + token;
  }

  /**
   * The rows of a task with one slice: as they are, or the file that it has written them to.
   *
   * @param rows in memory
   * @param numSlices of the step
   */
  VisitedRows keep(VisitedRows rows, int numSlices) {
    return keep(List.of(rows), 1, numSlices).get(0);
  }

  /**
   * The rows of a task: as they are, or the files that it has written them to.
   *
   * @param rows in memory, of each of its results
   * @param own number of slices that are the task's
   * @param numSlices of the step
   */
  List<VisitedRows> keep(List<VisitedRows> rows, int own, int numSlices) {
    long bytes = rows.stream().mapToLong(VisitedRows::bytes).sum();
    if (bytes <= (double) maxBytes * own / numSlices) {
      return rows;
    }
    try {
      RunDirectory directory = new RunDirectory(location, hadoop.value().value());
      if (!directory.exists(marker())) {
        return rows;
      }
      List<VisitedRows> kept = new ArrayList<>();
      for (int i = 0; i < rows.size(); i++) {
        kept.add(rows.get(i).size() == 0 ? rows.get(i) : stored(rows.get(i), i, directory));
      }
      return kept;
    } catch (StorageException | IllegalArgumentException e) {
      // The second where this machine does not know the location's scheme.
      LOG.warn("rows of visited objects go to the driver instead: {}", e.getMessage());
      return rows;
    }
  }

  private VisitedRows stored(VisitedRows rows, int part, RunDirectory directory) {
    long attempt = TaskContext.get().taskAttemptId();
    String name =
        "%s%08d.%s.attempt-%d-%d".formatted(PREFIX, rows.firstStep(), token, attempt, part);
    directory.write(name, out -> ParquetRows.write(schema, rows, directory, out));
    return VisitedRows.in(new VisitedFigureColumns(schema).stored(rows, name));
  }

  /** Whether a file holds rows of steps before one, or the rows of an attempt that came to none. */
  static boolean isOfStepBefore(String name, long step) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches() && Long.parseLong(matcher.group(1)) < step;
  }
}

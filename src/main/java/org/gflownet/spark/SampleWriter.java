package org.gflownet.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.gflownet.eval.SampleRows;

/**
 * Samples a policy with Spark tasks and writes the rows, in the order of their indices, as Parquet
 * (a directory of part files, as Spark writes it), CSV or JSON lines (one file).
 */
public final class SampleWriter {
  private static final long ROWS_PER_TASK = 65_536;
  private static final Map<Class<?>, DataType> TYPES =
      Map.of(
          Integer.class, DataTypes.IntegerType,
          Long.class, DataTypes.LongType,
          Double.class, DataTypes.DoubleType,
          String.class, DataTypes.StringType);

  private final JavaSparkContext spark;

  /** File formats by the ending of the file's name. */
  public enum Format {
    /** Columnar, a directory. */
    PARQUET,
    /** Comma-separated with a header line. */
    CSV,
    /** One JSON object a line. */
    JSONL;

    /**
     * The format of a file name.
     *
     * @throws IllegalArgumentException with one line if the ending is none of the known ones
     */
    public static Format of(String file) {
      for (Format format : values()) {
        if (file.endsWith("." + format.name().toLowerCase(java.util.Locale.ROOT))) {
          return format;
        }
      }
      throw new IllegalArgumentException(
          "output " + file + " must end in .parquet, .csv or .jsonl");
    }
  }

  /**
   * What to sample.
   *
   * @param names of all columns
   * @param types of all columns: Integer, Long, Double or String
   * @param factory of row sources in tasks
   * @param parameters the flat vector of the policy
   * @param seed of the sample
   * @param count number of rows
   */
  public record Request(
      List<String> names,
      List<Class<?>> types,
      SampleRows.Factory factory,
      float[] parameters,
      long seed,
      long count) {}

  /** A writer on a context that the caller closes. */
  public SampleWriter(JavaSparkContext spark) {
    this.spark = spark;
  }

  /**
   * Samples and writes; the output appears whole under its name or not at all.
   *
   * @param request what to sample
   * @param output a path or URI that does not exist
   */
  public void write(Request request, String output) {
    Format format = Format.of(output);
    Path target = new Path(output);
    Path temporary = new Path(target.getParent(), "." + target.getName() + "." + UUID.randomUUID());
    Broadcast<float[]> parameters = spark.broadcast(request.parameters().clone());
    try {
      FileSystem files = target.getFileSystem(spark.hadoopConfiguration());
      files.setWriteChecksum(false);
      spark.setJobDescription("sample " + request.count() + " objects");
      writeParts(request, parameters, format, temporary);
      if (format == Format.PARQUET) {
        rename(files, temporary, target);
      } else {
        concatenate(files, temporary, request, format, target);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + output + ": " + e.getMessage(), e);
    } finally {
      parameters.destroy();
      deleteQuietly(temporary);
    }
  }

  private void writeParts(
      Request request, Broadcast<float[]> parameters, Format format, Path directory) {
    int numTasks =
        (int)
            Math.max(
                Math.min(request.count(), spark.defaultParallelism()),
                Math.min(100_000, (request.count() + ROWS_PER_TASK - 1) / ROWS_PER_TASK));
    RowTask task =
        new RowTask(
            request.factory(), parameters, request.seed(), request.count(), Math.max(1, numTasks));
    JavaRDD<Row> rows =
        spark
            .sc()
            .range(0, task.numTasks(), 1, task.numTasks())
            .toJavaRDD()
            .mapPartitions(task::call);
    DataFrameWriter<Row> writer =
        SparkSession.builder()
            .sparkContext(spark.sc())
            .getOrCreate()
            .createDataFrame(rows, schema(request))
            .write();
    switch (format) {
      case PARQUET -> writer.parquet(directory.toString());
      case CSV -> writer.csv(directory.toString());
      case JSONL -> writer.json(directory.toString());
    }
  }

  private static StructType schema(Request request) {
    List<StructField> fields = new ArrayList<>();
    for (int i = 0; i < request.names().size(); i++) {
      DataType type = TYPES.get(request.types().get(i));
      fields.add(DataTypes.createStructField(request.names().get(i), type, false));
    }
    return DataTypes.createStructType(fields);
  }

  /** Part files are numbered by task, and tasks by row index: their order is the rows' order. */
  private static void concatenate(
      FileSystem files, Path directory, Request request, Format format, Path target)
      throws IOException {
    FileStatus[] parts = files.listStatus(directory, path -> path.getName().startsWith("part-"));
    Arrays.sort(parts);
    Path whole = new Path(directory, "whole");
    try (OutputStream out = files.create(whole, false)) {
      if (format == Format.CSV) {
        String header = String.join(",", request.names()) + "\n";
        out.write(header.getBytes(StandardCharsets.UTF_8));
      }
      for (FileStatus part : parts) {
        try (InputStream in = files.open(part.getPath())) {
          in.transferTo(out);
        }
      }
    }
    rename(files, whole, target);
  }

  private static void rename(FileSystem files, Path from, Path to) throws IOException {
    if (files.exists(to) || !files.rename(from, to)) {
      throw new IOException("it exists already, or cannot be created");
    }
  }

  private void deleteQuietly(Path path) {
    try {
      path.getFileSystem(spark.hadoopConfiguration()).delete(path, true);
    } catch (IOException e) {
      // It has a temporary name: the rows that were asked for are complete or absent either way.
      org.slf4j.LoggerFactory.getLogger(SampleWriter.class)
          .warn("cannot delete {}: {}", path, e.getMessage());
    }
  }

  /** The function that a task runs for its share of the rows. */
  private record RowTask(
      SampleRows.Factory factory,
      Broadcast<float[]> parameters,
      long seed,
      long count,
      int numTasks)
      implements Serializable {

    Iterator<Row> call(Iterator<Object> ignored) {
      int task = TaskContext.getPartitionId();
      SampleRows<?> source = factory.rows(parameters.value());
      return new RowIterator(source, seed, bound(task), bound(task + 1));
    }

    private long bound(int task) {
      return (long) ((double) count / numTasks * task + 0.5);
    }
  }

  /** Rows of a range, a chunk at a time, so that a task's memory does not grow with its share. */
  private static final class RowIterator implements Iterator<Row> {
    private final SampleRows<?> source;
    private final long seed;
    private final long to;
    private long next;
    private Iterator<Object[]> chunk = List.<Object[]>of().iterator();

    RowIterator(SampleRows<?> source, long seed, long from, long to) {
      this.source = source;
      this.seed = seed;
      this.next = from;
      this.to = to;
    }

    @Override
    public boolean hasNext() {
      return chunk.hasNext() || next < to;
    }

    @Override
    public Row next() {
      if (!chunk.hasNext()) {
        long end = Math.min(to, next + SampleRows.chunk());
        chunk = source.rows(seed, next, end).iterator();
        next = end;
      }
      return RowFactory.create(chunk.next());
    }
  }
}

package org.gflownet.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.gflownet.eval.SampleRows;
import org.gflownet.eval.TableSchema;

/**
 * Samples a policy with Spark tasks and writes the rows, in the order of their indices, as Parquet
 * (a directory of part files, as Spark writes it) or as one file in another {@link SampleFormat}.
 */
public final class SampleWriter {
  private static final String SMILES = "smiles";

  private final JavaSparkContext spark;

  /**
   * What to sample.
   *
   * @param schema of the rows, {@link SampleRows#schema}
   * @param factory of row sources in tasks
   * @param parameters the flat vector of the policy
   * @param seed of the sample
   * @param count number of rows
   * @param distinct how to draw until they are distinct; null to take every row
   */
  public record Request(
      TableSchema schema,
      SampleRows.Factory factory,
      float[] parameters,
      long seed,
      long count,
      Distinct distinct) {}

  /**
   * Distinct objects only, each with the row of its first draw.
   *
   * @param numKeys number of leading columns that tell objects apart
   * @param maxTries largest number of draws
   */
  public record Distinct(int numKeys, long maxTries) {}

  /** Makes the text of one record of an SDF file. */
  public interface RecordFormat extends Serializable {
    /**
     * The record, without a line end behind it.
     *
     * @param smiles of the molecule
     * @param properties further columns by name
     */
    String record(String smiles, Map<String, ?> properties);
  }

  /** A writer on a context that the caller closes. */
  public SampleWriter(JavaSparkContext spark) {
    this.spark = spark;
  }

  /**
   * Samples and writes; the output appears whole under its name or not at all.
   *
   * @param request what to sample
   * @param records of SDF files
   * @param output a path or URI that does not exist
   * @return the number of rows written, less than asked for where distinct ones ran out of tries
   */
  public long write(Request request, RecordFormat records, String output) {
    SampleFormat format = SampleFormat.of(output);
    if (format.needsMolecules() && !request.schema().names().contains(SMILES)) {
      throw new IllegalArgumentException("output " + output + " is a format for molecules only");
    }
    Path target = new Path(output);
    Path temporary = new Path(target.getParent(), "." + target.getName() + "." + UUID.randomUUID());
    try (SampledRows rows = new SampledRows(spark, request)) {
      FileSystem files = target.getFileSystem(spark.hadoopConfiguration());
      files.setWriteChecksum(false);
      spark.setJobDescription("sample " + request.count() + " objects");
      long written = request.count();
      Dataset<Row> table;
      if (request.distinct() == null) {
        table = rows.all();
      } else {
        DistinctRows distinct = new DistinctRows(rows, new Path(temporary, "draws"));
        table = distinct.draw(request.count(), request.distinct());
        written = distinct.size();
      }
      Path parts = new Path(temporary, "parts");
      writeParts(table, format, records, parts);
      if (format == SampleFormat.PARQUET) {
        rename(files, parts, target);
      } else {
        concatenate(files, parts, request, format, target);
      }
      return written;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + output + ": " + e.getMessage(), e);
    } finally {
      deleteQuietly(temporary);
    }
  }

  private static void writeParts(
      Dataset<Row> rows, SampleFormat format, RecordFormat records, Path directory) {
    String path = directory.toString();
    switch (format) {
      case PARQUET -> rows.write().parquet(path);
      // Quotes are doubled, as RFC 4180 says; a backslash is a bond direction in SMILES.
      case CSV -> rows.write().option("escape", "\"").option("emptyValue", "").csv(path);
      case JSONL -> rows.write().json(path);
      case SMI -> rows.select(SMILES).write().text(path);
      case SDF ->
          rows.map(new RecordTask(records, rows.columns()), Encoders.STRING()).write().text(path);
    }
  }

  /** Part files are numbered by task, and tasks by row index: their order is the rows' order. */
  private static void concatenate(
      FileSystem files, Path directory, Request request, SampleFormat format, Path target)
      throws IOException {
    FileStatus[] parts = files.listStatus(directory, path -> path.getName().startsWith("part-"));
    Arrays.sort(parts);
    Path whole = new Path(directory, "whole");
    try (OutputStream out = files.create(whole, false)) {
      if (format == SampleFormat.CSV) {
        String header = String.join(",", request.schema().names()) + "\n";
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

  /** The function that makes an SDF record of a row. */
  private record RecordTask(RecordFormat records, String[] names)
      implements MapFunction<Row, String> {

    @Override
    public String call(Row row) {
      Map<String, Object> properties = new LinkedHashMap<>();
      IntStream.range(0, names.length)
          .filter(i -> !row.isNullAt(i))
          .forEach(i -> properties.put(names[i], row.get(i)));
      return records.record(row.getAs(SMILES), properties);
    }
  }

  /** Rows of a range, a chunk at a time, so that a task's memory does not grow with its share. */
  static final class RowIterator implements Iterator<Object[]> {
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
    public Object[] next() {
      if (!chunk.hasNext()) {
        long end = Math.min(to, next + SampleRows.chunk());
        chunk = source.rows(seed, next, end).iterator();
        next = end;
      }
      return chunk.next();
    }
  }
}

package org.gflownet.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.gflownet.eval.SampleRows;
import org.gflownet.eval.TableSchema;

/**
 * Samples a policy with Spark tasks and writes the rows, in the order of their indices, as Parquet
 * (a directory of part files, as Spark writes it) or as one file in another {@link SampleFormat}.
 */
public final class SampleWriter {
  private static final String SMILES = "smiles";

  /**
   * Has Spark write local files without Hadoop's {@code .crc} files: Parquet has sums of its own.
   */
  private static final Map<String, String> PLAIN_FILES =
      Map.of(
          "fs.file.impl", RawLocalFileSystem.class.getName(), "fs.file.impl.disable.cache", "true");

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
   * Samples and writes. One file appears whole under its name or not at all, everywhere. A
   * directory of Parquet files does where directories can be renamed; on an object store it is
   * whole by its file {@code _SUCCESS}, which is written last and which readers of this project ask
   * for.
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
    RunDirectory directory =
        new RunDirectory(RunDirectory.parentOf(output), spark.hadoopConfiguration());
    String name = RunDirectory.nameOf(output);
    String temporary = "." + name + "." + UUID.randomUUID();
    try (SampledRows rows = new SampledRows(spark, request)) {
      requireAbsent(directory, name);
      spark.setJobDescription("sample " + request.count() + " objects");
      long written = request.count();
      Dataset<Row> table;
      if (request.distinct() == null) {
        table = rows.all();
      } else {
        DistinctRows distinct = DistinctRows.kept(rows, directory.path(temporary + "/draws"));
        table = distinct.draw(request.count(), request.distinct());
        written = distinct.size();
      }
      if (format == SampleFormat.PARQUET && !directory.canRename()) {
        writeInPlace(table, records, directory, name);
        return written;
      }
      String parts = temporary + "/parts";
      writeParts(table, format, records, directory.path(parts));
      if (format == SampleFormat.PARQUET) {
        requireAbsent(directory, name);
        directory.rename(parts, name);
      } else {
        concatenate(directory, parts, request, format, name);
      }
      return written;
    } finally {
      deleteQuietly(directory, temporary);
    }
  }

  /**
   * The rows as a table that draws them whenever it is used; a row is the same each time. How many
   * draws distinct rows take is found out now.
   */
  public static Dataset<Row> rows(SparkSession session, Request request) {
    // Its broadcast goes when Spark finds that nobody holds the table any more.
    SampledRows rows = new SampledRows(session, request);
    return request.distinct() == null || request.count() == 0
        ? rows.all()
        : DistinctRows.drawnAnew(rows).draw(request.count(), request.distinct());
  }

  /** The columns that Spark has for a table. */
  public static StructType type(TableSchema schema) {
    return SampledRows.typeOf(schema);
  }

  private static void writeInPlace(
      Dataset<Row> rows, RecordFormat records, RunDirectory directory, String name) {
    boolean isWhole = false;
    try {
      writeParts(rows, SampleFormat.PARQUET, records, directory.path(name));
      directory.write(name + "/" + ParquetFolder.COMPLETE, out -> {});
      isWhole = true;
    } finally {
      // Spark's exceptions are of every kind.
      if (!isWhole) {
        deleteQuietly(directory, name);
      }
    }
  }

  private static void writeParts(
      Dataset<Row> rows, SampleFormat format, RecordFormat records, Path directory) {
    String path = directory.toString();
    switch (format) {
      case PARQUET -> rows.write().options(PLAIN_FILES).parquet(path);
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
      RunDirectory directory, String folder, Request request, SampleFormat format, String name) {
    RunDirectory parts = directory.child(folder);
    List<String> names =
        parts.names().stream().filter(part -> part.startsWith("part-")).sorted().toList();
    requireAbsent(directory, name);
    directory.replace(
        name,
        out -> {
          if (format == SampleFormat.CSV) {
            String header = String.join(",", request.schema().names()) + "\n";
            out.write(header.getBytes(StandardCharsets.UTF_8));
          }
          for (String part : names) {
            try (InputStream in = parts.open(part)) {
              in.transferTo(out);
            }
          }
        });
  }

  private static void requireAbsent(RunDirectory directory, String name) {
    if (directory.exists(name)) {
      String message =
          "cannot write " + name + " in " + directory.location() + ": it exists already";
      throw new StorageException(message, new IOException(message));
    }
  }

  private static void deleteQuietly(RunDirectory directory, String name) {
    try {
      directory.delete(name);
    } catch (StorageException e) {
      // It has a temporary name: the rows that were asked for are complete or absent either way.
      org.slf4j.LoggerFactory.getLogger(SampleWriter.class).warn(e.getMessage());
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
}

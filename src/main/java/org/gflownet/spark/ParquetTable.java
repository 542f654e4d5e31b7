package org.gflownet.spark;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.gflownet.table.Column;

/** Writes tables of texts as Parquet files; the same rows give the same bytes. */
public final class ParquetTable {
  private ParquetTable() {}

  /** Takes rows: cells as texts that their column's type can be made of, null for none. */
  public interface Sink {
    /** Takes a row, which the caller does not change any more. */
    void add(String[] row) throws IOException;
  }

  /** Makes the rows of a table. */
  public interface Source {
    /** Hands over all rows in their order. */
    void writeTo(Sink sink) throws IOException;
  }

  /**
   * Writes rows.
   *
   * @param out flushed and not closed
   */
  public static void write(List<Column> columns, Source rows, OutputStream out) throws IOException {
    MessageType type = type(columns);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new StreamFile(out))
            .withType(type)
            .withCompressionCodec(CompressionCodecName.SNAPPY)
            .withWriterVersion(ParquetProperties.WriterVersion.PARQUET_1_0)
            .build()) {
      rows.writeTo(
          row -> {
            Group group = new SimpleGroup(type);
            for (int c = 0; c < row.length; c++) {
              if (row[c] != null) {
                add(group, c, columns.get(c).type(), row[c]);
              }
            }
            writer.write(group);
          });
    }
  }

  /**
   * Joins files of the same columns, without decoding them.
   *
   * @param names of the files in the order of their rows
   * @param out flushed and not closed
   */
  public static void join(
      List<Column> columns, RunDirectory directory, List<String> names, OutputStream out)
      throws IOException {
    ParquetFileWriter writer =
        new ParquetFileWriter(
            new StreamFile(out),
            type(columns),
            ParquetFileWriter.Mode.CREATE,
            ParquetWriter.DEFAULT_BLOCK_SIZE,
            0,
            ParquetProperties.DEFAULT_COLUMN_INDEX_TRUNCATE_LENGTH,
            ParquetProperties.DEFAULT_STATISTICS_TRUNCATE_LENGTH,
            ParquetProperties.DEFAULT_PAGE_WRITE_CHECKSUM_ENABLED);
    writer.start();
    for (String name : names) {
      writer.appendFile(HadoopInputFile.fromPath(directory.path(name), directory.configuration()));
    }
    writer.end(Map.of());
  }

  private static void add(Group group, int c, Column.Type type, String cell) {
    switch (type) {
      case TEXT -> group.add(c, cell);
      case BOOLEAN -> group.add(c, Boolean.parseBoolean(cell));
      case INT -> group.add(c, Integer.parseInt(cell));
      case LONG -> group.add(c, Long.parseLong(cell));
      case FLOAT -> group.add(c, Float.parseFloat(cell));
      case DOUBLE -> group.add(c, Double.parseDouble(cell));
    }
  }

  private static MessageType type(List<Column> columns) {
    Types.MessageTypeBuilder builder = Types.buildMessage();
    for (Column column : columns) {
      switch (column.type()) {
        case TEXT ->
            builder
                .optional(PrimitiveTypeName.BINARY)
                .as(LogicalTypeAnnotation.stringType())
                .named(column.name());
        case BOOLEAN -> builder.optional(PrimitiveTypeName.BOOLEAN).named(column.name());
        case INT -> builder.optional(PrimitiveTypeName.INT32).named(column.name());
        case LONG -> builder.optional(PrimitiveTypeName.INT64).named(column.name());
        case FLOAT -> builder.optional(PrimitiveTypeName.FLOAT).named(column.name());
        case DOUBLE -> builder.optional(PrimitiveTypeName.DOUBLE).named(column.name());
      }
    }
    return builder.named("table");
  }
}

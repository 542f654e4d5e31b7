package org.gflownet.spark;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.gflownet.eval.TableSchema;

/** Writes a small table of the driver's as one Parquet file; every cell may be missing. */
public final class ParquetTableFile {
  private ParquetTableFile() {}

  /**
   * Writes rows.
   *
   * @param schema names and types: Long, Double or String
   * @param rows with a value of its column's type, or null, in every cell; NaN counts as null
   * @param out flushed and not closed
   */
  public static void write(TableSchema schema, List<List<Object>> rows, OutputStream out)
      throws IOException {
    MessageType type = messageType(schema);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new StreamFile(out))
            .withType(type)
            .withCompressionCodec(CompressionCodecName.SNAPPY)
            .withWriterVersion(ParquetProperties.WriterVersion.PARQUET_1_0)
            .build()) {
      for (List<Object> row : rows) {
        Group group = new SimpleGroup(type);
        for (int c = 0; c < row.size(); c++) {
          add(group, c, row.get(c));
        }
        writer.write(group);
      }
    }
  }

  private static void add(Group group, int field, Object value) {
    if (value instanceof Long number) {
      group.add(field, number);
    } else if (value instanceof Double number && !Double.isNaN(number)) {
      group.add(field, number);
    } else if (value instanceof String text) {
      group.add(field, text);
    }
  }

  private static MessageType messageType(TableSchema schema) {
    Types.MessageTypeBuilder builder = Types.buildMessage();
    for (int i = 0; i < schema.types().size(); i++) {
      String name = schema.names().get(i);
      Class<?> type = schema.types().get(i);
      if (type == Long.class) {
        builder.optional(PrimitiveTypeName.INT64).named(name);
      } else if (type == Double.class) {
        builder.optional(PrimitiveTypeName.DOUBLE).named(name);
      } else if (type == String.class) {
        builder
            .optional(PrimitiveTypeName.BINARY)
            .as(LogicalTypeAnnotation.stringType())
            .named(name);
      } else {
        throw new IllegalArgumentException(name + " is of " + type);
      }
    }
    return builder.named("table");
  }
}

package org.gflownet.spark;

import java.io.Closeable;
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
import org.gflownet.train.VisitedRows;

/** Writes rows as a Parquet file, with or without Spark; the same rows give the same bytes. */
final class ParquetRows {
  private ParquetRows() {}

  /** Rows of one place, in the order of (step, trajectory). */
  interface Source extends Closeable {
    /** The next row; null at the end. */
    Group next() throws IOException;
  }

  /**
   * Writes rows in the order of (step, trajectory).
   *
   * @param schema step, trajectory, and one column for each further column of the rows
   * @param rows to write
   * @param directory of the files that hold those which are stored
   * @param out flushed and not closed
   */
  static void write(TableSchema schema, VisitedRows rows, RunDirectory directory, OutputStream out)
      throws IOException {
    MessageType type = messageType(schema);
    try (ParquetWriter<Group> writer =
            ExampleParquetWriter.builder(new StreamFile(out))
                .withType(type)
                .withCompressionCodec(CompressionCodecName.SNAPPY)
                .withWriterVersion(ParquetProperties.WriterVersion.PARQUET_1_0)
                .build();
        MergedRows merged = new MergedRows(new InMemory(type, rows), rows.stored(), directory)) {
      for (Group row = merged.next(); row != null; row = merged.next()) {
        writer.write(row);
      }
    }
  }

  /** Rows in memory. */
  private static final class InMemory implements Source {
    private final MessageType type;
    private final VisitedRows rows;
    private final int[] order;
    private int next;

    InMemory(MessageType type, VisitedRows rows) {
      this.type = type;
      this.rows = rows;
      this.order = rows.order();
    }

    @Override
    public Group next() {
      if (next == order.length) {
        return null;
      }
      int position = order[next++];
      Group group = new SimpleGroup(type);
      group.add(0, rows.steps()[position]);
      group.add(1, rows.trajectories()[position]);
      for (int c = 0; c < rows.numColumns(); c++) {
        add(group, c + 2, rows.column(c), position);
      }
      return group;
    }

    @Override
    public void close() {}
  }

  private static void add(Group group, int field, Object array, int i) {
    if (array instanceof int[] ints) {
      group.add(field, ints[i]);
    } else if (array instanceof long[] longs) {
      group.add(field, longs[i]);
    } else if (array instanceof double[] doubles) {
      if (!Double.isNaN(doubles[i])) {
        group.add(field, doubles[i]);
      }
    } else if (((String[]) array)[i] != null) {
      group.add(field, ((String[]) array)[i]);
    }
  }

  /** Numbers that are always there are required; texts and doubles may be missing. */
  private static MessageType messageType(TableSchema schema) {
    Types.MessageTypeBuilder builder = Types.buildMessage();
    List<Class<?>> types = schema.types();
    for (int i = 0; i < types.size(); i++) {
      String name = schema.names().get(i);
      Class<?> type = types.get(i);
      if (type == Integer.class) {
        builder.required(PrimitiveTypeName.INT32).named(name);
      } else if (type == Long.class) {
        builder.required(PrimitiveTypeName.INT64).named(name);
      } else if (type == Double.class) {
        builder.optional(PrimitiveTypeName.DOUBLE).named(name);
      } else {
        builder
            .optional(PrimitiveTypeName.BINARY)
            .as(LogicalTypeAnnotation.stringType())
            .named(name);
      }
    }
    return builder.named("visited");
  }
}

package org.gflownet.spark;

import com.esotericsoftware.kryo.Kryo;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/** A table that executors keep for several jobs and bring to one another, until it is closed. */
final class CachedTable implements AutoCloseable {
  /** What Spark 3.5 keeps tables as; it registers none of it. */
  private static final List<String> TYPES =
      List.of(
          "org.apache.spark.sql.execution.columnar.DefaultCachedBatch",
          "org.apache.spark.sql.catalyst.expressions.GenericInternalRow",
          "org.apache.spark.unsafe.types.UTF8String",
          "[[B");

  private final Dataset<Row> rows;

  /** Keeps a table from the first job on that reads it. */
  CachedTable(Dataset<Row> table) {
    // As bytes: a part without rows that is kept as objects is taken for a lost one by executors
    // that fetch it, and what cannot be written is found out at once.
    this.rows = table.persist(StorageLevel.MEMORY_AND_DISK_SER());
  }

  Dataset<Row> rows() {
    return rows;
  }

  /** Waits until executors have let go: one that is told while it ends complains in its log. */
  @Override
  public void close() {
    rows.unpersist(true);
  }

  /** Registers what crosses between executors. */
  static void register(Kryo kryo) {
    for (String type : TYPES) {
      try {
        kryo.register(Class.forName(type));
      } catch (ClassNotFoundException e) {
        // A Spark that keeps tables in another form registers that itself, or says what is missing.
      }
    }
  }
}

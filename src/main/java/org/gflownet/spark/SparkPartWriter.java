package org.gflownet.spark;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.gflownet.eval.TableSchema;
import org.gflownet.train.VisitedRows;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the files of the table of visited objects by tasks on executors. Each attempt of a task
 * has a file of its own, and the driver takes the one of the attempt that Spark took, so a task
 * that runs twice adds no row twice.
 *
 * <p>A run folder on a disk that only the driver sees is told by the file that is missing there, or
 * by an executor that cannot write it; the driver then writes itself.
 */
public final class SparkPartWriter implements ParquetVisitedTable.PartWriter {
  private static final Logger LOG = LoggerFactory.getLogger(SparkPartWriter.class);

  private final JavaSparkContext spark;
  private final ParquetVisitedTable.PartWriter onDriver = ParquetVisitedTable.PartWriter.onDriver();
  private boolean shared = true;

  /** A writer on a context that the caller closes. */
  public SparkPartWriter(JavaSparkContext spark) {
    this.spark = spark;
  }

  @Override
  public String write(RunDirectory directory, TableSchema schema, String prefix, VisitedRows rows) {
    if (shared) {
      String name = writeByTask(directory, schema, prefix, rows);
      if (name.startsWith(prefix) && directory.exists(name)) {
        return name;
      }
      shared = false;
      LOG.warn(
          "executors do not share {} with the driver: the driver writes the visited objects itself"
              + " ({})",
          directory.location(),
          name.startsWith(prefix) ? "it does not see their files" : name);
    }
    return onDriver.write(directory, schema, prefix, rows);
  }

  private String writeByTask(
      RunDirectory directory, TableSchema schema, String prefix, VisitedRows rows) {
    spark.setJobDescription("visited objects: " + rows.total() + " rows");
    Broadcast<VisitedRows> broadcast = spark.broadcast(rows);
    try {
      PartTask task =
          new PartTask(
              directory.location(),
              new SerializableConfiguration(spark.hadoopConfiguration()),
              schema,
              prefix,
              broadcast);
      return spark.sc().range(0, 1, 1, 1).toJavaRDD().mapPartitions(task::call).collect().get(0);
    } finally {
      broadcast.destroy();
    }
  }

  /** The function that the task runs: gives the name of the file, or why there is none. */
  private record PartTask(
      String location,
      SerializableConfiguration hadoop,
      TableSchema schema,
      String prefix,
      Broadcast<VisitedRows> rows)
      implements Serializable {

    Iterator<String> call(Iterator<Object> ignored) {
      RunDirectory directory = new RunDirectory(location, hadoop.value());
      String name = prefix + "attempt-" + TaskContext.get().taskAttemptId();
      try {
        directory.create();
        directory.write(name, out -> ParquetRows.write(schema, rows.value(), directory, out));
      } catch (StorageException e) {
        // Another attempt would fail alike; the driver may fare better, and else says so once.
        return List.of(e.getMessage()).iterator();
      }
      return List.of(name).iterator();
    }
  }
}

package org.gflownet.run.train;

import java.util.Optional;
import org.gflownet.config.GflownetConfig;
import org.gflownet.eval.TableSchema;
import org.gflownet.run.folder.RunFolder;
import org.gflownet.run.setup.Problem;
import org.gflownet.run.setup.Session;
import org.gflownet.spark.ParquetVisitedTable;
import org.gflownet.spark.RunDirectory;
import org.gflownet.spark.SparkPartWriter;
import org.gflownet.spark.VisitedSpool;
import org.gflownet.train.VisitedTableListener;

/**
 * Where a run's visited objects go.
 *
 * @param directory of the table
 * @param listener that writes the table, if it is kept
 * @param spool by which tasks keep many rows themselves, on Spark
 */
record VisitedOutput(
    RunDirectory directory, Optional<VisitedTableListener> listener, Optional<VisitedSpool> spool)
    implements AutoCloseable {

  /** What the settings ask for. */
  static VisitedOutput of(
      GflownetConfig config, RunFolder folder, Problem<?> problem, Session session) {
    RunDirectory directory = folder.visited();
    if (!config.visited().enabled()) {
      return new VisitedOutput(directory, Optional.empty(), Optional.empty());
    }
    TableSchema schema = TableSchema.visited(problem.columns());
    Optional<VisitedSpool> spool =
        session
            .spark()
            .map(spark -> VisitedSpool.of(spark, directory, schema, VisitedSpool.MAX_BYTES));
    ParquetVisitedTable table =
        new ParquetVisitedTable(
            directory,
            schema,
            session
                .spark()
                .<ParquetVisitedTable.PartWriter>map(SparkPartWriter::new)
                .orElseGet(ParquetVisitedTable.PartWriter::onDriver),
            spool);
    return new VisitedOutput(
        directory, Optional.of(new VisitedTableListener(table, config.visited().every())), spool);
  }

  @Override
  public void close() {
    spool.ifPresent(marked -> marked.unmark(directory));
  }
}

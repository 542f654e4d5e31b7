package org.gflownet.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.gflownet.env.hypergrid.GridColumns;
import org.gflownet.eval.TableSchema;
import org.gflownet.testing.FaultyFileSystem;
import org.gflownet.testing.LocalSpark;
import org.gflownet.testing.ParquetFiles;
import org.gflownet.train.VisitedRows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetVisitedTableSparkTest {
  private static final TableSchema SCHEMA = TableSchema.visited(new GridColumns(1));

  @TempDir private Path directory;

  private ParquetVisitedTable table(String name, ParquetVisitedTable.PartWriter writer) {
    return new ParquetVisitedTable(files(name), SCHEMA, writer);
  }

  private RunDirectory files(String name) {
    return new RunDirectory(directory.resolve(name).toString(), new Configuration());
  }

  /** Rows of the steps from..to-1, two each, the last first. */
  private static VisitedRows rows(int from, int to) {
    int size = 2 * (to - from);
    long[] steps = new long[size];
    int[] trajectories = new int[size];
    int[] cells = new int[size];
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      steps[i] = to - 1L - i / 2;
      trajectories[i] = 1 - i % 2;
      cells[i] = (int) steps[i] * 10 + trajectories[i];
      values[i] = cells[i] == 31 ? Double.NaN : cells[i] / 4.0;
    }
    return new VisitedRows(steps, trajectories, List.of(cells, values, values, values));
  }

  @Test
  void executorsAndTheDriverWriteTheSameBytes() throws IOException {
    table("spark", new SparkPartWriter(LocalSpark.context())).write(0, 5, rows(0, 5));
    table("driver", ParquetVisitedTable.PartWriter.onDriver()).write(0, 5, rows(0, 5));
    String name = "steps-00000000-00000005.parquet";
    assertThat(directory.resolve("spark").resolve(name))
        .hasBinaryContent(Files.readAllBytes(directory.resolve("driver").resolve(name)));
    try (var files = Files.list(directory.resolve("spark"))) {
      assertThat(files.map(file -> file.getFileName().toString())).containsExactly(name);
    }
  }

  @Test
  void sparkReadsTheRowsInTheirOrder() {
    ParquetVisitedTable table = table("a", new SparkPartWriter(LocalSpark.context()));
    table.write(0, 3, rows(0, 3));
    table.write(3, 5, rows(3, 5));
    Dataset<Row> read =
        SparkSession.builder()
            .sparkContext(LocalSpark.context().sc())
            .getOrCreate()
            .read()
            .parquet(directory.resolve("a").toString());
    assertThat(read.columns())
        .containsExactly("step", "trajectory", "x0", "reward", "log_reward", "log_pf");
    List<Row> rows = read.orderBy("step", "trajectory").collectAsList();
    assertThat(rows).hasSize(10);
    for (int i = 0; i < 10; i++) {
      assertThat(rows.get(i).getLong(0)).isEqualTo(i / 2);
      assertThat(rows.get(i).getInt(2)).isEqualTo(i / 2 * 10 + i % 2);
    }
    assertThat(rows.get(7).isNullAt(3)).isTrue();
    List<Map<String, String>> plain = ParquetFiles.rows(directory.resolve("a"));
    assertThat(plain.get(3)).containsEntry("step", "1").containsEntry("trajectory", "1");
  }

  @Test
  void whatReachesBeyondAStepGoes() throws IOException {
    ParquetVisitedTable table = table("a", ParquetVisitedTable.PartWriter.onDriver());
    table.write(0, 3, rows(0, 3));
    table.write(3, 6, rows(3, 6));
    table.write(6, 9, rows(6, 9));
    Files.writeString(directory.resolve("a/.steps-00000009-00000012.parquet.attempt-7"), "half");
    Files.writeString(directory.resolve("a/notes.txt"), "of the user");
    table.keepUpTo(6);
    assertThat(files("a").names())
        .containsExactly(
            "notes.txt", "steps-00000000-00000003.parquet", "steps-00000003-00000006.parquet");
    table.keepUpTo(0);
    assertThat(files("a").names()).containsExactly("notes.txt");
  }

  @Test
  void theDriverWritesWhatExecutorsCannot() throws IOException {
    table("driver", ParquetVisitedTable.PartWriter.onDriver()).write(0, 5, rows(0, 5));
    SparkPartWriter writer = new SparkPartWriter(LocalSpark.context());
    RunDirectory faulty =
        new RunDirectory("faulty://" + directory.resolve("shared"), new Configuration());
    ParquetVisitedTable table = new ParquetVisitedTable(faulty, SCHEMA, writer);
    try {
      // Only the files of tasks have this in their names.
      FaultyFileSystem.makeReadOnly("attempt-");
      table.write(0, 5, rows(0, 5));
    } finally {
      FaultyFileSystem.mend();
    }
    table.write(5, 9, rows(5, 9));
    assertThat(faulty.names())
        .containsExactly("steps-00000000-00000005.parquet", "steps-00000005-00000009.parquet");
    assertThat(directory.resolve("shared/steps-00000000-00000005.parquet"))
        .hasBinaryContent(
            Files.readAllBytes(directory.resolve("driver/steps-00000000-00000005.parquet")));
  }
}

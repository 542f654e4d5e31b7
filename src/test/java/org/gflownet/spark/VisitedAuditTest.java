package org.gflownet.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.gflownet.env.hypergrid.GridColumns;
import org.gflownet.eval.TableSchema;
import org.gflownet.train.VisitedRows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VisitedAuditTest {
  private static final String LAST = "steps-00000003-00000006.parquet";

  @TempDir private Path directory;

  /** Three rows for each of the steps from..to-1. */
  private void write(String table, int from, int to) {
    int size = 3 * (to - from);
    long[] steps = new long[size];
    int[] trajectories = new int[size];
    int[] cells = new int[size];
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      steps[i] = from + i / 3L;
      trajectories[i] = i % 3;
      cells[i] = (int) (5 * steps[i] + trajectories[i]);
      values[i] = cells[i] / 8.0;
    }
    RunDirectory files = new RunDirectory(directory.resolve(table).toString(), new Configuration());
    new ParquetVisitedTable(
            files,
            TableSchema.visited(new GridColumns(1)),
            ParquetVisitedTable.PartWriter.onDriver())
        .write(
            from, to, new VisitedRows(steps, trajectories, List.of(cells, values, values, values)));
  }

  private VisitedAudit audit(String table) {
    return VisitedAudit.of(directory.resolve(table));
  }

  @Test
  void howATableIsCutIntoFilesDoesNotMatter() {
    write("a", 0, 3);
    write("a", 3, 6);
    write("b", 0, 6);
    assertThat(audit("a").rows()).isEqualTo(18);
    assertThat(audit("a").distinct()).isEqualTo(18);
    assertThat(audit("a").digest()).hasSize(64).isEqualTo(audit("b").digest());
  }

  @Test
  void aMissingRowAndADoubledOneAreSeen() {
    write("a", 0, 3);
    write("a", 3, 6);
    write("less", 0, 3);
    write("less", 4, 6);
    assertThat(audit("less").rows()).isEqualTo(15);
    assertThat(audit("less").digest()).isNotEqualTo(audit("a").digest());
    write("more", 0, 4);
    write("more", 3, 6);
    assertThat(audit("more").rows()).isEqualTo(21);
    assertThat(audit("more").distinct()).isEqualTo(18);
    assertThat(audit("more").digest()).isNotEqualTo(audit("a").digest());
  }

  @Test
  void onlyWholeFilesAreTaken() throws IOException {
    write("a", 0, 3);
    String whole = audit("a").digest();
    Files.writeString(directory.resolve("a/.steps-00000003-00000006.parquet.attempt-1"), "half");
    assertThat(audit("a").digest()).isEqualTo(whole);
    write("a", 3, 6);
    byte[] bytes = Files.readAllBytes(directory.resolve("a").resolve(LAST));
    Files.write(directory.resolve("a").resolve(LAST), Arrays.copyOf(bytes, bytes.length / 2));
    assertThatThrownBy(() -> audit("a")).isInstanceOf(RuntimeException.class);
  }
}

package org.gflownet.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.gflownet.env.hypergrid.GridColumns;
import org.gflownet.eval.SampleRows;
import org.gflownet.model.MlpFlowModel;
import org.gflownet.model.ScalarKernels;
import org.gflownet.testing.GridWorkers;
import org.gflownet.testing.Grids;
import org.gflownet.testing.LocalSpark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleWriterSparkTest {
  @TempDir private Path directory;

  private static SampleRows<?> source(float[] parameters) {
    MlpFlowModel model = new MlpFlowModel(GridWorkers.SPEC, new ScalarKernels());
    model.load(parameters);
    return new SampleRows<>(GridWorkers.grid(), Grids.logReward(), model, new GridColumns(2));
  }

  private static SampleWriter.Request request(long count) {
    return new SampleWriter.Request(
        List.of("x0", "x1", "log_reward", "log_pf"),
        List.of(Integer.class, Integer.class, Double.class, Double.class),
        SampleWriterSparkTest::source,
        GridWorkers.parameters(5),
        77,
        count);
  }

  private void write(long count, String name) {
    new SampleWriter(LocalSpark.context())
        .write(request(count), directory.resolve(name).toString());
  }

  private static String line(Object[] row) {
    return row[0] + "," + row[1] + "," + row[2] + "," + row[3];
  }

  @Test
  void csvHasAHeaderAndTheRowsInTheirOrder() throws IOException {
    write(2500, "a.csv");
    List<String> lines = Files.readAllLines(directory.resolve("a.csv"));
    List<Object[]> expected = source(GridWorkers.parameters(5)).rows(77, 0, 2500);
    assertThat(lines.get(0)).isEqualTo("x0,x1,log_reward,log_pf");
    assertThat(lines.subList(1, lines.size()))
        .isEqualTo(expected.stream().map(SampleWriterSparkTest::line).toList());
  }

  @Test
  void jsonLinesHoldTheSame() throws IOException {
    write(3, "a.jsonl");
    List<String> lines = Files.readAllLines(directory.resolve("a.jsonl"));
    Object[] first = source(GridWorkers.parameters(5)).rows(77, 0, 1).get(0);
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0))
        .isEqualTo("{\"x0\":%s,\"x1\":%s,\"log_reward\":%s,\"log_pf\":%s}".formatted(first));
  }

  @Test
  void parquetHoldsTheSame() {
    write(1000, "a.parquet");
    Dataset<Row> rows =
        SparkSession.builder()
            .sparkContext(LocalSpark.context().sc())
            .getOrCreate()
            .read()
            .parquet(directory.resolve("a.parquet").toString());
    assertThat(rows.columns()).containsExactly("x0", "x1", "log_reward", "log_pf");
    assertThat(rows.count()).isEqualTo(1000);
  }

  @Test
  void nothingElseIsLeftAndNothingIsOverwritten() throws IOException {
    write(10, "a.csv");
    try (var files = Files.list(directory)) {
      assertThat(files.map(f -> f.getFileName().toString())).containsExactly("a.csv");
    }
    String before = Files.readString(directory.resolve("a.csv"));
    assertThatThrownBy(() -> write(5, "a.csv")).hasMessageContaining("exists already");
    assertThat(Files.readString(directory.resolve("a.csv"))).isEqualTo(before);
  }

  @Test
  void otherEndingsAreRefused() {
    assertThatThrownBy(() -> SampleWriter.Format.of("a.xls"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("output a.xls must end in .parquet, .csv or .jsonl");
  }
}

package org.gflownet.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.lib.output.FileOutputCommitterFactory;
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
import org.gflownet.testing.ObjectFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleWriterSparkTest {
  /** Hadoop's own choice is in the jar with the client of S3. */
  private static final String COMMITTERS = "mapreduce.outputcommitter.factory.scheme.s3a";

  @TempDir private Path directory;

  private static SampleRows<?> source(float[] parameters) {
    MlpFlowModel model = new MlpFlowModel(GridWorkers.SPEC, new ScalarKernels());
    model.load(parameters);
    return new SampleRows<>(GridWorkers.grid(), Grids.logReward(), model, new GridColumns(2));
  }

  private static SampleWriter.Request request(long count, SampleWriter.Distinct distinct) {
    return new SampleWriter.Request(
        SampleRows.schema(new GridColumns(2)),
        SampleWriterSparkTest::source,
        GridWorkers.parameters(5),
        77,
        count,
        distinct);
  }

  private void write(long count, String name) {
    new SampleWriter(LocalSpark.context())
        .write(request(count, null), (smiles, more) -> smiles, directory.resolve(name).toString());
  }

  private static void writeToObjects(long count, String name) {
    ObjectFiles.empty();
    Configuration shared = LocalSpark.context().hadoopConfiguration();
    shared.set("fs.s3a.impl", ObjectFiles.class.getName());
    shared.set("fs.s3a.impl.disable.cache", "true");
    shared.set(COMMITTERS, FileOutputCommitterFactory.class.getName());
    new SampleWriter(LocalSpark.context())
        .write(request(count, null), (smiles, more) -> smiles, "s3a://bucket/" + name);
  }

  @Test
  void anObjectAppearsWhole() throws IOException {
    writeToObjects(1200, "samples/a.csv");
    write(1200, "a.csv");
    assertThat(ObjectFiles.keys()).containsExactly("samples/a.csv");
    assertThat(ObjectFiles.text("samples/a.csv"))
        .isEqualTo(Files.readString(directory.resolve("a.csv")));
  }

  @Test
  void aFolderOfObjectsIsWholeByItsMarker() {
    writeToObjects(1200, "samples/a.parquet");
    assertThat(ObjectFiles.keys())
        .contains("samples/a.parquet/_SUCCESS")
        .allMatch(key -> key.matches("samples/a\\.parquet/(_SUCCESS|part-[^/]+\\.parquet)"));
    RunDirectory folder =
        new RunDirectory(
            "s3a://bucket/samples/a.parquet", LocalSpark.context().hadoopConfiguration());
    List<String> files = ParquetFolder.files(folder);
    assertThat(files).hasSize(ObjectFiles.keys().size() - 1);
    folder.delete("_SUCCESS");
    assertThatThrownBy(() -> ParquetFolder.files(folder))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("has no file _SUCCESS: what wrote it did not finish");
    assertThatThrownBy(
            () ->
                new SampleWriter(LocalSpark.context())
                    .write(
                        request(3, null),
                        (smiles, more) -> smiles,
                        "s3a://bucket/samples/a.parquet"))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("a.parquet in s3a://bucket/samples: it exists already");
  }

  @Test
  void whatCannotBeWrittenToObjectsLeavesNothing() {
    ObjectFiles.empty();
    ObjectFiles.refuse(key -> key.endsWith("_SUCCESS"));
    Configuration shared = LocalSpark.context().hadoopConfiguration();
    shared.set("fs.s3a.impl", ObjectFiles.class.getName());
    shared.set("fs.s3a.impl.disable.cache", "true");
    assertThatThrownBy(
            () ->
                new SampleWriter(LocalSpark.context())
                    .write(request(300, null), (smiles, more) -> smiles, "s3a://bucket/a.parquet"))
        .hasStackTraceContaining("Access Denied");
    assertThat(ObjectFiles.keys()).isEmpty();
    ObjectFiles.empty();
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

  private long writeDistinct(long count, long maxTries, String name) {
    return new SampleWriter(LocalSpark.context())
        .write(
            request(count, new SampleWriter.Distinct(2, maxTries)),
            (smiles, more) -> smiles,
            directory.resolve(name).toString());
  }

  @Test
  void distinctObjectsAreTheFirstDrawsOfEach() throws IOException {
    List<String> expected = new ArrayList<>();
    Set<List<Object>> seen = new HashSet<>();
    for (Object[] row : source(GridWorkers.parameters(5)).rows(77, 0, 4000)) {
      if (seen.add(List.of(row[0], row[1])) && expected.size() < 15) {
        expected.add(line(row));
      }
    }
    assertThat(writeDistinct(15, 4000, "d.csv")).isEqualTo(15);
    List<String> lines = Files.readAllLines(directory.resolve("d.csv"));
    assertThat(lines.subList(1, lines.size())).isEqualTo(expected);
  }

  @Test
  void distinctObjectsEndWithTheTries() throws IOException {
    // The grid has 25 cells.
    long written = writeDistinct(1000, 3000, "d.csv");
    assertThat(written).isBetween(15L, 25L);
    assertThat(Files.readAllLines(directory.resolve("d.csv"))).hasSize((int) written + 1);
  }

  @Test
  void moleculeFormatsNeedMolecules() {
    assertThatThrownBy(() -> write(3, "a.sdf")).hasMessageContaining("for molecules only");
  }

  @Test
  void otherEndingsAreRefused() {
    assertThatThrownBy(() -> SampleFormat.of("a.xls"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("output a.xls must end in one of .parquet, .csv, .jsonl, .smi, .sdf");
  }
}

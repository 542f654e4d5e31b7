package org.gflownet.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.gflownet.env.hypergrid.GridColumns;
import org.gflownet.eval.TableSchema;
import org.gflownet.eval.VisitedFigureColumns;
import org.gflownet.testing.FaultyFileSystem;
import org.gflownet.testing.LocalSpark;
import org.gflownet.testing.ObjectFiles;
import org.gflownet.train.TreeRange;
import org.gflownet.train.VisitedRows;
import org.gflownet.trajectory.ActionPaths;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of visited objects that tasks keep themselves. */
class VisitedSpoolSparkTest {
  private static final TableSchema SCHEMA = TableSchema.visited(new GridColumns(1));
  private static final int SLICES = 3;
  private static final String WINDOW = "steps-00000000-00000004.parquet";

  @TempDir private Path directory;

  private RunDirectory files(String name) {
    return new RunDirectory(directory.resolve(name).toString(), new Configuration());
  }

  /** What a slice visits in a step, the last first; values of some are missing. */
  private static VisitedRows rows(long step, int slice) {
    int size = 5 + slice;
    long[] steps = new long[size];
    int[] trajectories = new int[size];
    int[] cells = new int[size];
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      steps[i] = step;
      trajectories[i] = 10 * slice + size - 1 - i;
      cells[i] = (int) step * 100 + trajectories[i];
      values[i] = cells[i] % 9 == 1 ? Double.NaN : cells[i] / -7.0;
    }
    return new VisitedRows(steps, trajectories, List.of(cells, values, values, values));
  }

  /** A slice of a step, some of whose first attempts break when they have kept their rows. */
  private record Visits(VisitedSpool spool, long step, Choice breaks)
      implements SliceRdd.Function<VisitedRows> {
    @Override
    public VisitedRows apply(int slice, ActionPaths[] drawn) {
      VisitedRows kept = spool.keep(rows(step, slice), SLICES);
      if (TaskContext.get().attemptNumber() == 0 && breaks.test(slice)) {
        throw new IllegalStateException("the attempt is lost");
      }
      return kept;
    }
  }

  private static VisitedRows step(JavaSparkContext spark, Visits visits) {
    VisitedRows[] results = new VisitedRows[SLICES];
    SliceRdd<VisitedRows> slices =
        new SliceRdd<>(
            spark.sc(),
            results,
            TreeRange.bounds(results.length, results.length),
            List.of(),
            visits);
    return VisitedRows.concat(SliceJob.start(spark, slices, results).await());
  }

  private static VisitedRows steps(JavaSparkContext spark, VisitedSpool spool, Choice breaks) {
    List<VisitedRows> steps = new ArrayList<>();
    for (long step = 0; step < 4; step++) {
      steps.add(step(spark, new Visits(spool, step, breaks)));
    }
    return VisitedRows.concat(steps);
  }

  /** A predicate that Java can send. */
  private interface Choice extends Predicate<Integer>, Serializable {}

  private static boolean nobody(int slice) {
    return false;
  }

  private static List<VisitedRows> allRows() {
    List<VisitedRows> all = new ArrayList<>();
    for (long step = 0; step < 4; step++) {
      for (int slice = 0; slice < SLICES; slice++) {
        all.add(rows(step, slice));
      }
    }
    return all;
  }

  private byte[] expected() throws IOException {
    new ParquetVisitedTable(files("expected"), SCHEMA, ParquetVisitedTable.PartWriter.onDriver())
        .write(0, 4, VisitedRows.concat(allRows()));
    return Files.readAllBytes(directory.resolve("expected").resolve(WINDOW));
  }

  private static VisitedSpool spool(JavaSparkContext spark, RunDirectory table, long maxBytes) {
    return VisitedSpool.of(spark, table, SCHEMA, maxBytes);
  }

  private static ParquetVisitedTable table(
      JavaSparkContext spark, RunDirectory table, VisitedSpool spool) {
    return new ParquetVisitedTable(table, SCHEMA, new SparkPartWriter(spark), Optional.of(spool));
  }

  private static List<String> kept(RunDirectory table) {
    return table.names().stream().filter(name -> name.contains("attempt")).toList();
  }

  @Test
  void manyRowsStayInFilesUntilTheirWindowIsWritten() throws IOException {
    JavaSparkContext spark = LocalSpark.context();
    RunDirectory folder = files("a");
    VisitedSpool spool = spool(spark, folder, 1);
    ParquetVisitedTable table = table(spark, folder, spool);
    table.keepUpTo(0);
    VisitedRows rows = steps(spark, spool, VisitedSpoolSparkTest::nobody);
    assertThat(rows.size()).isZero();
    assertThat(rows.total()).isEqualTo(4 * (5 + 6 + 7));
    assertThat(kept(folder)).hasSize(4 * SLICES).allMatch(name -> name.startsWith("."));
    table.write(0, 4, rows);
    assertThat(directory.resolve("a").resolve(WINDOW)).hasBinaryContent(expected());
    assertThat(kept(folder)).isEmpty();
    spool.unmark(folder);
    assertThat(folder.names()).containsExactly(WINDOW);
  }

  @Test
  void slicesWithFewRowsSendThem() throws IOException {
    JavaSparkContext spark = LocalSpark.context();
    RunDirectory folder = files("a");
    // Between the rows of the first slice and those of the second.
    long between = (rows(0, 0).bytes() + rows(0, 1).bytes()) / 2;
    VisitedSpool spool = spool(spark, folder, between * SLICES);
    ParquetVisitedTable table = table(spark, folder, spool);
    table.keepUpTo(0);
    VisitedRows rows = steps(spark, spool, VisitedSpoolSparkTest::nobody);
    assertThat(rows.size()).isEqualTo(4 * 5);
    assertThat(rows.stored()).hasSize(4 * 2);
    table.write(0, 4, rows);
    assertThat(directory.resolve("a").resolve(WINDOW)).hasBinaryContent(expected());
    VisitedSpool large = spool(spark, folder, VisitedSpool.MAX_BYTES);
    large.mark(folder);
    assertThat(steps(spark, large, VisitedSpoolSparkTest::nobody).stored()).isEmpty();
  }

  @Test
  void rowsOfALostAttemptDoNotCount() throws IOException {
    byte[] expected = expected();
    SparkSession session = LocalSpark.Foreign.KRYO.start(Map.of("spark.master", "local[2,3]"));
    try {
      JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
      RunDirectory folder = files("a");
      VisitedSpool spool = spool(spark, folder, 1);
      ParquetVisitedTable table = table(spark, folder, spool);
      table.keepUpTo(0);
      Choice odd = slice -> slice % 2 == 1;
      VisitedRows rows = steps(spark, spool, odd);
      assertThat(rows.stored()).hasSize(4 * SLICES);
      assertThat(kept(folder)).hasSize(4 * (SLICES + 1));
      VisitedRows next = step(spark, new Visits(spool, 4, odd));
      table.write(0, 4, rows);
      assertThat(directory.resolve("a").resolve(WINDOW)).hasBinaryContent(expected);
      assertThat(kept(folder))
          .as("those of a step that is under way stay")
          .hasSize(SLICES + 1)
          .allMatch(name -> name.startsWith(".rows-00000004."));
      table.write(4, 5, next);
      assertThat(kept(folder)).isEmpty();
    } finally {
      session.stop();
    }
  }

  @Test
  void aResumedRunBeginsWithoutFilesOfStepsThatItLost() {
    JavaSparkContext spark = LocalSpark.context();
    RunDirectory folder = files("a");
    VisitedSpool killed = spool(spark, folder, 1);
    ParquetVisitedTable table = table(spark, folder, killed);
    table.keepUpTo(0);
    table.write(0, 4, steps(spark, killed, VisitedSpoolSparkTest::nobody));
    step(spark, new Visits(killed, 4, VisitedSpoolSparkTest::nobody));
    assertThat(kept(folder)).hasSize(SLICES);
    VisitedSpool resumed = spool(spark, folder, 1);
    table(spark, folder, resumed).keepUpTo(4);
    assertThat(kept(folder)).isEmpty();
    assertThat(step(spark, new Visits(killed, 5, VisitedSpoolSparkTest::nobody)).stored())
        .as("a task of the killed driver's finds no marker")
        .isEmpty();
    assertThat(step(spark, new Visits(resumed, 5, VisitedSpoolSparkTest::nobody)).stored())
        .hasSize(SLICES);
  }

  @Test
  void whereExecutorsDoNotSeeTheDriversFilesRowsComeToIt() throws IOException {
    JavaSparkContext spark = LocalSpark.context();
    RunDirectory drivers = files("drivers");
    // Another disk under the same name would look like this.
    VisitedSpool spool = spool(spark, files("executors"), 1);
    ParquetVisitedTable table = table(spark, drivers, spool);
    table.keepUpTo(0);
    VisitedRows rows = steps(spark, spool, VisitedSpoolSparkTest::nobody);
    assertThat(rows.stored()).isEmpty();
    table.write(0, 4, rows);
    assertThat(directory.resolve("drivers").resolve(WINDOW)).hasBinaryContent(expected());
    assertThat(directory.resolve("executors")).doesNotExist();
  }

  @Test
  void rowsThatATaskCannotWriteComeToTheDriver() throws IOException {
    JavaSparkContext spark = LocalSpark.context();
    RunDirectory faulty =
        new RunDirectory("faulty://" + directory.resolve("a"), new Configuration());
    VisitedSpool spool = spool(spark, faulty, 1);
    ParquetVisitedTable table = table(spark, faulty, spool);
    table.keepUpTo(0);
    List<VisitedRows> steps = new ArrayList<>();
    steps.add(step(spark, new Visits(spool, 0, VisitedSpoolSparkTest::nobody)));
    try {
      FaultyFileSystem.fill(".rows-", 100);
      for (long step = 1; step < 4; step++) {
        steps.add(step(spark, new Visits(spool, step, VisitedSpoolSparkTest::nobody)));
      }
    } finally {
      FaultyFileSystem.mend();
    }
    VisitedRows rows = VisitedRows.concat(steps);
    assertThat(rows.size()).isPositive();
    assertThat(rows.stored()).as("the disk had room for one step").hasSize(SLICES);
    assertThat(kept(faulty)).hasSameSizeAs(rows.stored());
    table.write(0, 4, rows);
    assertThat(directory.resolve("a").resolve(WINDOW)).hasBinaryContent(expected());
  }

  @Test
  void aWindowThatLacksAFileIsNotWritten() {
    JavaSparkContext spark = LocalSpark.context();
    RunDirectory folder = files("a");
    VisitedSpool spool = spool(spark, folder, 1);
    ParquetVisitedTable table = table(spark, folder, spool);
    table.keepUpTo(0);
    VisitedRows rows = steps(spark, spool, VisitedSpoolSparkTest::nobody);
    String lost = rows.stored().get(3).file();
    folder.delete(lost);
    assertThatThrownBy(() -> table.write(0, 4, rows))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(lost);
    assertThat(folder.exists(WINDOW)).isFalse();
  }

  @Test
  void onAnObjectStoreTheDriverMergesTheFiles() throws IOException {
    Configuration configuration = ObjectFiles.empty();
    try {
      RunDirectory objects = new RunDirectory("s3a://bucket/run/visited", configuration);
      assertThat(objects.canRename()).isFalse();
      JavaSparkContext spark = LocalSpark.context();
      VisitedSpool spool = spool(spark, objects, 1);
      ParquetVisitedTable table = table(spark, objects, spool);
      table.keepUpTo(0);
      List<VisitedRows> parts = new ArrayList<>();
      for (VisitedRows rows : allRows()) {
        long step = rows.firstStep();
        if (step % 2 == 0) {
          parts.add(rows);
          continue;
        }
        String name = ".rows-%08d.token.attempt-%d".formatted(step, parts.size());
        objects.write(name, out -> ParquetRows.write(SCHEMA, rows, objects, out));
        parts.add(VisitedRows.in(new VisitedFigureColumns(SCHEMA).stored(rows, name)));
      }
      table.write(0, 4, VisitedRows.concat(parts));
      assertThat(objects.read(WINDOW, 1 << 20)).isEqualTo(expected());
      assertThat(kept(objects)).isEmpty();
    } finally {
      ObjectFiles.empty();
    }
  }
}

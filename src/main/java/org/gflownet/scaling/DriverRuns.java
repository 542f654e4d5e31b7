package org.gflownet.scaling;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Cells of the probe of the driver in a file, one a line. */
public final class DriverRuns {
  /** The first line of the file. */
  public static final String HEADER =
      "executors,tasks,floats,gather,work_ms,steps,driver_cpu_ms_per_step,busiest_thread,"
          + "busiest_thread_ms,serial_ms_per_step,bytes_in,bytes_out,vectors_merged,wall_ms,"
          + "efficiency,executors_busy";

  private DriverRuns() {}

  /** Whether a file begins with {@link #HEADER}; false for one that cannot be read. */
  public static boolean isOne(Path file) {
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      String line = reader.readLine();
      return line != null && line.strip().equals(HEADER);
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Reads cells.
   *
   * @throws IllegalArgumentException naming file, line, column and fault
   */
  public static List<DriverRun> read(Path file) {
    List<DriverRun> runs = new ArrayList<>();
    for (CsvTable.Row row : CsvTable.read(file, HEADER)) {
      double[] numbers = new double[row.values().size()];
      for (int i = 0; i < numbers.length; i++) {
        boolean isText = i == 3 || i == 7;
        numbers[i] = isText ? 0 : row.number(i);
      }
      try {
        runs.add(
            new DriverRun(
                row.clampedInt(0),
                row.clampedInt(1),
                row.integer(2),
                row.text(3),
                numbers[4],
                row.clampedInt(5),
                numbers[6],
                row.text(7),
                numbers[8],
                numbers[9],
                numbers[10],
                numbers[11],
                numbers[12],
                numbers[13],
                numbers[15]));
      } catch (IllegalArgumentException e) {
        String message = String.valueOf(e.getMessage());
        throw message.startsWith(file.toString()) ? e : row.fault(message);
      }
    }
    return runs;
  }

  /** What {@link #read} reads. */
  public static String write(List<DriverRun> runs) {
    StringBuilder text = new StringBuilder(HEADER).append('\n');
    for (DriverRun run : runs) {
      text.append(
          String.format(
              Locale.ROOT,
              "%d,%d,%d,%s,%.6g,%d,%.6g,%s,%.6g,%.6g,%.0f,%.0f,%.6g,%.6g,%.4f,%s%n",
              run.executors(),
              run.tasks(),
              run.floats(),
              run.gather(),
              run.workMs(),
              run.steps(),
              run.cpuMs(),
              run.busiestThread().replace(',', ' '),
              run.busiestThreadMs(),
              run.serialMs(),
              run.bytesIn(),
              run.bytesOut(),
              run.vectorsMerged(),
              run.wallMs(),
              run.efficiency(),
              Double.isNaN(run.executorsBusy())
                  ? "NaN"
                  : String.format(Locale.ROOT, "%.3f", run.executorsBusy())));
    }
    return text.toString();
  }
}

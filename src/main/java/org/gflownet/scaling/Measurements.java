package org.gflownet.scaling;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Measured runs in a file, one a line. */
public final class Measurements {
  /** The first line of the file. */
  public static final String HEADER =
      "executors,cores,slices,batch,parameters,sync,seconds_per_step,transitions_per_step";

  private Measurements() {}

  /**
   * Reads measured runs; {@code cores} are those of one executor, {@code sync} is what {@link
   * SyncMode#parse} reads. Each slice had a task of its own.
   *
   * @param network between the machines that ran them
   * @param partialSums vectors in the result of a slice
   * @throws IllegalArgumentException naming file, line, column and fault
   */
  public static List<Measurement> read(Path file, Network network, int partialSums) {
    List<Measurement> runs = new ArrayList<>();
    for (CsvTable.Row row : CsvTable.read(file, HEADER)) {
      try {
        runs.add(run(row, network, partialSums));
      } catch (IllegalArgumentException e) {
        String message = String.valueOf(e.getMessage());
        throw message.startsWith(file.toString()) ? e : row.fault(message);
      }
    }
    return runs;
  }

  private static Measurement run(CsvTable.Row row, Network network, int partialSums) {
    ClusterSpec cluster = ClusterSpec.uniform(row.clampedInt(0), row.clampedInt(1), network);
    int batch = row.clampedInt(3);
    double transitions = row.number(7);
    Workload workload =
        new Workload(
            row.integer(4),
            partialSums,
            batch,
            row.clampedInt(2),
            TaskShare.SLICES,
            transitions / Math.max(1, batch));
    SyncMode mode = SyncMode.parse(row.text(5));
    return new Measurement(cluster, workload, mode, row.number(6));
  }
}

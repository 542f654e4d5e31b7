package org.gflownet.job.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.gflownet.measure.Comparison;
import org.gflownet.measure.DriverLoad;
import org.gflownet.measure.RefusedException;
import org.gflownet.run.UserException;
import org.gflownet.scaling.DriverFit;
import org.gflownet.scaling.DriverRun;
import org.gflownet.scaling.DriverRuns;
import org.gflownet.scaling.StepCostModel;

/** The comparison {@code driver}: starts the probe in a process of its own and fits its rows. */
final class DriverComparison {
  private static final List<Integer> OWN_CLUSTER = List.of(1, 4, 16, 32, 64);

  /** Mebibytes, as much as an executor with vectors of a million floats needs. */
  private static final int OWN_HEAP = 96;

  private final DriverOptions options;
  private final Path directory;

  /** What starts a comparison. */
  interface Runner {
    void run(Comparison comparison) throws InterruptedException;
  }

  /**
   * A comparison.
   *
   * @param options checked ones
   * @param directory of the report
   */
  DriverComparison(DriverOptions options, Path directory) {
    this.options = options;
    this.directory = directory;
  }

  /** Runs it and returns the constants that its rows tell, with their errors, as tables. */
  String run(Runner runner) throws InterruptedException {
    boolean isOwn = options.master() == null;
    List<Integer> sizes =
        isOwn && options.executors().isEmpty() ? OWN_CLUSTER : options.executors();
    OptionalInt heap =
        isOwn ? OptionalInt.of(options.executorHeap().orElse(OWN_HEAP)) : options.executorHeap();
    List<String> arguments = new ArrayList<>(options.arguments(sizes, heap));
    if (isOwn) {
      arguments.add("--same-machine");
    }
    int most = sizes.stream().mapToInt(Integer::intValue).max().orElse(1);
    try {
      runner.run(
          new DriverLoad(
              Optional.ofNullable(options.master()),
              new DriverLoad.Executors(most, options.executorCores(), heap.orElse(OWN_HEAP)),
              arguments));
    } catch (RefusedException e) {
      throw new UserException(e.getMessage());
    }
    List<DriverRun> runs = DriverRuns.read(directory.resolve(DriverLoad.FILE));
    if (runs.size() < 2) {
      return "";
    }
    return "\n"
        + ScalingReport.driver(DriverFit.fit(runs, StepCostModel.standard(), Set.of()), runs);
  }
}

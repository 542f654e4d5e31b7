package org.gflownet.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Seconds per step of one and two executors of one core each at several batches, slices and network
 * sizes, also as {@code measurements.csv}, from which the costs of a step are fitted.
 */
public final class ScalingRuns implements Comparison {
  private static final String HEADER =
      "executors,cores,slices,batch,parameters,sync,seconds_per_step,transitions_per_step";
  private static final List<Cell> CELLS =
      List.of(
          new Cell(8, 64, 2, 256, 0),
          new Cell(8, 64, 16, 256, 0),
          new Cell(8, 1024, 2, 256, 0),
          new Cell(8, 4096, 16, 256, 0),
          new Cell(20, 1024, 4, 512, 0),
          new Cell(8, 256, 2, 256, 20));

  /** A run's settings; no averaging with 0 local steps. */
  private record Cell(int height, int batch, int slices, int width, int localSteps) {
    int numParameters() {
      int ndim = 4;
      return (ndim * height + 1) * width + (width + 1) * width + (width + 1) * (ndim + 1);
    }

    String sync() {
      return localSteps == 0 ? "gradient" : "averaging:" + localSteps;
    }

    List<String> settings() {
      List<String> all = new ArrayList<>(Bench.ENDLESS);
      all.addAll(new Workload(4, height, 0.1, batch, 1e-3).settings());
      all.addAll(Rates.SETTINGS);
      all.add("model.hidden=[" + width + "," + width + "]");
      all.add("train.slices=" + slices);
      all.add("eval.every=" + (localSteps == 0 ? 5 : 5 * localSteps));
      if (localSteps > 0) {
        all.addAll(List.of("train.sync=averaging", "train.local-steps=" + localSteps));
      }
      return all;
    }
  }

  @Override
  public String name() {
    return "fit";
  }

  @Override
  public void run(Bench bench, Plan plan, Consumer<Figure> out) throws InterruptedException {
    List<String> lines = new ArrayList<>(List.of(HEADER));
    StandaloneCluster.use(
        bench,
        master -> {
          for (Cell cell : CELLS) {
            for (int executors = 1; executors <= 2; executors++) {
              lines.add(measure(bench, plan, master, cell, executors, out));
              bench.write("measurements.csv", String.join("\n", lines) + "\n");
            }
          }
        });
  }

  private String measure(
      Bench bench, Plan plan, String master, Cell cell, int executors, Consumer<Figure> out)
      throws InterruptedException {
    List<String> submit =
        List.of("--total-executor-cores", Integer.toString(executors), "--executor-memory", "1g");
    Curve curve =
        bench.train("quickstart.conf", cell.settings(), master, submit, plan.forRate()).curve();
    double seconds = curve.steadySecondsPerStep();
    String work =
        String.format(
            Locale.ROOT,
            "%d^4, batch %d, %d slices, %d parameters, %s, %d executors",
            cell.height(),
            cell.batch(),
            cell.slices(),
            cell.numParameters(),
            cell.sync(),
            executors);
    out.accept(Figure.of(name(), work, "a step", "ms", new Spread(List.of(1000 * seconds))));
    return String.format(
        Locale.ROOT,
        "%d,1,%d,%d,%d,%s,%.6g,%.6g",
        executors,
        cell.slices(),
        cell.batch(),
        cell.numParameters(),
        cell.sync(),
        seconds,
        curve.steadyTransitionsPerStep());
  }
}

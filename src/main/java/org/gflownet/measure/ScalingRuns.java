package org.gflownet.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Seconds per step of one and two executors of one core each at several batches, slices and ways of
 * synchronising, also as {@code measurements.csv}, from which the costs of a step are fitted. One
 * grid and one network: what a transition costs depends on both.
 */
public final class ScalingRuns implements Comparison {
  private static final String HEADER =
      "executors,cores,slices,batch,parameters,sync,seconds_per_step,transitions_per_step";
  private static final int NDIM = 4;
  private static final int HEIGHT = 8;
  private static final int WIDTH = 256;
  private static final int NUM_PARAMETERS =
      (NDIM * HEIGHT + 1) * WIDTH + (WIDTH + 1) * WIDTH + (WIDTH + 1) * (NDIM + 1);
  private static final List<Cell> CELLS =
      List.of(
          new Cell(64, 2, 0),
          new Cell(64, 16, 0),
          new Cell(1024, 2, 0),
          new Cell(2048, 64, 0),
          new Cell(4096, 16, 0),
          new Cell(256, 2, 20),
          new Cell(1024, 4, 20));

  /** A run's settings; no averaging with 0 local steps. */
  private record Cell(int batch, int slices, int localSteps) {
    String sync() {
      return localSteps == 0 ? "gradient" : "averaging:" + localSteps;
    }

    List<String> settings() {
      List<String> all = new ArrayList<>(Bench.ENDLESS);
      all.addAll(new Workload(NDIM, HEIGHT, 0.1, batch, 1e-3).settings());
      all.addAll(Rates.SETTINGS);
      all.add("model.hidden=[" + WIDTH + "," + WIDTH + "]");
      // The model that is fitted has a task a slice.
      all.addAll(List.of("train.slices=" + slices, "train.tasks=" + slices));
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
            "%d^%d, batch %d, %d slices, %s, %d executors",
            HEIGHT,
            NDIM,
            cell.batch(),
            cell.slices(),
            cell.sync(),
            executors);
    out.accept(Figure.of(name(), work, "a step", "ms", new Spread(List.of(1000 * seconds))));
    return String.format(
        Locale.ROOT,
        "%d,1,%d,%d,%d,%s,%.6g,%.6g",
        executors,
        cell.slices(),
        cell.batch(),
        NUM_PARAMETERS,
        cell.sync(),
        seconds,
        curve.steadyTransitionsPerStep());
  }
}

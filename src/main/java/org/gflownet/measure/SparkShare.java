package org.gflownet.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What Spark adds to a step: the same slices on the same cores with Spark and without. */
public final class SparkShare implements Comparison {
  /**
   * Batches on a grid of 8^4, whose 4,096 states bound the work of a step however large the batch.
   */
  private static final int[] BATCHES = {16, 256, 1024, 4096, 16_384, 65_536};

  /** Batches on a grid of 20^4, whose work goes on growing with the batch. */
  private static final int[] WIDE_BATCHES = {1024, 2048, 4096, 8192};

  private static final int[] LOCAL_STEPS = {100, 400, 1000};

  private static final Tasks BOTH_CORES = new Tasks(2, "");
  private static final Tasks ONE_CORE = new Tasks(1, ", 1 slice and a core left to the driver");

  /** Slices, each on a core of its own, on a machine of two cores. */
  private record Tasks(int slices, String words) {}

  @Override
  public String name() {
    return "spark";
  }

  @Override
  public void run(Bench bench, Plan plan, Consumer<Figure> out) throws InterruptedException {
    for (int batch : BATCHES) {
      compare(bench, plan, work(8, batch), BOTH_CORES, List.of(), "", out);
    }
    compare(
        bench,
        plan,
        work(8, 16),
        BOTH_CORES,
        List.of("train.sync=pipelined", "train.staleness=1"),
        ", pipelined, staleness 1",
        out);
    for (Tasks tasks : List.of(BOTH_CORES, ONE_CORE)) {
      for (int batch : WIDE_BATCHES) {
        compare(bench, plan, work(20, batch), tasks, List.of(), tasks.words(), out);
      }
      for (int localSteps : LOCAL_STEPS) {
        compare(
            bench,
            plan,
            work(8, 16),
            tasks,
            List.of("train.sync=averaging", "train.local-steps=" + localSteps),
            ", averaging, " + localSteps + " local steps" + tasks.words(),
            out);
      }
    }
  }

  private static Workload work(int height, int batch) {
    return new Workload(4, height, 0.1, batch, 1e-3);
  }

  private void compare(
      Bench bench,
      Plan plan,
      Workload work,
      Tasks tasks,
      List<String> sync,
      String words,
      Consumer<Figure> out)
      throws InterruptedException {
    List<String> settings = new ArrayList<>(Bench.ENDLESS);
    settings.addAll(work.settings());
    settings.addAll(Rates.SETTINGS);
    settings.add("train.slices=" + tasks.slices());
    // At most one report a round of the largest.
    int reportEvery =
        sync.isEmpty() ? Rates.reportEvery(work.height(), work.batch()) : LOCAL_STEPS[2];
    settings.add("eval.every=" + reportEvery);
    settings.addAll(sync);
    String cores = "[" + tasks.slices() + "]";
    Turns turns =
        Turns.of(
            plan.runs(),
            () -> train(bench, plan, settings, "local" + cores),
            () -> train(bench, plan, settings, "in-process" + cores));
    Turns.Reading millis = run -> 1000 * run.curve().steadySecondsPerStep();
    Spread with = turns.ours(millis);
    Spread without = turns.other(millis);
    out.accept(
        Figure.less(name(), work + words + ", Spark against none", "a step", "ms", with, without));
    List<Double> shares = without.over(with).values().stream().map(r -> 100 * (1 - r)).toList();
    out.accept(Figure.of(name(), work + words, "Spark's share of a step", "%", new Spread(shares)));
  }

  private static Bench.Run train(Bench bench, Plan plan, List<String> settings, String master)
      throws InterruptedException {
    return bench.train("quickstart.conf", settings, master, List.of(), plan.forRate());
  }
}

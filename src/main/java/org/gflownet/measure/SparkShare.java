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

  @Override
  public String name() {
    return "spark";
  }

  @Override
  public void run(Bench bench, Plan plan, Consumer<Figure> out) throws InterruptedException {
    for (int batch : BATCHES) {
      compare(bench, plan, work(8, batch), List.of(), "", Rates.reportEvery(8, batch), out);
    }
    for (int batch : WIDE_BATCHES) {
      compare(bench, plan, work(20, batch), List.of(), "", Rates.reportEvery(20, batch), out);
    }
    compare(
        bench,
        plan,
        work(8, 16),
        List.of("train.sync=pipelined", "train.staleness=1"),
        ", pipelined, staleness 1",
        500,
        out);
    for (int localSteps : LOCAL_STEPS) {
      compare(
          bench,
          plan,
          work(8, 16),
          List.of("train.sync=averaging", "train.local-steps=" + localSteps),
          ", averaging, " + localSteps + " local steps",
          Math.max(500, localSteps),
          out);
    }
  }

  private static Workload work(int height, int batch) {
    return new Workload(4, height, 0.1, batch, 1e-3);
  }

  private void compare(
      Bench bench,
      Plan plan,
      Workload work,
      List<String> sync,
      String words,
      int reportEvery,
      Consumer<Figure> out)
      throws InterruptedException {
    List<String> settings = new ArrayList<>(Bench.ENDLESS);
    settings.addAll(work.settings());
    settings.addAll(Rates.SETTINGS);
    settings.add("train.slices=2");
    settings.add("eval.every=" + reportEvery);
    settings.addAll(sync);
    Turns turns =
        Turns.of(
            plan.runs(),
            () -> bench.train("quickstart.conf", settings, "local[2]", List.of(), plan.forRate()),
            () ->
                bench.train(
                    "quickstart.conf", settings, "in-process[2]", List.of(), plan.forRate()));
    Turns.Reading millis = run -> 1000 * run.curve().steadySecondsPerStep();
    Spread with = turns.ours(millis);
    Spread without = turns.other(millis);
    out.accept(
        Figure.less(name(), work + words + ", Spark against none", "a step", "ms", with, without));
    List<Double> shares = without.over(with).values().stream().map(r -> 100 * (1 - r)).toList();
    out.accept(Figure.of(name(), work + words, "Spark's share of a step", "%", new Spread(shares)));
  }
}

package org.gflownet.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What each way of synchronising costs and buys: milliseconds a step, and seconds of training to an
 * exact total variation, on two cores through Spark.
 */
public final class ModesQuality implements Comparison {
  private static final double TV = 0.1;
  private static final int BATCH = 64;
  private static final List<List<String>> MODES =
      List.of(
          List.of("train.sync=gradient"),
          List.of("train.sync=pipelined", "train.staleness=1"),
          List.of("train.sync=averaging", "train.local-steps=25"));

  @Override
  public String name() {
    return "modes";
  }

  @Override
  public void run(Bench bench, Plan plan, Consumer<Figure> out) throws InterruptedException {
    for (int height : new int[] {8, 20}) {
      Workload work = new Workload(4, height, 0.1, BATCH, 1e-3);
      for (List<String> mode : MODES) {
        List<String> settings = new ArrayList<>(mode);
        settings.add("train.slices=2");
        List<Bench.Run> runs = new ArrayList<>();
        for (int i = 0; i < plan.runs(); i++) {
          runs.add(YardstickQuality.trainTo(bench, plan, work, "local[2]", settings, TV));
        }
        String words = work + ", 2 slices, " + String.join(", ", mode);
        out.accept(
            Figure.of(
                name(),
                words,
                "to exact TV " + TV,
                "s of training, at most " + plan.limit(),
                Turns.spread(runs, run -> run.curve().secondsToTv(TV))));
        out.accept(
            Figure.of(
                name(),
                words,
                "a step",
                "ms",
                Turns.spread(runs, run -> 1000 * run.curve().steadySecondsPerStep())));
      }
    }
  }
}

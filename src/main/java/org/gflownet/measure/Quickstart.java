package org.gflownet.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What the first run of a newcomer costs: memory, and seconds until it is at full speed. */
public final class Quickstart implements Comparison {
  private static final String CONFIG = "quickstart.conf";
  private static final double SHARE = 0.9;

  @Override
  public String name() {
    return "quickstart";
  }

  @Override
  public void run(Bench bench, Plan plan, Consumer<Figure> out) throws InterruptedException {
    List<String> settings = new ArrayList<>(Bench.ENDLESS);
    settings.addAll(List.of("train.lr-schedule.name=constant", "eval.every=20"));
    List<Bench.Run> whole = new ArrayList<>();
    List<Bench.Run> endless = new ArrayList<>();
    for (int i = 0; i < plan.runs(); i++) {
      whole.add(
          bench.train(
              CONFIG,
              List.of("progress.mode=none"),
              "local[2]",
              List.of(),
              new Bench.Until(Plan.SLACK, curve -> false)));
      endless.add(bench.train(CONFIG, settings, "local[2]", List.of(), plan.forRate()));
    }
    out.accept(
        Figure.of(
            name(),
            CONFIG + ", local[2], driver included",
            "peak resident memory",
            "MiB",
            Turns.spread(whole, Bench.Run::peakMiB)));
    out.accept(
        Figure.of(
            name(),
            CONFIG + ", local[2]",
            "process start to 90% of the steady rate",
            "s",
            Turns.spread(endless, run -> run.curve().wallToShareOfSteadyRate(SHARE))));
  }
}

package org.gflownet.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Transitions per second on one core beside the yardstick on one thread. */
public final class YardstickRates implements Comparison {
  private static final double LR = 1e-3;

  @Override
  public String name() {
    return "rates";
  }

  @Override
  public void run(Bench bench, Plan plan, Consumer<Figure> out) throws InterruptedException {
    for (int height : new int[] {8, 20}) {
      for (int batch : new int[] {16, 256, 1024}) {
        Workload work = new Workload(4, height, 0.1, batch, LR);
        Turns turns =
            Turns.of(
                plan.runs(),
                () ->
                    bench.train(
                        "quickstart.conf",
                        settings(work),
                        "in-process[1]",
                        List.of(),
                        plan.forRate()),
                () ->
                    bench.yardstick(plan.yardstick(), work, 1, plan.seconds() / 8, plan.forRate()));
        Turns.Reading rate = run -> run.curve().steadyRate();
        out.accept(
            Figure.more(
                name(),
                work.toString(),
                "rate",
                "transitions/s",
                turns.ours(rate),
                turns.other(rate)));
      }
    }
  }

  private static List<String> settings(Workload work) {
    List<String> all = new ArrayList<>(Bench.ENDLESS);
    all.addAll(work.settings());
    all.addAll(Rates.SETTINGS);
    all.add("train.slices=1");
    all.add("eval.every=" + Rates.reportEvery(work.height(), work.batch()));
    return all;
  }
}

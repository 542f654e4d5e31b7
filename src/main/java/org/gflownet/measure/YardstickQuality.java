package org.gflownet.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Seconds of training to an exact total variation, beside the yardstick with the same batch and
 * learning rate, on one core each.
 */
public final class YardstickQuality implements Comparison {
  private static final double LR = 1e-3;
  private static final double ROUGH = 0.1;
  private static final double FINE = 0.05;

  @Override
  public String name() {
    return "quality";
  }

  @Override
  public void run(Bench bench, Plan plan, Consumer<Figure> out) throws InterruptedException {
    for (int batch : new int[] {16, 256, 1024}) {
      for (Workload work :
          List.of(
              new Workload(4, 8, 0.1, batch, LR),
              new Workload(4, 8, 0.001, batch, LR),
              new Workload(4, 20, 0.1, batch, LR))) {
        Turns turns =
            Turns.of(
                plan.runs(),
                () -> ours(bench, plan, work, "in-process[1]", List.of("train.slices=1")),
                () ->
                    bench.yardstick(
                        plan.yardstick(), work, 1, reportEvery(work), plan.forTv(FINE)));
        for (double tv : new double[] {ROUGH, FINE}) {
          Turns.Reading seconds = run -> run.curve().secondsToTv(tv);
          out.accept(
              Figure.less(
                  name(),
                  work.toString(),
                  "to exact TV " + tv,
                  "s of training, at most " + plan.limit(),
                  turns.ours(seconds),
                  turns.other(seconds)));
        }
      }
    }
  }

  /** Half a second; on larger grids, where each report costs an exact evaluation, two. */
  static double reportEvery(Workload work) {
    return work.height() > 8 ? 2.0 : 0.5;
  }

  /** A run of this project up to the finer quality, with a report about as often. */
  static Bench.Run ours(Bench bench, Plan plan, Workload work, String master, List<String> more)
      throws InterruptedException {
    return trainTo(bench, plan, work, master, more, FINE);
  }

  /** The same up to a given total variation. */
  static Bench.Run trainTo(
      Bench bench, Plan plan, Workload work, String master, List<String> more, double tv)
      throws InterruptedException {
    List<String> settings = new ArrayList<>(Bench.ENDLESS);
    settings.addAll(work.settings());
    settings.add("train.lr-schedule.name=constant");
    settings.add("eval.every=" + Math.max(1, Rates.reportEvery(work.height(), work.batch()) / 4));
    settings.addAll(more);
    return bench.train("quickstart.conf", settings, master, List.of(), plan.forTv(tv));
  }
}

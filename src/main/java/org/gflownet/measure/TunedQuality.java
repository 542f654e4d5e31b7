package org.gflownet.measure;

import java.util.List;
import java.util.function.Consumer;

/**
 * Seconds of training to an exact total variation of 0.05 on the grid of 8^4, each side at the best
 * batch and learning rate of one and the same choice: this project on two cores through Spark, the
 * yardstick with one or two threads, whichever is better.
 */
public final class TunedQuality implements Comparison {
  private static final double TV = 0.05;
  private static final int[] BATCHES = {16, 64, 256};
  private static final double[] RATES = {1e-3, 3e-3};
  private static final Workload GRID = new Workload(4, 8, 0.1, BATCHES[0], RATES[0]);

  @Override
  public String name() {
    return "tuned";
  }

  @Override
  public void run(Bench bench, Plan plan, Consumer<Figure> out) throws InterruptedException {
    Choice ours = best(bench, plan, 0, out);
    Choice one = best(bench, plan, 1, out);
    Choice two = best(bench, plan, 2, out);
    Choice other = one.seconds() <= two.seconds() ? one : two;
    Turns turns =
        Turns.of(
            plan.runs(),
            () -> trial(bench, plan, ours.work(), 0),
            () -> trial(bench, plan, other.work(), other.threads()));
    Turns.Reading seconds = run -> run.curve().secondsToTv(TV);
    out.accept(
        Figure.less(
            name(),
            ours.work() + " against " + other.work() + " with " + other.threads() + " threads",
            "to exact TV " + TV,
            "s of training",
            turns.ours(seconds),
            turns.other(seconds)));
  }

  /** What did best; threads 0 stands for this project. */
  private record Choice(Workload work, int threads, double seconds) {}

  private Choice best(Bench bench, Plan plan, int threads, Consumer<Figure> out)
      throws InterruptedException {
    Choice best = new Choice(GRID, threads, Double.POSITIVE_INFINITY);
    for (int batch : BATCHES) {
      for (double lr : RATES) {
        Workload work = GRID.tuned(batch, lr);
        double seconds = trial(bench, plan, work, threads).curve().secondsToTv(TV);
        String who = threads == 0 ? "local[2]" : "yardstick, threads " + threads;
        out.accept(
            Figure.of(
                name(),
                work + ", " + who,
                "to exact TV " + TV + ", one run",
                "s of training",
                new Spread(List.of(seconds))));
        if (seconds < best.seconds()) {
          best = new Choice(work, threads, seconds);
        }
      }
    }
    return best;
  }

  private static Bench.Run trial(Bench bench, Plan plan, Workload work, int threads)
      throws InterruptedException {
    return threads == 0
        ? YardstickQuality.ours(bench, plan, work, "local[2]", 2)
        : bench.yardstick(
            plan.yardstick(), work, threads, YardstickQuality.reportEvery(work), plan.forTv(TV));
  }
}

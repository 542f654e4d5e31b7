package org.gflownet.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Seconds of training to an exact total variation of 0.05 on the grid of 8^4, each side at the best
 * batch and learning rate of one and the same choice: this project on two cores through Spark with
 * whichever rounds of averaging do best (a job a step is Spark's overhead and little else here),
 * the yardstick with one or two threads, whichever is better. Just-in-time compilation and Spark's
 * first job are part of our time, the start of processes of neither.
 */
public final class TunedQuality implements Comparison {
  private static final double TV = 0.05;
  private static final int[] BATCHES = {16, 32, 64};
  private static final double[] RATES = {3e-3, 1e-2};

  /** One of two sides with one of its options. */
  private interface Contender {
    Bench.Run train(Workload work) throws InterruptedException;
  }

  @Override
  public String name() {
    return "tuned";
  }

  @Override
  public void run(Bench bench, Plan plan, Consumer<Figure> out) throws InterruptedException {
    Choice ours =
        best(
            List.of(
                averaging(bench, plan, 25, 2),
                averaging(bench, plan, 100, 2),
                averaging(bench, plan, 100, 1)),
            out);
    Choice other = best(List.of(yardstick(bench, plan, 1), yardstick(bench, plan, 2)), out);
    Turns turns = Turns.of(plan.runs(), ours::train, other::train);
    Turns.Reading seconds = run -> run.curve().secondsToTv(TV);
    out.accept(
        Figure.less(
            name(),
            ours + " against " + other,
            "to exact TV " + TV,
            "s of training",
            turns.ours(seconds),
            turns.other(seconds)));
  }

  /** A contender by name. */
  private record Named(String name, Contender contender) {}

  /** What did best. */
  private record Choice(Named named, Workload work, double seconds) {
    Bench.Run train() throws InterruptedException {
      return named.contender().train(work);
    }

    @Override
    public String toString() {
      return work + ", " + named.name();
    }
  }

  private Choice best(List<Named> contenders, Consumer<Figure> out) throws InterruptedException {
    List<Choice> choices = new ArrayList<>();
    for (Named named : contenders) {
      for (int batch : BATCHES) {
        for (double lr : RATES) {
          Workload work = new Workload(4, 8, 0.1, batch, lr);
          double seconds = named.contender().train(work).curve().secondsToTv(TV);
          Choice choice = new Choice(named, work, seconds);
          choices.add(choice);
          out.accept(
              Figure.of(
                  name(),
                  choice.toString(),
                  "to exact TV " + TV + ", one run",
                  "s of training",
                  new Spread(List.of(seconds))));
        }
      }
    }
    return choices.stream().min((a, b) -> Double.compare(a.seconds(), b.seconds())).orElseThrow();
  }

  private static Named averaging(Bench bench, Plan plan, int localSteps, int slices) {
    List<String> settings =
        List.of(
            "train.sync=averaging", "train.local-steps=" + localSteps, "train.slices=" + slices);
    return new Named(
        "local[2], averaging, "
            + localSteps
            + " local steps, "
            + slices
            + (slices == 1 ? " slice" : " slices"),
        work -> YardstickQuality.ours(bench, plan, work, "local[2]", settings));
  }

  private static Named yardstick(Bench bench, Plan plan, int threads) {
    return new Named(
        "yardstick, threads " + threads,
        work ->
            bench.yardstick(
                plan.yardstick(),
                work,
                threads,
                YardstickQuality.reportEvery(work),
                plan.forTv(TV)));
  }
}

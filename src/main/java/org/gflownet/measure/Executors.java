package org.gflownet.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Two executors of one core each against one, on a standalone cluster of processes on this machine;
 * and two of which one runs at half speed, because it is stopped for half of the time.
 */
public final class Executors implements Comparison {
  private static final Workload WORK = new Workload(4, 20, 0.1, 4096, 1e-3);

  /** Enough that a slow executor can take fewer of them: four a core. */
  private static final int SLICES = 8;

  private static final List<String> GRADIENT = List.of("train.sync=gradient");
  private static final List<List<String>> SYNCS =
      List.of(
          GRADIENT,
          List.of("train.sync=pipelined", "train.staleness=1"),
          List.of("train.sync=averaging", "train.local-steps=10"),
          List.of("train.sync=averaging", "train.local-steps=40"));

  /** Sum of the speeds of a whole and a half executor, of that of two. */
  private static final double HALVED = 0.75;

  @Override
  public String name() {
    return "executors";
  }

  @Override
  public void run(Bench bench, Plan plan, Consumer<Figure> out) throws InterruptedException {
    StandaloneCluster.use(bench, master -> compare(bench, plan, master, out));
  }

  private void compare(Bench bench, Plan plan, String master, Consumer<Figure> out)
      throws InterruptedException {
    Turns.Reading rate = run -> run.curve().steadyRate();
    for (List<String> sync : SYNCS) {
      Turns turns =
          Turns.of(
              plan.runs(),
              () -> train(bench, plan, master, 2, 2, sync),
              () -> train(bench, plan, master, 1, 2, sync));
      out.accept(
          Figure.more(
              name(),
              WORK + ", 2 slices, " + String.join(", ", sync) + ", 2 executors against 1",
              "rate",
              "transitions/s",
              turns.ours(rate),
              turns.other(rate)));
    }
    Turns slow =
        Turns.of(
            plan.runs(),
            () -> trainHalved(bench, plan, master),
            () -> train(bench, plan, master, 2, SLICES, GRADIENT));
    Spread of = slow.ours(rate).over(slow.other(rate));
    List<Double> ofSum = of.values().stream().map(r -> 100 * r / HALVED).toList();
    out.accept(
        Figure.of(
            name(),
            WORK + ", " + SLICES + " slices, one of 2 executors at half speed",
            "rate, of the sum of their speeds",
            "%",
            new Spread(ofSum)));
  }

  private static Bench.Run train(
      Bench bench, Plan plan, String master, int executors, int slices, List<String> sync)
      throws InterruptedException {
    List<String> settings = new ArrayList<>(Bench.ENDLESS);
    settings.addAll(WORK.settings());
    settings.addAll(Rates.SETTINGS);
    settings.addAll(List.of("train.slices=" + slices, "eval.every=10"));
    settings.addAll(sync);
    List<String> submit =
        List.of("--total-executor-cores", Integer.toString(executors), "--executor-memory", "1g");
    return bench.train("quickstart.conf", settings, master, submit, plan.forRate());
  }

  private static Bench.Run trainHalved(Bench bench, Plan plan, String master)
      throws InterruptedException {
    HalfSpeed brake = new HalfSpeed("--executor-id 0 ");
    try (brake) {
      return train(bench, plan, master, 2, SLICES, GRADIENT);
    }
  }
}

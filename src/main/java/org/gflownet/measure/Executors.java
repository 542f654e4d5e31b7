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
  private static final int SLICES = 8;

  @Override
  public String name() {
    return "executors";
  }

  @Override
  public void run(Bench bench, Plan plan, Consumer<Figure> out) throws InterruptedException {
    String started =
        bench.script("cluster.sh", "start", "--workers", "2", "--cores", "1", "--memory", "2g");
    String master =
        started.lines().filter(line -> line.startsWith("spark://")).findFirst().orElseThrow();
    try {
      Turns.Reading rate = run -> run.curve().steadyRate();
      Turns turns =
          Turns.of(
              plan.runs(),
              () -> train(bench, plan, master, 2),
              () -> train(bench, plan, master, 1));
      String work = WORK + ", " + SLICES + " slices";
      out.accept(
          Figure.more(
              name(),
              work + ", 2 executors against 1",
              "rate",
              "transitions/s",
              turns.ours(rate),
              turns.other(rate)));
      Turns slow =
          Turns.of(
              plan.runs(),
              () -> trainHalved(bench, plan, master),
              () -> train(bench, plan, master, 2));
      Spread of = slow.ours(rate).over(slow.other(rate));
      List<Double> ofSum = of.values().stream().map(r -> 100 * r / 0.75).toList();
      out.accept(
          Figure.of(
              name(),
              work + ", one of 2 executors at half speed",
              "rate, of the sum of their speeds",
              "%",
              new Spread(ofSum)));
    } finally {
      bench.script("cluster.sh", "stop");
    }
  }

  private static Bench.Run train(Bench bench, Plan plan, String master, int executors)
      throws InterruptedException {
    List<String> settings = new ArrayList<>(Bench.ENDLESS);
    settings.addAll(WORK.settings());
    settings.addAll(Rates.SETTINGS);
    settings.addAll(List.of("train.slices=" + SLICES, "eval.every=2"));
    List<String> submit =
        List.of("--total-executor-cores", Integer.toString(executors), "--executor-memory", "1g");
    return bench.train("quickstart.conf", settings, master, submit, plan.forRate());
  }

  private static Bench.Run trainHalved(Bench bench, Plan plan, String master)
      throws InterruptedException {
    HalfSpeed brake = new HalfSpeed("--executor-id 0 ");
    try (brake) {
      return train(bench, plan, master, 2);
    }
  }
}

package org.gflownet.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Cost of a transition by the number of actions of a state, on grids of many dimensions. */
public final class ActionCounts implements Comparison {
  private static final int BATCH = 16;

  @Override
  public String name() {
    return "actions";
  }

  @Override
  public void run(Bench bench, Plan plan, Consumer<Figure> out) throws InterruptedException {
    for (int ndim : new int[] {9, 99, 999, 9_999}) {
      List<String> settings = new ArrayList<>(Bench.ENDLESS);
      settings.addAll(new Workload(ndim, 2, 0.1, BATCH, 1e-3).settings());
      settings.addAll(Rates.SETTINGS);
      settings.addAll(List.of("train.slices=1", "eval.every=1", "env.reward=cosine"));
      List<Bench.Run> runs = new ArrayList<>();
      for (int i = 0; i < plan.runs(); i++) {
        runs.add(
            bench.train("quickstart.conf", settings, "in-process[1]", List.of(), plan.forRate()));
      }
      String work = "2^" + ndim + ", " + (ndim + 1) + " actions, batch " + BATCH;
      out.accept(
          Figure.of(
              name(),
              work,
              "a transition",
              "us",
              Turns.spread(runs, run -> 1e6 / run.curve().steadyRate())));
      out.accept(
          Figure.of(
              name(),
              work,
              "length of a trajectory",
              "transitions",
              Turns.spread(runs, run -> run.curve().transitionsPerStep() / BATCH)));
      out.accept(
          Figure.of(
              name(), work, "peak resident memory", "MiB", Turns.spread(runs, Bench.Run::peakMiB)));
    }
  }
}

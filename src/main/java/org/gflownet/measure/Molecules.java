package org.gflownet.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Molecules a second of training through Spark on two cores, with the network of the paper that the
 * fragments come from (Bengio et al. 2021: 256 wide, 10 rounds) and with the configured one.
 */
public final class Molecules implements Comparison {
  private static final String CONFIG = "molecules-qed.conf";
  private static final int BATCH = 32;

  private final List<String> settings;

  /**
   * With other molecules than those of the configuration.
   *
   * @param settings key=value, such as vocabulary and reward
   */
  public Molecules(List<String> settings) {
    this.settings = List.copyOf(settings);
  }

  @Override
  public String name() {
    return "molecules";
  }

  @Override
  public void run(Bench bench, Plan plan, Consumer<Figure> out) throws InterruptedException {
    measure(bench, plan, "configured network", List.of(), out);
    measure(bench, plan, "256 wide, 10 rounds", List.of("model.width=256", "model.rounds=10"), out);
  }

  private void measure(
      Bench bench, Plan plan, String network, List<String> shape, Consumer<Figure> out)
      throws InterruptedException {
    List<String> all = new ArrayList<>(Bench.ENDLESS);
    all.addAll(List.of("train.batch=" + BATCH, "train.slices=2", "eval.every=5", "eval.samples=2"));
    all.addAll(shape);
    all.addAll(settings);
    List<Bench.Run> runs = new ArrayList<>();
    for (int i = 0; i < plan.runs(); i++) {
      runs.add(bench.train(CONFIG, all, "local[2]", List.of(), plan.forRate()));
    }
    String words = settings.isEmpty() ? "" : ", " + String.join(", ", settings);
    out.accept(
        Figure.of(
            name(),
            CONFIG + ", " + network + ", batch " + BATCH + words + ", local[2]",
            "rate",
            "molecules/s",
            Turns.spread(runs, run -> BATCH / run.curve().steadySecondsPerStep())));
  }
}

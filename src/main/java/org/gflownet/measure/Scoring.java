package org.gflownet.measure;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Molecules a second scored by the published sEH proxy: one thread beside a yardstick that gets the
 * same molecules, of the network alone and from SMILES on; and score.sh with two executors of one
 * core each against one, on a standalone cluster of processes on this machine. Caches are off.
 */
public final class Scoring implements Comparison {
  private static final double PATIENCE = 600;
  private static final String TABLE = "molecules.csv";
  private static final int CHUNK = 1000;

  /** An executor needs 30,000 and more until all is compiled; of these the second half counts. */
  private static final double ROWS_PER_SECOND = 4000;

  private final List<String> ours;
  private final List<String> yardstick;
  private final String weights;
  private final List<String> smiles;

  /** A rate in what the programs print. */
  private record Rate(String key, String work) {}

  private static final List<Rate> RATES =
      List.of(
          new Rate("network_per_s", "sEH proxy, network alone, one thread"),
          new Rate("together_per_s", "sEH proxy from SMILES, one thread"));

  /**
   * A comparison.
   *
   * @param ours program that takes weights, a table and seconds, and prints a line of JSON with the
   *     rates
   * @param yardstick program that takes them as options and prints the same
   * @param weights file of the proxy
   * @param smiles distinct molecules
   */
  public Scoring(List<String> ours, List<String> yardstick, String weights, List<String> smiles) {
    this.ours = List.copyOf(ours);
    this.yardstick = List.copyOf(yardstick);
    this.weights = weights;
    this.smiles = List.copyOf(smiles);
  }

  @Override
  public String name() {
    return "scoring";
  }

  @Override
  public void run(Bench bench, Plan plan, Consumer<Figure> out) throws InterruptedException {
    String table = bench.write(TABLE, "smiles\n" + String.join("\n", smiles) + "\n");
    List<String> us = with(ours, weights, table, Double.toString(plan.seconds()));
    List<String> them = with(yardstick, "--weights", weights, "--csv", table, "--threads", "1");
    List<JsonNode> a = new ArrayList<>();
    List<JsonNode> b = new ArrayList<>();
    for (int i = 0; i < plan.runs(); i++) {
      a.add(bench.finished(us, PATIENCE));
      b.add(bench.finished(them, PATIENCE));
    }
    for (Rate rate : RATES) {
      out.accept(
          Figure.more(
              name(),
              rate.work() + ", " + smiles.size() + " molecules",
              "rate",
              "molecules/s",
              spread(a, rate.key()),
              spread(b, rate.key())));
    }
    StandaloneCluster.use(bench, master -> compareExecutors(bench, plan, master, out));
  }

  private static List<String> with(List<String> program, String... arguments) {
    List<String> command = new ArrayList<>(program);
    command.addAll(List.of(arguments));
    return command;
  }

  private static Spread spread(List<JsonNode> printed, String key) {
    return new Spread(printed.stream().map(line -> line.path(key).asDouble(Double.NaN)).toList());
  }

  private void compareExecutors(Bench bench, Plan plan, String master, Consumer<Figure> out)
      throws InterruptedException {
    // Rows that follow one another differ, so that no chunk holds a molecule twice.
    int repeats = Math.max(1, (int) Math.ceil(plan.seconds() * ROWS_PER_SECOND / smiles.size()));
    String rows = (String.join("\n", smiles) + "\n").repeat(repeats);
    String table = bench.write("repeated.csv", "smiles\n" + rows);
    Turns turns =
        Turns.of(
            plan.runs(),
            () -> score(bench, plan, table, master, 2),
            () -> score(bench, plan, table, master, 1));
    Turns.Reading rate = run -> run.curve().steadyRate();
    out.accept(
        Figure.more(
            name(),
            "score.sh, sEH proxy, "
                + (long) smiles.size() * repeats
                + " rows, 2 executors against 1",
            "rate",
            "rows/s",
            turns.ours(rate),
            turns.other(rate)));
  }

  private Bench.Run score(Bench bench, Plan plan, String table, String master, int executors)
      throws InterruptedException {
    List<String> arguments =
        List.of(
            "--reward",
            "seh",
            "--set",
            "reward.seh.weights=" + weights,
            "--set",
            "reward.cache=0",
            "--set",
            "progress.mode=plain",
            "--chunk-rows",
            Integer.toString(Math.min(CHUNK, smiles.size())),
            "--master",
            master);
    List<String> submit =
        List.of("--total-executor-cores", Integer.toString(executors), "--executor-memory", "1g");
    return bench.score(table, arguments, submit, plan.seconds() * 20 + Plan.SLACK);
  }
}

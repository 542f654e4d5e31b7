package org.gflownet.run.setup;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.gflownet.config.EnvConfig;
import org.gflownet.config.GflownetConfig;
import org.gflownet.config.TrainConfig;
import org.gflownet.env.Environment;

/**
 * About how much memory the parts of a training run take, for those who have too little: large
 * arrays alone, by their lengths.
 *
 * <p>With P parameters the driver holds 6 P floats, which are parameters, moments and gradient, a
 * snapshot of them and the copy of the model that evaluates, P more for their average where one is
 * kept, and 2 P for each slice's sum before they are merged. A task holds 4 P for its model and its
 * sum, and for each output of each state that its trajectories can meet an action, a logit and a
 * derivative.
 *
 * @param numParameters P
 * @param driverBytes for the parameters on the driver
 * @param taskBytes for the parameters in a task
 * @param paths the trajectories of a task
 * @param smaller settings that make the network smaller
 * @param fewer settings that make trajectories shorter or their states smaller
 */
public record MemoryNeed(
    long numParameters,
    long driverBytes,
    long taskBytes,
    Paths paths,
    List<String> smaller,
    List<String> fewer) {

  /**
   * Trajectories, as far as memory goes.
   *
   * @param count of a task; 0 where it is not known
   * @param states of a trajectory at most; 0 where it has no such limit
   * @param outputs of a state at most
   */
  record Paths(long count, long states, long outputs) {
    /** Bytes of the states of so many trajectories; 0 where they cannot be told. */
    long bytes(long number) {
      return number * states * outputs * BYTES_PER_OUTPUT;
    }
  }

  private static final int BYTES_PER_OUTPUT = 16;
  private static final int EVALUATED_AT_ONCE = 512;

  /** The needs of a configuration. */
  public static MemoryNeed of(GflownetConfig config, Problem<?> problem) {
    EnvConfig env = config.env();
    TrainConfig train = config.train();
    Environment<?> environment = problem.environment();
    long parameters = problem.network().numParameters();
    boolean molecules = env.kind() == EnvConfig.Kind.MOLECULE;
    long vectors = (train.ema().isPresent() ? 7 : 6) + 2L * train.slices();
    long states =
        switch (env.kind()) {
          case HYPERGRID -> 1L + (long) env.ndim() * (env.height() - 1);
          case MOLECULE -> 1L + env.maxBlocks();
          case PLUGIN -> 0L;
        };
    return new MemoryNeed(
        parameters,
        4 * parameters * vectors,
        16 * parameters,
        new Paths(
            (train.batch() + train.slices() - 1L) / train.slices(),
            states,
            environment.numActions()),
        molecules ? List.of("model.width", "env.vocabulary") : List.of("model.hidden"),
        molecules ? List.of("env.vocabulary", "env.max-blocks") : List.of());
  }

  /** What was missing where, and what to set, in one line. */
  public String line(MemoryFault fault, GflownetConfig config) {
    boolean driver = fault.place() == MemoryFault.Place.DRIVER;
    long number = driver ? Math.min(EVALUATED_AT_ONCE, config.eval().samples()) : paths.count();
    long ofParameters = driver ? driverBytes : taskBytes;
    long ofStates = paths.bytes(number);
    Set<String> smallerOnes = new LinkedHashSet<>();
    if (ofParameters >= ofStates) {
      smallerOnes.addAll(smaller);
    }
    if (ofStates > ofParameters || ofStates == 0) {
      smallerOnes.add(driver ? "eval.samples" : "train.batch");
      smallerOnes.addAll(fewer);
    }
    return fault.happening()
        + String.format(
            Locale.ROOT,
            ": %,d parameters with what goes with them take about %s there%s; %s, or a smaller"
                + " %s%s",
            numParameters,
            size(ofParameters),
            statesText(driver, number, ofStates),
            fault.remedy(!new Master(config.cluster().master()).isInProcess()),
            String.join(" or ", smallerOnes),
            driver || config.train().slices() >= config.train().batch()
                ? ""
                : ", or more train.slices");
  }

  private String statesText(boolean driver, long number, long bytes) {
    return bytes == 0
        ? ""
        : String.format(
            Locale.ROOT,
            ", %d trajectories%s up to %s (%d states of %,d actions each)",
            number,
            driver ? " of an evaluation" : "",
            size(bytes),
            paths.states(),
            paths.outputs());
  }

  private static String size(long bytes) {
    long mebibytes = (bytes + (1 << 20) - 1) >> 20;
    return mebibytes < 10_240 ? mebibytes + " MiB" : (mebibytes >> 10) + " GiB";
  }
}

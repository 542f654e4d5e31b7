package org.gflownet.config;

import java.util.List;
import org.gflownet.model.Activation;
import org.gflownet.model.Initialization;

/**
 * Section {@code model}: the flow network, a multi-layer perceptron for grids and a message-passing
 * network for molecules.
 *
 * @param hidden widths of the perceptron's hidden layers, at least one
 * @param width of the block and stem states of the message-passing network
 * @param rounds of messages
 * @param pooledStems whether what is attached to a stem depends on the sum over all blocks, too
 * @param activation of the hidden layers
 * @param init how parameters begin
 * @param engine what evaluates the network
 */
public record ModelConfig(
    List<Integer> hidden,
    int width,
    int rounds,
    boolean pooledStems,
    Activation activation,
    Initialization init,
    Engine engine) {
  private static final int MAX_LAYERS = 100;
  private static final int MAX_WIDTH = 65_536;
  private static final int MAX_GRAPH_WIDTH = 8192;
  private static final int MAX_ROUNDS = 100;
  private static final long MAX_PARAMETERS = Integer.MAX_VALUE - 16;

  /** What evaluates the network. */
  public enum Engine {
    /** The best one that can run. */
    AUTO,
    /** Kernels on the JDK's Vector API. */
    VECTOR,
    /** ND4J's arrays. */
    ND4J,
    /** A Deeplearning4j graph. */
    DL4J,
    /** Java alone, with the bits of {@link #VECTOR}. */
    PLAIN
  }

  /** Copies the widths. */
  public ModelConfig {
    hidden = List.copyOf(hidden);
  }

  static ModelConfig read(Settings settings, EnvConfig env) {
    List<Integer> hidden = settings.counts("model.hidden", 1, MAX_LAYERS, 1, MAX_WIDTH);
    long numParameters = numParameters((long) env.ndim() * env.height(), hidden, env.ndim() + 1L);
    if (env.kind() == EnvConfig.Kind.HYPERGRID && numParameters > MAX_PARAMETERS) {
      String key = settings.culprit("model.hidden", "env.ndim", "env.height");
      throw settings.error(
          key,
          String.format(
              "the network has %d parameters, at most %d fit; use narrower model.hidden or a"
                  + " smaller grid",
              numParameters, MAX_PARAMETERS));
    }
    return new ModelConfig(
        hidden,
        settings.count("model.width", 1, MAX_GRAPH_WIDTH),
        settings.count("model.rounds", 1, MAX_ROUNDS),
        settings.flag("model.pooled-stems"),
        settings.choice("model.activation", Activation.class),
        settings.choice("model.init", Initialization.class),
        settings.choice("model.engine", Engine.class));
  }

  private static long numParameters(long numFeatures, List<Integer> hidden, long numOutputs) {
    long total = 0;
    long in = numFeatures;
    for (int width : hidden) {
      total += (in + 1) * width;
      in = width;
    }
    return total + (in + 1) * numOutputs;
  }
}

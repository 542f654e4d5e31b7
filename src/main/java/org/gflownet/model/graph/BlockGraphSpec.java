package org.gflownet.model.graph;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.gflownet.model.Activation;
import org.gflownet.model.Heads;

/**
 * Shape of a message-passing network on graphs of blocks, and the place of its weights in the flat
 * parameter vector.
 *
 * <p>{@code h_i = N[fragment of i] + sum over open stems of i of N[V + type]}; per round {@code m_i
 * = sum over bonds i-j of act(h_j + B[type at i] + B[T + type at j])} and {@code h_i += act(W [h_i,
 * m_i] + b)} (messages as in GINE, Hu et al. 2020, updates residual). Of the stem s of block i the
 * state is {@code q = act(W h_i + b + S[type of s])}, of the pseudo-stem of the empty graph it is
 * {@code act(S[T])}, and the logit of fragment f there is {@code <q, U_f> / sqrt(d) + c_f}. The
 * logit of STOP, and the log-flow of the state, are linear in {@code act(W sum_i h_i + b)}; the
 * logit of going back by the removal of block i, where P_B is learned, is linear in {@code act(W
 * h_i + b)}.
 *
 * <p>With pooled stems W has 2 d inputs there: {@code q = act(W [h_i, sum_j h_j] + b + S[type of
 * s])}, so that what is attached to a stem depends on the whole graph, whatever the number of
 * rounds (as the virtual node of Gilmer et al. 2017 does).
 *
 * <p>Where states are under a condition of C places, real numbers x_k, the vector {@code c = sum_k
 * x_k C_k} is added to every h_i before the first round, to the sum {@code sum_i h_i} and to {@code
 * W h_i + b + S[type of s]}, so that the empty graph reads it, too.
 *
 * <p>The flat vector is that of a DL4J {@code ComputationGraph} with {@link #layers}, one after the
 * other: each its weights, element (input i, unit o) at o * numInputs + i, then its bias.
 *
 * @param numFragments V, number of fragments of the vocabulary
 * @param numAttachmentTypes T, number of attachment types
 * @param width d, of node and stem states
 * @param rounds number of rounds of messages
 * @param headWidth width of the layer between the pooled state and STOP
 * @param activation of all hidden layers and messages
 * @param logFlow whether there is a unit for the log-flow of a state
 * @param backwardPolicy whether there is a unit for the removal of each block
 * @param numConditions number of places of a condition, real features behind the code of a graph; 0
 *     for none
 * @param numScalars number of parameters of the objective (log Z) at the end of the flat vector,
 *     which no output depends on
 * @param pooledStems whether stems read the sum over all nodes beside their own block's state
 */
public record BlockGraphSpec(
    int numFragments,
    int numAttachmentTypes,
    int width,
    int rounds,
    int headWidth,
    Activation activation,
    boolean logFlow,
    boolean backwardPolicy,
    int numConditions,
    int numScalars,
    boolean pooledStems)
    implements Serializable {

  /** Output unit of STOP's logit. */
  public static final int STOP_UNIT = 0;

  /** Output unit of the log-flow of the state: above those of all actions. */
  public static final int LOG_FLOW_UNIT = Integer.MAX_VALUE;

  /** Most blocks of a graph whose removals have units. */
  public static final int MAX_REMOVALS = 64;

  /** Output unit of the removal of block 0: that of block i is i above it. */
  public static final int BACKWARD_UNIT = LOG_FLOW_UNIT - MAX_REMOVALS;

  private static final int MAX_TABLE = 1_000_000;
  private static final int MAX_WIDTH = 8192;
  private static final int MAX_ROUNDS = 100;

  /** Checks that all numbers are in their range and the parameters fit an array. */
  public BlockGraphSpec {
    check("number of fragments", numFragments, 1, MAX_TABLE);
    check("number of attachment types", numAttachmentTypes, 1, MAX_TABLE);
    check("width", width, 1, MAX_WIDTH);
    check("number of rounds", rounds, 1, MAX_ROUNDS);
    check("head width", headWidth, 1, MAX_WIDTH);
    check("number of places of a condition", numConditions, 0, MAX_WIDTH);
    check("number of scalars", numScalars, 0, MAX_WIDTH);
    long types = numAttachmentTypes;
    long d = width;
    long total =
        (numFragments + types + numConditions) * d
            + rounds * (2 * types * d + 2 * d * d + d)
            + (types + 1) * d
            + (d + 1) * (d + headWidth + numFragments)
            + (pooledStems ? d * d : 0)
            + 2L * (headWidth + 1)
            + (backwardPolicy ? (d + 2) * headWidth + 1 : 0)
            + numScalars;
    if (total > Integer.MAX_VALUE - 16) {
      throw new IllegalArgumentException(
          "a network of " + total + " parameters does not fit one array of at most 2^31 - 17");
    }
  }

  /** A network whose stems read the state of their block alone. */
  public BlockGraphSpec(
      int numFragments,
      int numAttachmentTypes,
      int width,
      int rounds,
      int headWidth,
      Activation activation,
      boolean logFlow,
      boolean backwardPolicy,
      int numConditions,
      int numScalars) {
    this(
        numFragments,
        numAttachmentTypes,
        width,
        rounds,
        headWidth,
        activation,
        logFlow,
        backwardPolicy,
        numConditions,
        numScalars,
        false);
  }

  /**
   * A network without units for removals, of states without a condition.
   *
   * @param numFragments V, number of fragments of the vocabulary
   * @param numAttachmentTypes T, number of attachment types
   * @param width d, of node and stem states
   * @param rounds number of rounds of messages
   * @param headWidth width of the layer between the pooled state and STOP
   * @param activation of all hidden layers and messages
   * @param logFlow whether there is a unit for the log-flow of a state
   * @param numScalars number of parameters of the objective at the end of the flat vector
   */
  public BlockGraphSpec(
      int numFragments,
      int numAttachmentTypes,
      int width,
      int rounds,
      int headWidth,
      Activation activation,
      boolean logFlow,
      int numScalars) {
    this(
        numFragments,
        numAttachmentTypes,
        width,
        rounds,
        headWidth,
        activation,
        logFlow,
        false,
        0,
        numScalars);
  }

  /** The same network for states under a condition of so many places. */
  public BlockGraphSpec withCondition(int numPlaces) {
    return with(numPlaces, pooledStems);
  }

  /** The same network, with stems that read the whole graph or their block alone. */
  public BlockGraphSpec withPooledStems(boolean pooled) {
    return with(numConditions, pooled);
  }

  private BlockGraphSpec with(int numPlaces, boolean pooled) {
    return new BlockGraphSpec(
        numFragments,
        numAttachmentTypes,
        width,
        rounds,
        headWidth,
        activation,
        logFlow,
        backwardPolicy,
        numPlaces,
        numScalars,
        pooled);
  }

  private static void check(String what, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          what + " must be from " + min + " to " + max + ", was " + value);
    }
  }

  /**
   * One layer and its place in the flat vector.
   *
   * @param name of the layer in the DL4J graph
   * @param numInputs fan-in
   * @param numOutputs number of units
   * @param hasBias whether a bias follows the weights
   * @param offset position of the weights
   */
  public record Layer(String name, int numInputs, int numOutputs, boolean hasBias, int offset) {

    /** Position behind the weights: of the bias, if there is one. */
    public int biasOffset() {
      return offset + numInputs * numOutputs;
    }

    /** Position behind the layer. */
    public int end() {
      return biasOffset() + (hasBias ? numOutputs : 0);
    }
  }

  /**
   * All layers in the order of the flat vector: {@code embedding} N; {@code bonds} B, with d units
   * for each round; {@code stemType} S; {@code condition} C if there is one; {@code round0} W, b of
   * the first round, and so on; {@code stemNode}; {@code head}; {@code state} with the unit of STOP
   * and, if there is one, that of the log-flow; {@code removal} and {@code backward} if P_B is
   * learned; {@code fragments} U, c; {@code scalars} if there are any.
   */
  public List<Layer> layers() {
    List<Layer> layers = new ArrayList<>();
    append(layers, "embedding", numFragments + numAttachmentTypes, width, false);
    append(layers, "bonds", 2 * numAttachmentTypes, Math.multiplyExact(rounds, width), false);
    append(layers, "stemType", numAttachmentTypes + 1, width, false);
    if (numConditions > 0) {
      append(layers, "condition", numConditions, width, false);
    }
    for (int l = 0; l < rounds; l++) {
      append(layers, "round" + l, 2 * width, width, true);
    }
    append(layers, "stemNode", pooledStems ? 2 * width : width, width, true);
    append(layers, "head", width, headWidth, true);
    append(layers, "state", headWidth, logFlow ? 2 : 1, true);
    if (backwardPolicy) {
      append(layers, "removal", width, headWidth, true);
      append(layers, "backward", headWidth, 1, true);
    }
    append(layers, "fragments", width, numFragments, true);
    if (numScalars > 0) {
      append(layers, "scalars", 1, numScalars, false);
    }
    return List.copyOf(layers);
  }

  private static void append(
      List<Layer> layers, String name, int numInputs, int numOutputs, boolean hasBias) {
    int offset = layers.isEmpty() ? 0 : layers.get(layers.size() - 1).end();
    layers.add(new Layer(name, numInputs, numOutputs, hasBias, offset));
  }

  /**
   * The layer of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Layer layer(String name) {
    for (Layer layer : layers()) {
      if (layer.name().equals(name)) {
        return layer;
      }
    }
    throw new IllegalArgumentException("the network has no layer '" + name + "'");
  }

  /** The part of the layer {@code bonds} that belongs to a round, as a layer of its own. */
  Layer bondLayer(int round) {
    int numInputs = 2 * numAttachmentTypes;
    int offset = layer("bonds").offset() + round * width * numInputs;
    return new Layer("bonds", numInputs, width, false, offset);
  }

  /** Length P of the flat vector, scalars included. */
  public int numParameters() {
    List<Layer> layers = layers();
    return layers.get(layers.size() - 1).end();
  }

  /** Position in the flat vector of the first scalar, which is P if there are none. */
  public int scalarOffset() {
    return numParameters() - numScalars;
  }

  /** Output units beside those of the forward actions. */
  public Heads heads() {
    return new Heads(
        backwardPolicy ? BACKWARD_UNIT : Heads.ABSENT, logFlow ? LOG_FLOW_UNIT : Heads.ABSENT);
  }

  /** Factor of the products of stem states and fragments: 1 / sqrt(d). */
  public float logitScale() {
    return (float) (1.0 / Math.sqrt(width));
  }

  /** Output unit of attaching a fragment to an open stem; the empty graph has stem 0 only. */
  public int unit(int stem, int fragment) {
    return Math.addExact(1, Math.addExact(Math.multiplyExact(stem, numFragments), fragment));
  }
}

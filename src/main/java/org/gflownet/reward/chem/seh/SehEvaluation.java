package org.gflownet.reward.chem.seh;

import java.util.Arrays;
import org.gflownet.chem.AtomFeatures;
import org.gflownet.model.Activation;
import org.gflownet.model.MatrixKernels;

/**
 * Evaluates the message-passing network of the sEH proxy on one batch of molecules after another,
 * in single precision and without allocating once its arrays have grown.
 *
 * <p>Rounds (Gilmer et al. 2017, "Neural Message Passing for Quantum Chemistry"): m = act(mean over
 * incoming edges of h_src W_e + h root + bias), h = GRU(m, h). Every number is computed by chains
 * of operations within its own molecule, so that it does not depend on the rest of the batch.
 *
 * <p>Mutable; one per thread.
 */
final class SehEvaluation {
  private static final int H = PackedWeights.HIDDEN;
  private static final int PITCH = MatrixKernels.PITCH;
  private static final int ROUNDS = 12;

  private final PackedWeights weights;
  private final MatrixKernels kernels;
  private final GraphBatch batch = new GraphBatch();
  private final Readout readout;

  /** Rows of hidden state, then message: what the GRU multiplies. */
  private float[] states = new float[0];

  /** Hidden states without gaps. */
  private float[] hidden = new float[0];

  private float[] reset = new float[0];
  private float[] update = new float[0];
  private float[] candidate = new float[0];
  private float[] hiddenCandidate = new float[0];

  /** Sums of what comes in over each bundle, then their products with its matrix. */
  private float[] sums = new float[0];

  private float[] products = new float[0];

  private final int[] features = new int[AtomFeatures.WIDTH];
  private final float[] featureValues = new float[AtomFeatures.WIDTH];

  SehEvaluation(PackedWeights weights, MatrixKernels kernels) {
    this.weights = weights;
    this.kernels = kernels;
    readout = new Readout(weights, kernels);
  }

  /**
   * Predictions for molecules {@code [from, to)}.
   *
   * @param stems for each molecule the atoms to mark, or null for none
   * @param out takes the predictions at {@code [from, to)}
   */
  void evaluate(AtomFeatures[] molecules, int[][] stems, int from, int to, double[] out) {
    batch.set(molecules, from, to);
    reserve();
    for (int i = from; i < to; i++) {
      embed(molecules[i], stems[i], batch.firstAtom[i - from]);
    }
    for (int round = 0; round < ROUNDS; round++) {
      collectMessages();
      updateStates();
    }
    readout.predict(hidden, batch.firstAtom, batch.numMolecules, out, from);
  }

  private void reserve() {
    int size = batch.numAtoms * H;
    if (hidden.length < size) {
      hidden = new float[size];
      reset = new float[size];
      update = new float[size];
      candidate = new float[size];
      hiddenCandidate = new float[size];
      states = new float[batch.numAtoms * PITCH];
    }
    if (products.length < batch.numBundles * H) {
      products = new float[batch.numBundles * H];
      sums = new float[batch.numBundles * PITCH];
    }
  }

  /** First hidden states: act(lin0 x), from the few features that are not 0. */
  private void embed(AtomFeatures molecule, int[] stems, int firstAtom) {
    for (int i = 0; i < molecule.numAtoms(); i++) {
      int count = listFeatures(molecule.x(), i * AtomFeatures.WIDTH);
      if (contains(stems, i)) {
        features[count] = AtomFeatures.STEM;
        featureValues[count++] = 1f;
      }
      int at = (firstAtom + i) * H;
      System.arraycopy(weights.featureBias, 0, hidden, at, H);
      kernels.addScaledRows(
          featureValues, features, 0, count, weights.features, 0, H, hidden, at, H);
      kernels.activate(Activation.LEAKY_RELU, hidden, at, at + H);
      System.arraycopy(hidden, at, states, (firstAtom + i) * PITCH, H);
    }
  }

  private int listFeatures(float[] x, int at) {
    int count = 0;
    for (int f = 0; f < AtomFeatures.STEM; f++) {
      if (x[at + f] != 0f) {
        features[count] = f;
        featureValues[count++] = x[at + f];
      }
    }
    return count;
  }

  private static boolean contains(int[] stems, int atom) {
    if (stems != null) {
      for (int stem : stems) {
        if (stem == atom) {
          return true;
        }
      }
    }
    return false;
  }

  private void collectMessages() {
    sumBundles();
    for (int kind = 0; kind < AtomFeatures.NUM_KINDS; kind++) {
      int first = batch.firstBundle[kind];
      int rows = batch.firstBundle[kind + 1] - first;
      if (rows > 0) {
        multiply(sums, first * PITCH, rows, weights.edges[kind], H, products, first * H, H);
      }
    }
    for (int i = 0; i < batch.numAtoms; i++) {
      averageProducts(i);
    }
    multiply(states, 0, batch.numAtoms, weights.root, H, states, H, PITCH);
    for (int i = 0; i < batch.numAtoms; i++) {
      kernels.activate(Activation.LEAKY_RELU, states, i * PITCH + H, i * PITCH + 2 * H);
    }
  }

  private void sumBundles() {
    Arrays.fill(products, 0, batch.numBundles * H, 0f);
    for (int p = 0; p < batch.numBundles; p++) {
      int at = p * PITCH;
      Arrays.fill(sums, at, at + H, 0f);
      kernels.addRows(
          batch.sources, batch.firstEdge[p], batch.firstEdge[p + 1], states, PITCH, sums, at, H);
    }
  }

  /** Bias and mean over incoming edges; the root's part is added for all atoms at once. */
  private void averageProducts(int i) {
    int at = i * PITCH + H;
    System.arraycopy(weights.messageBias, 0, states, at, H);
    int first = batch.firstOfAtom[i];
    int end = batch.firstOfAtom[i + 1];
    kernels.addScaledRows(batch.weights, batch.bundles, first, end, products, 0, H, states, at, H);
  }

  private void updateStates() {
    int size = batch.numAtoms * H;
    gate(weights.gates[0], 2 * H, 0, weights.gateBiases[0], reset);
    gate(weights.gates[1], 2 * H, 0, weights.gateBiases[1], update);
    gate(weights.messageCandidate, H, H, weights.messageCandidateBias, candidate);
    gate(weights.hiddenCandidate, H, 0, weights.hiddenCandidateBias, hiddenCandidate);
    kernels.activate(Activation.TANH, reset, 0, size);
    kernels.activate(Activation.TANH, update, 0, size);
    GruSteps.resetCandidate(reset, hiddenCandidate, candidate, size);
    kernels.activate(Activation.TANH, candidate, 0, size);
    GruSteps.update(update, candidate, hidden, size);
    for (int i = 0; i < batch.numAtoms; i++) {
      System.arraycopy(hidden, i * H, states, i * PITCH, H);
    }
  }

  private void gate(float[] matrix, int depth, int column, float[] bias, float[] to) {
    for (int i = 0; i < batch.numAtoms; i++) {
      System.arraycopy(bias, 0, to, i * H, H);
    }
    multiply(states, column, batch.numAtoms, matrix, depth, to, 0, H);
  }

  /** Adds a product with a matrix of 64 columns. */
  private void multiply(
      float[] a, int aAt, int rows, float[] matrix, int depth, float[] c, int cAt, int cStride) {
    int width = kernels.panelWidth();
    for (int j = 0; j < H; j += width) {
      kernels.multiply(a, aAt, rows, matrix, j * depth, depth, c, cAt + j, cStride);
    }
  }
}

package org.gflownet.reward.chem.seh;

import java.util.Arrays;
import org.gflownet.math.LogSpace;
import org.gflownet.model.Activation;
import org.gflownet.model.MatrixKernels;

/**
 * From the atoms' states to one number per molecule: three steps of set-to-set (Vinyals et al.
 * 2016, "Order Matters: Sequence to Sequence for Sets") and a linear layer.
 *
 * <p>A step: the LSTM turns what was read into a query q; each atom gets the weight softmax(h q);
 * what is read next is q and the weighted sum of h. Mutable; one per thread.
 */
final class Readout {
  private static final int H = PackedWeights.HIDDEN;
  private static final int READOUT = PackedWeights.READOUT;
  private static final int PITCH = MatrixKernels.PITCH;
  private static final int GATES = 4 * H;
  private static final int STEPS = 3;

  private final PackedWeights weights;
  private final MatrixKernels kernels;

  /** Rows of query, weighted sum, and query once more as the LSTM's own state. */
  private float[] states = new float[0];

  private float[] cells = new float[0];
  private float[] gates = new float[0];
  private float[] attention = new float[0];
  private final float[] cellTanh = new float[H];

  Readout(PackedWeights weights, MatrixKernels kernels) {
    this.weights = weights;
    this.kernels = kernels;
  }

  /**
   * Predictions for a batch.
   *
   * @param hidden states of all atoms
   * @param firstAtom atoms of molecule i are {@code [firstAtom[i], firstAtom[i + 1])}
   * @param out takes the predictions from {@code outAt} on
   */
  void predict(float[] hidden, int[] firstAtom, int numMolecules, double[] out, int outAt) {
    reserve(numMolecules, firstAtom[numMolecules]);
    Arrays.fill(states, 0, numMolecules * PITCH, 0f);
    Arrays.fill(cells, 0, numMolecules * H, 0f);
    for (int step = 0; step < STEPS; step++) {
      computeGates(numMolecules);
      for (int i = 0; i < numMolecules; i++) {
        query(i);
        attend(hidden, firstAtom[i], firstAtom[i + 1], i * PITCH);
      }
    }
    for (int i = 0; i < numMolecules; i++) {
      out[outAt + i] = output(i * PITCH);
    }
  }

  private void reserve(int numMolecules, int numAtoms) {
    if (cells.length < numMolecules * H) {
      states = new float[numMolecules * PITCH];
      cells = new float[numMolecules * H];
      gates = new float[numMolecules * GATES];
    }
    if (attention.length < numAtoms) {
      attention = new float[numAtoms];
    }
  }

  private void computeGates(int numMolecules) {
    for (int i = 0; i < numMolecules; i++) {
      System.arraycopy(weights.lstmBias, 0, gates, i * GATES, GATES);
    }
    int width = kernels.panelWidth();
    int depth = READOUT + H;
    for (int j = 0; j < GATES; j += width) {
      kernels.multiply(states, 0, numMolecules, weights.lstm, j * depth, depth, gates, j, GATES);
    }
    kernels.activate(Activation.TANH, gates, 0, numMolecules * GATES);
  }

  /** The LSTM's new cell and state; gates of sigmoids hold tanh(x / 2). */
  private void query(int molecule) {
    int gate = molecule * GATES;
    int cell = molecule * H;
    int state = molecule * PITCH;
    for (int j = 0; j < H; j++) {
      float input = Math.fma(0.5f, gates[gate + j], 0.5f);
      float forget = Math.fma(0.5f, gates[gate + H + j], 0.5f);
      cells[cell + j] = Math.fma(forget, cells[cell + j], input * gates[gate + 2 * H + j]);
    }
    System.arraycopy(cells, cell, cellTanh, 0, H);
    kernels.activate(Activation.TANH, cellTanh, 0, H);
    for (int j = 0; j < H; j++) {
      float output = Math.fma(0.5f, gates[gate + 3 * H + j], 0.5f);
      states[state + j] = output * cellTanh[j];
    }
    System.arraycopy(states, state, states, state + READOUT, H);
  }

  private void attend(float[] hidden, int from, int to, int state) {
    float max = Float.NEGATIVE_INFINITY;
    for (int i = from; i < to; i++) {
      attention[i] = dot(hidden, i * H, states, state, H);
      max = Math.max(max, attention[i]);
    }
    double sum = 0;
    for (int i = from; i < to; i++) {
      double weight = LogSpace.exp(attention[i] - max);
      attention[i] = (float) weight;
      sum += weight;
    }
    int read = state + H;
    Arrays.fill(states, read, read + H, 0f);
    for (int i = from; i < to; i++) {
      addScaled((float) (attention[i] / sum), hidden, i * H, read);
    }
  }

  private void addScaled(float factor, float[] hidden, int at, int read) {
    for (int j = 0; j < H; j++) {
      states[read + j] = Math.fma(factor, hidden[at + j], states[read + j]);
    }
  }

  private double output(int state) {
    double sum = weights.outputBias;
    for (int j = 0; j < READOUT; j++) {
      sum += (double) weights.output[j] * states[state + j];
    }
    return sum;
  }

  /** Four chains, for speed; always the same four. */
  private static float dot(float[] x, int xAt, float[] y, int yAt, int length) {
    float sum0 = 0f;
    float sum1 = 0f;
    float sum2 = 0f;
    float sum3 = 0f;
    for (int j = 0; j < length; j += 4) {
      sum0 = Math.fma(x[xAt + j], y[yAt + j], sum0);
      sum1 = Math.fma(x[xAt + j + 1], y[yAt + j + 1], sum1);
      sum2 = Math.fma(x[xAt + j + 2], y[yAt + j + 2], sum2);
      sum3 = Math.fma(x[xAt + j + 3], y[yAt + j + 3], sum3);
    }
    return (sum0 + sum1) + (sum2 + sum3);
  }
}

package org.gflownet.reward.chem.seh;

import java.util.Arrays;
import org.gflownet.math.LogSpace;
import org.gflownet.model.Activation;
import org.gflownet.model.MatrixKernels;

/**
 * Evaluates the network in single precision: 12 rounds of typed-bond messages with a gated unit,
 * then 3 steps of Set2Set (Bengio et al. 2021, arXiv:2106.04399).
 *
 * <p>A molecule's result has the same bits in every batch and on every engine with exact products.
 * Mutable scratch memory; one instance per thread.
 */
public final class SehProxy {
  private static final int WIDTH = SehNetwork.WIDTH;
  private static final int PITCH = MatrixKernels.PITCH;
  private static final int HIDDEN = WIDTH;
  private static final int SUMS = 2 * WIDTH;
  private static final int GROUP_ATOMS = 128;
  private static final int NUM_ROUNDS = 12;
  private static final int NUM_STEPS = 3;

  /** How the square root weight of the convolution acts. */
  public enum Root {
    /** x W: the code of 2021. */
    ORIG,
    /** x transposed W: later code that loads the same array into a linear layer. */
    LIN
  }

  private final MatrixKernels kernels;
  private final SehNetwork network;
  private final SehGroup group = new SehGroup();

  // A row per atom: message, state, and sums of neighbours in the order of the group's targets.
  private float[] rows = new float[0];
  private float[] gates = new float[0];
  private float[] products = new float[0];
  private float[] candidates = new float[0];
  private final float[] readout = new float[GROUP_ATOMS * PITCH];
  private final float[] lstm = new float[GROUP_ATOMS * SehNetwork.LSTM_WIDTH];
  private final float[] cells = new float[GROUP_ATOMS * WIDTH];
  private float[] attention = new float[0];

  /** An evaluation with those weights and that arithmetic. */
  public SehProxy(SehWeights weights, Root root, MatrixKernels kernels) {
    this.kernels = kernels;
    network = new SehNetwork(weights, root, kernels);
  }

  /**
   * Raw predictions of {@code graphs[0..count)}.
   *
   * @param withMask whether stem flags are read; otherwise all count as false
   * @param predictions takes one for each molecule
   */
  public void predict(SehGraph[] graphs, int count, boolean withMask, float[] predictions) {
    for (int from = 0; from < count; ) {
      int to = from + 1;
      int atoms = graphs[from].numAtoms();
      while (to < count && atoms + graphs[to].numAtoms() <= GROUP_ATOMS) {
        atoms += graphs[to].numAtoms();
        to++;
      }
      group.take(graphs, from, to, atoms);
      reserve(atoms);
      embed(graphs, from, to, withMask);
      for (int round = 0; round < NUM_ROUNDS; round++) {
        message(atoms);
        update(atoms);
      }
      read(to - from, predictions, from);
      from = to;
    }
  }

  private void reserve(int atoms) {
    if (attention.length < atoms) {
      int room = Math.max(atoms, GROUP_ATOMS);
      rows = new float[room * PITCH];
      gates = new float[room * 2 * WIDTH];
      products = new float[room * WIDTH];
      candidates = new float[room * WIDTH];
      attention = new float[room];
    }
  }

  private void embed(SehGraph[] graphs, int from, int to, boolean withMask) {
    int at = HIDDEN;
    for (int g = from; g < to; g++) {
      SehGraph graph = graphs[g];
      for (int i = 0; i < graph.numAtoms(); i++) {
        System.arraycopy(network.featureBias, 0, rows, at, WIDTH);
        for (int f = graph.featureStart()[i]; f < graph.featureStart()[i + 1]; f++) {
          kernels.add(network.features, graph.features()[f] * WIDTH, rows, at, WIDTH);
        }
        int hydrogens = graph.hydrogens()[i];
        for (int j = 0; j < WIDTH; j++) {
          float weight = network.features[SehGraph.HYDROGENS * WIDTH + j];
          rows[at + j] = Math.fma(hydrogens, weight, rows[at + j]);
        }
        if (withMask && graph.stems()[i]) {
          kernels.add(network.features, SehGraph.STEM * WIDTH, rows, at, WIDTH);
        }
        kernels.activate(Activation.LEAKY_RELU, rows, at, at + WIDTH);
        at += PITCH;
      }
    }
  }

  /** Writes act(mean over incoming edges of h W_type + h root + bias). */
  private void message(int atoms) {
    for (int i = 0; i < atoms; i++) {
      System.arraycopy(network.rootBias, 0, rows, i * PITCH, WIDTH);
    }
    network.root.addProduct(kernels, rows, HIDDEN, atoms, rows, 0, PITCH);
    for (int type = 0; type < SehNetwork.NUM_TYPES; type++) {
      int first = group.firstTarget(type);
      int count = group.firstTarget(type + 1) - first;
      for (int t = 0; t < count; t++) {
        Arrays.fill(rows, t * PITCH + SUMS, t * PITCH + SUMS + WIDTH, 0f);
        kernels.addScaledRows(
            group.factors(),
            group.sources(),
            group.firstEdge(first + t),
            group.firstEdge(first + t + 1),
            rows,
            HIDDEN,
            PITCH,
            rows,
            t * PITCH + SUMS,
            WIDTH);
      }
      Arrays.fill(products, 0, count * WIDTH, 0f);
      network.edges[type].addProduct(kernels, rows, SUMS, count, products, 0, WIDTH);
      for (int t = 0; t < count; t++) {
        kernels.add(products, t * WIDTH, rows, group.target(first + t) * PITCH, WIDTH);
      }
    }
    for (int i = 0; i < atoms; i++) {
      kernels.activate(Activation.LEAKY_RELU, rows, i * PITCH, i * PITCH + WIDTH);
    }
  }

  /** The gated recurrent unit on message and state. */
  private void update(int atoms) {
    for (int i = 0; i < atoms; i++) {
      System.arraycopy(network.gateBias, 0, gates, i * 2 * WIDTH, 2 * WIDTH);
      System.arraycopy(network.candidateInputBias, 0, candidates, i * WIDTH, WIDTH);
      System.arraycopy(network.candidateHiddenBias, 0, products, i * WIDTH, WIDTH);
    }
    network.gates.addProduct(kernels, rows, 0, atoms, gates, 0, 2 * WIDTH);
    network.candidateInput.addProduct(kernels, rows, 0, atoms, candidates, 0, WIDTH);
    network.candidateHidden.addProduct(kernels, rows, HIDDEN, atoms, products, 0, WIDTH);
    kernels.activate(Activation.TANH, gates, 0, atoms * 2 * WIDTH);
    for (int i = 0; i < atoms; i++) {
      resetCandidates(i * 2 * WIDTH, i * WIDTH);
    }
    kernels.activate(Activation.TANH, candidates, 0, atoms * WIDTH);
    for (int i = 0; i < atoms; i++) {
      blend(i * 2 * WIDTH + WIDTH, i * WIDTH, i * PITCH + HIDDEN);
    }
  }

  private void resetCandidates(int gateAt, int at) {
    for (int j = 0; j < WIDTH; j++) {
      float reset = Math.fma(.5f, gates[gateAt + j], .5f);
      candidates[at + j] = Math.fma(reset, products[at + j], candidates[at + j]);
    }
  }

  private void blend(int gateAt, int at, int stateAt) {
    for (int j = 0; j < WIDTH; j++) {
      float keep = Math.fma(.5f, gates[gateAt + j], .5f);
      float candidate = candidates[at + j];
      rows[stateAt + j] = Math.fma(keep, rows[stateAt + j] - candidate, candidate);
    }
  }

  private void read(int count, float[] predictions, int to) {
    Arrays.fill(readout, 0, count * PITCH, 0f);
    Arrays.fill(cells, 0, count * WIDTH, 0f);
    int width = SehNetwork.LSTM_WIDTH;
    for (int step = 0; step < NUM_STEPS; step++) {
      for (int g = 0; g < count; g++) {
        System.arraycopy(network.lstmBias, 0, lstm, g * width, width);
      }
      network.lstm.addProduct(kernels, readout, 0, count, lstm, 0, width);
      network.lstmHidden.addProduct(kernels, readout, 0, count, lstm, 0, width);
      kernels.activate(Activation.TANH, lstm, 0, count * width);
      for (int g = 0; g < count; g++) {
        remember(g * width, g * WIDTH);
      }
      System.arraycopy(cells, 0, products, 0, count * WIDTH);
      kernels.activate(Activation.TANH, products, 0, count * WIDTH);
      for (int g = 0; g < count; g++) {
        query(g);
        attend(g);
      }
    }
    for (int g = 0; g < count; g++) {
      float sum = network.outputBias;
      for (int k = 0; k < 2 * WIDTH; k++) {
        sum = Math.fma(readout[g * PITCH + k], network.output[k], sum);
      }
      predictions[to + g] = sum;
    }
  }

  private void remember(int gateAt, int at) {
    for (int j = 0; j < WIDTH; j++) {
      float input = Math.fma(.5f, lstm[gateAt + j], .5f);
      float keep = Math.fma(.5f, lstm[gateAt + WIDTH + j], .5f);
      cells[at + j] = Math.fma(keep, cells[at + j], input * lstm[gateAt + 2 * WIDTH + j]);
    }
  }

  private void query(int molecule) {
    int gateAt = molecule * SehNetwork.LSTM_WIDTH + 3 * WIDTH;
    for (int j = 0; j < WIDTH; j++) {
      float output = Math.fma(.5f, lstm[gateAt + j], .5f);
      readout[molecule * PITCH + j] = output * products[molecule * WIDTH + j];
    }
  }

  private void attend(int molecule) {
    int from = group.firstAtom(molecule);
    int to = group.firstAtom(molecule + 1);
    int queryAt = molecule * PITCH;
    float max = Float.NEGATIVE_INFINITY;
    for (int i = from; i < to; i++) {
      float sum = 0f;
      for (int j = 0; j < WIDTH; j++) {
        sum = Math.fma(rows[i * PITCH + HIDDEN + j], readout[queryAt + j], sum);
      }
      attention[i] = sum;
      max = Math.max(max, sum);
    }
    double total = 0.0;
    for (int i = from; i < to; i++) {
      attention[i] = (float) LogSpace.exp((double) attention[i] - max);
      total += attention[i];
    }
    for (int i = from; i < to; i++) {
      attention[i] = (float) (attention[i] / total);
    }
    int at = queryAt + WIDTH;
    Arrays.fill(readout, at, at + WIDTH, 0f);
    kernels.addScaledRows(
        attention, group.atoms(), from, to, rows, HIDDEN, PITCH, readout, at, WIDTH);
  }
}

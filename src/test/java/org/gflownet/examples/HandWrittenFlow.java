package org.gflownet.examples;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.gflownet.math.RandomStream;
import org.gflownet.model.Activation;
import org.gflownet.model.Initialization;
import org.gflownet.model.MlpSpec;

/**
 * The tutorial's GFlowNet written out a second time, with loops over cells in double precision: of
 * the program it takes first parameters and random numbers, and nothing else.
 */
final class HandWrittenFlow {
  private static final int STOP = 2;
  private static final int UNITS = 64;

  private final int height;
  private final long seed;
  private final double[] parameters;
  private final double[] mean;
  private final double[] square;
  private final double[] gradient;

  /** Values of all layers by cell, until the parameters change. */
  private final double[][][][] known;

  /** Derivatives of the loss by the logits of each cell. */
  private final double[][][] slopes;

  private int step;

  HandWrittenFlow(int height, long seed) {
    this.height = height;
    this.seed = seed;
    MlpSpec spec = new MlpSpec(2 * height, List.of(UNITS, UNITS), 3, Activation.LEAKY_RELU);
    float[] first = Initialization.UNIFORM.parameters(spec, seed);
    parameters = IntStream.range(0, first.length).mapToDouble(i -> first[i]).toArray();
    mean = new double[parameters.length];
    square = new double[parameters.length];
    gradient = new double[parameters.length];
    known = new double[height][height][][];
    slopes = new double[height][height][3];
  }

  /** R of a cell, as Bengio et al. 2021 have it in section 4.1. */
  double reward(int x, int y) {
    double a = Math.abs(x / (height - 1.0) - 0.5);
    double b = Math.abs(y / (height - 1.0) - 0.5);
    double outer = a > 0.25 && b > 0.25 ? 0.5 : 0;
    double band = a > 0.3 && a < 0.4 && b > 0.3 && b < 0.4 ? 2 : 0;
    return 0.1 + outer + band;
  }

  /** Z: the sum over all cells. */
  double partitionFunction() {
    double z = 0;
    for (int x = 0; x < height; x++) {
      for (int y = 0; y < height; y++) {
        z += reward(x, y);
      }
    }
    return z;
  }

  /** Values of all layers in a cell: two hidden ones, then the logits of right, up and STOP. */
  private double[][] layers(int x, int y) {
    if (known[x][y] != null) {
      return known[x][y];
    }
    double[] features = new double[2 * height];
    features[x] = 1;
    features[height + y] = 1;
    double[][] layers = {features, null, null, null};
    int at = 0;
    for (int l = 0; l < 3; l++) {
      int in = layers[l].length;
      int out = l < 2 ? UNITS : 3;
      layers[l + 1] = new double[out];
      for (int o = 0; o < out; o++) {
        double sum = parameters[at + in * out + o];
        for (int i = 0; i < in; i++) {
          sum += parameters[at + o * in + i] * layers[l][i];
        }
        layers[l + 1][o] = l < 2 && sum < 0 ? 0.01 * sum : sum;
      }
      at += (in + 1) * out;
    }
    known[x][y] = layers;
    return layers;
  }

  private boolean isLegal(int x, int y, int action) {
    return action == STOP || (action == 0 ? x : y) < height - 1;
  }

  private double logit(int x, int y, int action) {
    return layers(x, y)[3][action];
  }

  double logInflow(int x, int y) {
    double right = x > 0 ? Math.exp(logit(x - 1, y, 0)) : 0;
    double up = y > 0 ? Math.exp(logit(x, y - 1, 1)) : 0;
    return Math.log(right + up);
  }

  /** log of what leaves a cell by its edges, and by an end in it: R, or the flow of STOP. */
  double logOutflow(int x, int y, boolean reward) {
    double sum = reward ? reward(x, y) : Math.exp(logit(x, y, STOP));
    for (int action = 0; action < STOP; action++) {
      sum += isLegal(x, y, action) ? Math.exp(logit(x, y, action)) : 0;
    }
    return Math.log(sum);
  }

  /** Cells of a trajectory as {x, y}, from the corner to where it stops. */
  List<List<int[]>> sample(int count) {
    List<List<int[]>> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      RandomStream random = new RandomStream(seed, step, i);
      List<int[]> cells = new ArrayList<>();
      int[] cell = {0, 0};
      int action;
      do {
        cells.add(cell);
        action = draw(cell, random);
        cell = new int[] {cell[0] + (action == 0 ? 1 : 0), cell[1] + (action == 1 ? 1 : 0)};
      } while (action != STOP);
      all.add(cells);
    }
    return all;
  }

  /** One action of those that are legal: each takes the place of those before it by its share. */
  private int draw(int[] cell, RandomStream random) {
    double[] logits = layers(cell[0], cell[1])[3];
    int chosen = -1;
    double sum = 0;
    for (int action = 0; action <= STOP; action++) {
      if (isLegal(cell[0], cell[1], action)) {
        double weight = Math.exp(logits[action]);
        sum += weight;
        if (chosen < 0 || random.nextDouble() * sum < weight) {
          chosen = action;
        }
      }
    }
    return chosen;
  }

  /** The mean over inner and terminal terms of flow matching, and one step of Adam against it. */
  double trainStep() {
    List<List<int[]>> batch = sample(16);
    Arrays.fill(gradient, 0);
    double loss = 0;
    int terms = 0;
    for (List<int[]> cells : batch) {
      terms += cells.size();
    }
    for (List<int[]> cells : batch) {
      for (int[] cell : cells.subList(1, cells.size())) {
        loss += inner(cell[0], cell[1], 1.0 / terms);
      }
      int[] end = cells.get(cells.size() - 1);
      double delta = logit(end[0], end[1], STOP) - Math.log(reward(end[0], end[1]));
      slopes[end[0]][end[1]][STOP] += 2 * delta / terms;
      loss += delta * delta / terms;
    }
    for (int x = 0; x < height; x++) {
      for (int y = 0; y < height; y++) {
        backward(x, y);
      }
    }
    adam();
    return loss;
  }

  private double inner(int x, int y, double weight) {
    double inflow = logInflow(x, y);
    double outflow = logOutflow(x, y, false);
    double delta = inflow - outflow;
    if (x > 0) {
      slopes[x - 1][y][0] += 2 * weight * delta * Math.exp(logit(x - 1, y, 0) - inflow);
    }
    if (y > 0) {
      slopes[x][y - 1][1] += 2 * weight * delta * Math.exp(logit(x, y - 1, 1) - inflow);
    }
    for (int action = 0; action <= STOP; action++) {
      if (isLegal(x, y, action)) {
        double share = Math.exp(logit(x, y, action) - outflow);
        slopes[x][y][action] -= 2 * weight * delta * share;
      }
    }
    return weight * delta * delta;
  }

  /** Takes the slopes of a cell back to the parameters. */
  private void backward(int x, int y) {
    double[] delta = slopes[x][y];
    if (Arrays.stream(delta).allMatch(slope -> slope == 0)) {
      return;
    }
    slopes[x][y] = new double[3];
    double[][] layers = layers(x, y);
    int at = parameters.length;
    for (int l = 2; l >= 0; l--) {
      int in = layers[l].length;
      int out = delta.length;
      at -= (in + 1) * out;
      double[] before = new double[in];
      for (int o = 0; o < out; o++) {
        gradient[at + in * out + o] += delta[o];
        for (int i = 0; i < in; i++) {
          gradient[at + o * in + i] += delta[o] * layers[l][i];
          before[i] += delta[o] * parameters[at + o * in + i];
        }
      }
      for (int i = 0; i < in; i++) {
        before[i] *= layers[l][i] < 0 ? 0.01 : 1;
      }
      delta = before;
    }
  }

  private void adam() {
    step++;
    for (double[][][] column : known) {
      Arrays.fill(column, null);
    }
    for (int i = 0; i < parameters.length; i++) {
      mean[i] = 0.9 * mean[i] + 0.1 * gradient[i];
      square[i] = 0.999 * square[i] + 0.001 * gradient[i] * gradient[i];
      double m = mean[i] / (1 - Math.pow(0.9, step));
      double v = square[i] / (1 - Math.pow(0.999, step));
      parameters[i] -= 0.003 * m / (Math.sqrt(v) + 1e-8);
    }
  }

  /** Half the sum of |p(x) - R(x)/Z|, with p summed over all paths, cell after cell. */
  double totalVariation() {
    double[][] reached = new double[height][height];
    reached[0][0] = 1;
    double sum = 0;
    for (int x = 0; x < height; x++) {
      for (int y = 0; y < height; y++) {
        double all = logOutflow(x, y, false);
        double stops = reached[x][y] * Math.exp(logit(x, y, STOP) - all);
        for (int action = 0; action < STOP; action++) {
          if (isLegal(x, y, action)) {
            double goes = reached[x][y] * Math.exp(logit(x, y, action) - all);
            reached[x + 1 - action][y + action] += goes;
          }
        }
        sum += Math.abs(stops - reward(x, y) / partitionFunction());
      }
    }
    return sum / 2;
  }
}

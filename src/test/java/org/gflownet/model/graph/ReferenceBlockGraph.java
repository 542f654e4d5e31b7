package org.gflownet.model.graph;

import java.util.Arrays;
import org.gflownet.model.StateBatch;

/**
 * The network in double precision, written from the formulas for clarity, without any derivative:
 * what every engine is checked against, gradients by finite differences.
 */
public final class ReferenceBlockGraph {
  private final BlockGraphSpec spec;
  private final double[] parameters;
  private double[] condition;

  public ReferenceBlockGraph(BlockGraphSpec spec, double[] parameters) {
    this.spec = spec;
    this.parameters = parameters;
  }

  /** Wanted outputs of all rows in flat order. */
  public double[] outputs(StateBatch batch) {
    double[] outputs = new double[batch.numOutputs()];
    for (int r = 0; r < batch.numRows(); r++) {
      BlockGraphReader graph = new BlockGraphReader(spec);
      graph.read(batch.features(), batch.featureOffset(r), batch.featureOffset(r + 1));
      condition = condition(graph, batch, r);
      double[][] h = nodeStates(graph);
      for (int at = batch.outputOffset(r); at < batch.outputOffset(r + 1); at++) {
        outputs[at] = output(graph, h, batch.outputs()[at]);
      }
    }
    return outputs;
  }

  private double[] condition(BlockGraphReader graph, StateBatch batch, int row) {
    double[] sum = new double[spec.width()];
    int first = batch.featureOffset(row + 1) - graph.numPlaces();
    for (int k = 0; k < graph.numPlaces(); k++) {
      double[] table = tableRow("condition", k);
      for (int o = 0; o < sum.length; o++) {
        sum[o] += batch.values()[first + k] * table[o];
      }
    }
    return sum;
  }

  private double output(BlockGraphReader graph, double[][] h, int unit) {
    if (unit == 0 || unit == Integer.MAX_VALUE) {
      double[] pooled = sum(h);
      addTo(pooled, condition);
      double[] hidden = activated(dense("head", pooled));
      return dense("state", hidden)[unit == 0 ? 0 : 1];
    }
    if (spec.backwardPolicy() && unit >= Integer.MAX_VALUE - 64) {
      double[] hidden = activated(dense("removal", h[unit - (Integer.MAX_VALUE - 64)]));
      return dense("backward", hidden)[0];
    }
    int stem = (unit - 1) / spec.numFragments();
    int fragment = (unit - 1) % spec.numFragments();
    int type = graph.numBlocks() == 0 ? spec.numAttachmentTypes() : graph.stemType(stem);
    double[] q = tableRow("stemType", type);
    if (graph.numBlocks() > 0) {
      double[] block = h[graph.stemBlock(stem)];
      addTo(q, dense("stemNode", spec.pooledStems() ? join(block, sum(h)) : block));
    }
    addTo(q, condition);
    q = activated(q);
    BlockGraphSpec.Layer layer = spec.layer("fragments");
    double sum = 0.0;
    for (int k = 0; k < q.length; k++) {
      sum += q[k] * parameters[layer.offset() + fragment * q.length + k];
    }
    return sum / Math.sqrt(spec.width()) + parameters[layer.biasOffset() + fragment];
  }

  private double[] sum(double[][] states) {
    double[] sum = new double[spec.width()];
    for (double[] state : states) {
      addTo(sum, state);
    }
    return sum;
  }

  private static double[] join(double[] first, double[] second) {
    double[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private double[][] nodeStates(BlockGraphReader graph) {
    double[][] h = new double[graph.numBlocks()][];
    for (int i = 0; i < h.length; i++) {
      h[i] = tableRow("embedding", graph.block(i));
      addTo(h[i], condition);
    }
    for (int s = 0; s < graph.numStems(); s++) {
      int row = spec.numFragments() + graph.stemType(s);
      addTo(h[graph.stemBlock(s)], tableRow("embedding", row));
    }
    for (int l = 0; l < spec.rounds(); l++) {
      h = round(l, graph, h);
    }
    return h;
  }

  private double[][] round(int round, BlockGraphReader graph, double[][] h) {
    double[][] m = new double[h.length][spec.width()];
    for (int b = 0; b < graph.numBonds(); b++) {
      for (int end = 0; end < 2; end++) {
        double[] message = h[graph.bondBlock(b, 1 - end)].clone();
        addTo(message, bondRow(round, graph.bondType(b, end)));
        int far = spec.numAttachmentTypes() + graph.bondType(b, 1 - end);
        addTo(message, bondRow(round, far));
        addTo(m[graph.bondBlock(b, end)], activated(message));
      }
    }
    double[][] next = new double[h.length][];
    for (int i = 0; i < h.length; i++) {
      next[i] = activated(dense("round" + round, join(h[i], m[i])));
      addTo(next[i], h[i]);
    }
    return next;
  }

  private double[] bondRow(int round, int row) {
    double[] all = tableRow("bonds", row);
    return java.util.Arrays.copyOfRange(
        all, round * spec.width(), round * spec.width() + spec.width());
  }

  private double[] tableRow(String name, int row) {
    BlockGraphSpec.Layer layer = spec.layer(name);
    double[] values = new double[layer.numOutputs()];
    for (int o = 0; o < values.length; o++) {
      values[o] = parameters[layer.offset() + o * layer.numInputs() + row];
    }
    return values;
  }

  private double[] dense(String name, double[] in) {
    BlockGraphSpec.Layer layer = spec.layer(name);
    double[] out = new double[layer.numOutputs()];
    for (int o = 0; o < out.length; o++) {
      out[o] = parameters[layer.biasOffset() + o];
      for (int i = 0; i < in.length; i++) {
        out[o] += in[i] * parameters[layer.offset() + o * in.length + i];
      }
    }
    return out;
  }

  private static void addTo(double[] sum, double[] values) {
    for (int k = 0; k < sum.length; k++) {
      sum[k] += values[k];
    }
  }

  private double[] activated(double[] z) {
    double[] values = z.clone();
    for (int k = 0; k < z.length; k++) {
      values[k] =
          switch (spec.activation()) {
            case LEAKY_RELU -> z[k] < 0.0 ? 0.01 * z[k] : z[k];
            case RELU -> Math.max(z[k], 0.0);
            case TANH -> Math.tanh(z[k]);
          };
    }
    return values;
  }
}

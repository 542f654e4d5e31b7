package org.gflownet.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random networks, batches and derivatives for tests. */
public final class ModelSamples {
  private static final List<Activation> ACTIVATIONS = List.of(Activation.values());

  private ModelSamples() {}

  /** A network of one to three hidden layers, none wider than {@code maxWidth}. */
  public static MlpSpec spec(Random random, int maxWidth) {
    List<Integer> hidden = new ArrayList<>();
    int numHidden = 1 + random.nextInt(3);
    for (int l = 0; l < numHidden; l++) {
      hidden.add(1 + random.nextInt(maxWidth));
    }
    Activation activation = ACTIVATIONS.get(random.nextInt(ACTIVATIONS.size()));
    return new MlpSpec(
        1 + random.nextInt(maxWidth),
        hidden,
        1 + random.nextInt(maxWidth),
        activation,
        Heads.NONE,
        random.nextInt(3));
  }

  /** Parameters between -0.5 and 0.5. */
  public static float[] parameters(Random random, int count) {
    float[] parameters = new float[count];
    for (int i = 0; i < count; i++) {
      parameters[i] = random.nextFloat() - 0.5f;
    }
    return parameters;
  }

  /** Rows with random active features, each wanting every unit with a probability of its own. */
  public static StateBatch batch(Random random, MlpSpec spec, int rows) {
    StateBatch batch = new StateBatch();
    for (int r = 0; r < rows; r++) {
      addRow(random, spec, batch);
    }
    return batch;
  }

  /** Appends one such row. */
  public static void addRow(Random random, MlpSpec spec, StateBatch batch) {
    double active = random.nextDouble();
    for (int f = 0; f < spec.numFeatures(); f++) {
      if (random.nextDouble() < active) {
        batch.newFeatures().add(f);
      }
    }
    double wanted = random.nextInt(4) == 0 ? 1.1 : random.nextDouble();
    for (int u = 0; u < spec.numOutputs(); u++) {
      if (random.nextDouble() < wanted) {
        batch.newOutputs().add(u);
      }
    }
    batch.endRow();
  }

  /** A batch of one row of another batch. */
  public static StateBatch row(StateBatch batch, int row) {
    StateBatch single = new StateBatch();
    copyRow(batch, row, single);
    return single;
  }

  /** Appends a row of another batch. */
  public static void copyRow(StateBatch from, int row, StateBatch to) {
    for (int t = from.featureOffset(row); t < from.featureOffset(row + 1); t++) {
      if (from.values() == null) {
        to.newFeatures().add(from.features()[t]);
      } else {
        to.addReal(from.features()[t], from.values()[t]);
      }
    }
    for (int t = from.outputOffset(row); t < from.outputOffset(row + 1); t++) {
      to.newOutputs().add(from.outputs()[t]);
    }
    to.endRow();
  }

  /** One derivative per output; about a third of the rows and of the outputs have 0. */
  public static double[] outputGradient(Random random, StateBatch batch) {
    double[] gradient = new double[batch.numOutputs()];
    for (int r = 0; r < batch.numRows(); r++) {
      if (random.nextInt(3) > 0) {
        for (int at = batch.outputOffset(r); at < batch.outputOffset(r + 1); at++) {
          gradient[at] = random.nextInt(3) > 0 ? random.nextGaussian() : 0.0;
        }
      }
    }
    return gradient;
  }

  /** The gradient that a model gives at parameters; the model has the outputs of the batch then. */
  public static float[] gradient(
      FlowModel model, float[] parameters, StateBatch batch, double[] outputGradient) {
    model.load(parameters);
    model.evaluate(batch);
    float[] gradient = new float[parameters.length];
    model.backward(batch, outputGradient, gradient);
    return gradient;
  }

  /** |a - b| / |b| in the Euclidean norm over the first {@code count} elements; 0 if both are 0. */
  public static double relativeDifference(float[] a, double[] b, int count) {
    double difference = 0.0;
    double norm = 0.0;
    for (int i = 0; i < count; i++) {
      difference += (a[i] - b[i]) * (a[i] - b[i]);
      norm += b[i] * b[i];
    }
    return difference == 0.0 ? 0.0 : Math.sqrt(difference / norm);
  }

  /** The same numbers in double precision. */
  public static double[] toDouble(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }
}

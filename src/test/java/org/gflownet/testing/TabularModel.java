package org.gflownet.testing;

import java.util.Arrays;
import org.gflownet.model.FlowModel;
import org.gflownet.model.Heads;
import org.gflownet.model.StateBatch;

/**
 * A table with one free parameter per (state, output unit), for environments with one-hot encodings
 * of a hyper-grid: exact flows can be written into it, and its gradient is the objective's own.
 */
public final class TabularModel implements FlowModel {
  private final int height;
  private final int numUnits;
  private final Heads heads;
  private final float[] table;
  private float[] outputs = new float[64];
  private int evaluated;
  private int numOutputs;

  /** A table for a grid of {@code ndim} dimensions. */
  public TabularModel(int ndim, int height, int numUnits) {
    this(ndim, height, numUnits, Heads.NONE);
  }

  /** A table with further outputs; {@code numUnits} counts them all. */
  public TabularModel(int ndim, int height, int numUnits, Heads heads) {
    this.heads = heads;
    this.height = height;
    this.numUnits = numUnits;
    this.table = new float[(int) Math.round(Math.pow(height, ndim)) * numUnits];
  }

  /** Position of the parameter behind an output of a row. */
  public int parameterOf(StateBatch batch, int row, int unit) {
    int index = 0;
    for (int f = batch.featureOffset(row); f < batch.featureOffset(row + 1); f++) {
      index = index * height + batch.features()[f] % height;
    }
    return index * numUnits + unit;
  }

  @Override
  public int numParameters() {
    return table.length;
  }

  @Override
  public Heads heads() {
    return heads;
  }

  @Override
  public void load(float[] parameters) {
    System.arraycopy(parameters, 0, table, 0, table.length);
    reset();
  }

  @Override
  public void reset() {
    evaluated = 0;
    numOutputs = 0;
  }

  @Override
  public void evaluate(StateBatch batch) {
    for (; evaluated < batch.numRows(); evaluated++) {
      for (int p = batch.outputOffset(evaluated); p < batch.outputOffset(evaluated + 1); p++) {
        if (numOutputs == outputs.length) {
          outputs = Arrays.copyOf(outputs, outputs.length * 2);
        }
        outputs[numOutputs++] = table[parameterOf(batch, evaluated, batch.outputs()[p])];
      }
    }
  }

  @Override
  public float[] outputs() {
    return outputs;
  }

  @Override
  public void backward(StateBatch batch, double[] outputGradient, float[] gradient) {
    for (int row = 0; row < batch.numRows(); row++) {
      for (int p = batch.outputOffset(row); p < batch.outputOffset(row + 1); p++) {
        gradient[parameterOf(batch, row, batch.outputs()[p])] += (float) outputGradient[p];
      }
    }
  }
}

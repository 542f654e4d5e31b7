package org.gflownet.model.dl4j;

import org.gflownet.model.DenseLayer;
import org.nd4j.linalg.api.blas.Level3;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A dense layer on ND4J's gemm. A row-major block of activations is a column-major matrix of one
 * column per row, so no operand is transposed by copying.
 */
final class Nd4jLayer implements DenseLayer {
  private final int numInputs;
  private final int numOutputs;
  private final FloatMatrix weights;
  private final FloatMatrix weightGradient;
  private final float[] bias;
  private final float[] gradientCopy;
  private final Level3 blas;
  private FloatMatrix in;
  private FloatMatrix out;
  private int capacity;

  Nd4jLayer(int numInputs, int numOutputs) {
    this.numInputs = numInputs;
    this.numOutputs = numOutputs;
    weights = new FloatMatrix(numInputs, numOutputs);
    weightGradient = new FloatMatrix(numInputs, numOutputs);
    bias = new float[numOutputs];
    gradientCopy = new float[numInputs * numOutputs];
    blas = Nd4j.getBlasWrapper().level3();
  }

  @Override
  public void load(float[] parameters, int weightOffset) {
    int numWeights = numInputs * numOutputs;
    weights.put(0, parameters, weightOffset, numWeights);
    System.arraycopy(parameters, weightOffset + numWeights, bias, 0, numOutputs);
  }

  @Override
  public void forward(float[] inRows, int inAt, float[] outRows, int outAt, int rows) {
    reserve(rows);
    in.put(0, inRows, inAt, rows * numInputs);
    product(weights.array(), true, in.firstColumns(rows), false, out.firstColumns(rows));
    out.get(outRows, outAt, rows * numOutputs);
    for (int r = 0; r < rows; r++) {
      addBias(outRows, outAt + r * numOutputs);
    }
  }

  private void addBias(float[] row, int at) {
    for (int o = 0; o < numOutputs; o++) {
      row[at + o] += bias[o];
    }
  }

  @Override
  public void backward(float[] delta, float[] inDelta, int rows) {
    reserve(rows);
    out.put(0, delta, 0, rows * numOutputs);
    product(weights.array(), false, out.firstColumns(rows), false, in.firstColumns(rows));
    in.get(inDelta, 0, rows * numInputs);
  }

  @Override
  public void addWeightGradient(
      float[] inRows, int[] inAt, float[] delta, int rows, float[] gradient, int weightOffset) {
    reserve(rows);
    for (int r = 0; r < rows; r++) {
      in.put(r * numInputs, inRows, inAt[r], numInputs);
    }
    out.put(0, delta, 0, rows * numOutputs);
    product(in.firstColumns(rows), false, out.firstColumns(rows), true, weightGradient.array());
    weightGradient.get(gradientCopy, 0, gradientCopy.length);
    for (int i = 0; i < gradientCopy.length; i++) {
      gradient[weightOffset + i] += gradientCopy[i];
    }
  }

  /** c = a b, each transposed or not. */
  private void product(INDArray a, boolean transposeA, INDArray b, boolean transposeB, INDArray c) {
    blas.gemm(a, b, c, transposeA, transposeB, 1.0, 0.0);
  }

  private void reserve(int rows) {
    if (rows > capacity) {
      capacity = rows;
      in = new FloatMatrix(numInputs, rows);
      out = new FloatMatrix(numOutputs, rows);
    }
  }
}

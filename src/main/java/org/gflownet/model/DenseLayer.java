package org.gflownet.model;

/**
 * The weights of one dense layer between hidden widths in the layout that its engine wants, and the
 * three products that training needs.
 *
 * <p>Rows of activations lie {@link MatrixKernels#stride} floats apart; padding holds zeros and
 * stays zero. Mutable; not thread-safe.
 */
public interface DenseLayer {

  /**
   * Takes new parameters.
   *
   * @param parameters the flat vector; not kept
   * @param weightOffset position of the weights, input i of unit o at o * numInputs + i, which the
   *     biases follow
   */
  void load(float[] parameters, int weightOffset);

  /**
   * Pre-activations: row r of out becomes bias + row r of in times the weights.
   *
   * @param in activations before the layer
   * @param inAt position of the first row
   * @param out takes the result, overwritten
   * @param outAt position of its first row
   */
  void forward(float[] in, int inAt, float[] out, int outAt, int rows);

  /**
   * Derivative by the layer's input: row r of inDelta becomes row r of delta times the transposed
   * weights.
   *
   * @param delta derivative by the layer's pre-activations, from position 0
   * @param inDelta takes the result from position 0, overwritten
   */
  void backward(float[] delta, float[] inDelta, int rows);

  /**
   * Adds the derivative by the weights, sum over rows r of in_r (x) delta_r, in the order of rows.
   *
   * @param in activations before the layer
   * @param inAt position in {@code in} of each row
   * @param delta derivative by the layer's pre-activations, from position 0
   * @param gradient the flat vector
   * @param weightOffset position of the weights in it
   */
  void addWeightGradient(
      float[] in, int[] inAt, float[] delta, int rows, float[] gradient, int weightOffset);
}

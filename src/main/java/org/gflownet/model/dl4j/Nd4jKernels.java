package org.gflownet.model.dl4j;

import org.gflownet.model.DenseLayer;
import org.gflownet.model.ScalarKernels;

/**
 * Kernels whose dense layers are products of ND4J's BLAS; the sparse first layer, the ragged last
 * layer and the activations are plain Java.
 *
 * <p>The bits of a dense product are those of the BLAS library, the same on processors of one type.
 */
public final class Nd4jKernels extends ScalarKernels {
  /** Kernels that load ND4J with their first dense layer. */
  public Nd4jKernels() {}

  /** {@inheritDoc} Rows lie without padding, as BLAS can take them. */
  @Override
  public int stride(int width) {
    return width;
  }

  @Override
  public DenseLayer dense(int numInputs, int numOutputs) {
    return new Nd4jLayer(numInputs, numOutputs);
  }
}

package org.gflownet.baseline;

import org.gflownet.model.FlowModel;
import org.gflownet.model.StateBatch;

/**
 * All logits 0: the policy that takes every legal action with equal probability, without the cost
 * of a network. Not thread-safe.
 */
public final class UniformModel implements FlowModel {
  private float[] zeros = new float[256];

  @Override
  public int numParameters() {
    return 0;
  }

  @Override
  public void load(float[] parameters) {
    // There is nothing that depends on them.
  }

  @Override
  public void reset() {
    // No row is remembered.
  }

  @Override
  public void evaluate(StateBatch batch) {
    if (zeros.length < batch.numOutputs()) {
      zeros = new float[Math.max(batch.numOutputs(), 2 * zeros.length)];
    }
  }

  @Override
  public float[] outputs() {
    return zeros;
  }

  @Override
  public void backward(StateBatch batch, double[] outputGradient, float[] gradient) {
    // No parameters, no gradient.
  }
}

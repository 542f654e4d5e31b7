package org.gflownet.job.common;

import org.gflownet.train.Checkpoint;

/** Which policy a command looks at. */
public enum PolicyName {
  /** That of a checkpoint. */
  TRAINED,
  /** The one that takes every legal action with the same probability. */
  RANDOM;

  /** Parameters of the policy. */
  public float[] parameters(Checkpoint checkpoint) {
    float[] trained = checkpoint.policyParameters();
    // With all weights 0 a network gives every action the same logit.
    return this == TRAINED ? trained : new float[trained.length];
  }
}

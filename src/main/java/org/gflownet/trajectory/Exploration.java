package org.gflownet.trajectory;

import java.io.Serializable;

/**
 * How rollouts deviate from the forward policy.
 *
 * @param epsilon probability of a uniformly random legal action instead of the policy's, in [0, 1]
 * @param temperature divisor of the logits, positive; 1 is the policy itself, more is flatter
 */
public record Exploration(double epsilon, double temperature) implements Serializable {

  /** The policy itself. */
  public static final Exploration NONE = new Exploration(0.0, 1.0);

  /** Checks the ranges. */
  public Exploration {
    if (!(epsilon >= 0.0 && epsilon <= 1.0)) {
      throw new IllegalArgumentException("epsilon must lie in [0, 1], was " + epsilon);
    }
    if (!(temperature > 0.0 && temperature < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("temperature must be positive, was " + temperature);
    }
  }
}

package org.gflownet.model;

/** Activation functions of hidden layers. */
public enum Activation {
  /** max(x, 0.01 x). */
  LEAKY_RELU,
  /** max(x, 0). */
  RELU,
  /** Hyperbolic tangent. */
  TANH
}

package org.gflownet.trajectory;

/** A model gave logits from which no action can be drawn: its parameters have diverged. */
public final class NonFiniteLogitsException extends ArithmeticException {
  private static final long serialVersionUID = 1L;

  NonFiniteLogitsException() {
    super("logits are not finite");
  }
}

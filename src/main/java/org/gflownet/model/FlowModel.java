package org.gflownet.model;

/**
 * A network that maps encoded states to outputs (logits of their legal actions), and pulls a
 * derivative with respect to those outputs back onto one flat parameter vector.
 *
 * <p>Used by one thread in this order: {@link #load} parameters, then per slice {@link #reset}, any
 * number of {@link #evaluate} as the batch grows, {@link #backward} as often as there are partial
 * sums. Activations of evaluated rows are kept for the backward pass, so nothing is evaluated twice
 * with the same parameters. A row's outputs do not depend on the other rows of its batch.
 *
 * <p>Mutable; not thread-safe: one instance per task thread.
 */
public interface FlowModel {

  /** Length P of the flat parameter vector, in the order of DL4J's {@code params()}. */
  int numParameters();

  /** Output units beside those of the forward actions. */
  default Heads heads() {
    return Heads.NONE;
  }

  /**
   * Takes new parameters and forgets all rows.
   *
   * @param parameters length P; not kept, the caller may change it afterwards
   */
  void load(float[] parameters);

  /** Forgets all rows and keeps the parameters. */
  void reset();

  /** Evaluates the rows of {@code batch} that were added since the last call after a reset. */
  void evaluate(StateBatch batch);

  /**
   * Outputs of all evaluated rows in the flat order of {@link StateBatch#outputOffset}; valid until
   * the next call of evaluate.
   */
  float[] outputs();

  /**
   * Adds to {@code gradient} the derivative of a loss with respect to the parameters. Rows whose
   * derivative is zero cost nothing.
   *
   * @param batch the batch of the last evaluate
   * @param outputGradient derivative of the loss by each output, in the flat output order
   * @param gradient length P, added to
   */
  void backward(StateBatch batch, double[] outputGradient, float[] gradient);

  /** Makes models for task threads; serialisable as plain Java, since it travels to executors. */
  interface Factory extends java.io.Serializable {
    /** A new model without parameters. */
    FlowModel create();

    /** Name of the engine, never {@code auto}. */
    String engine();

    /** Length P of the flat parameter vector. */
    int numParameters();

    /** One line about the engine in this JVM, for the log. */
    String describe();
  }
}

package org.gflownet.model;

import java.util.Optional;

/**
 * A way to evaluate and differentiate a network, found through {@link java.util.ServiceLoader}.
 *
 * <p>Making a provider must be cheap and load no native library: all of them are made wherever one
 * is looked up.
 */
public interface EngineProvider {

  /** Name in the configuration, for example {@code vector}. */
  String name();

  /** Engines of higher priority are preferred by {@code auto}; a negative one is never chosen. */
  int priority();

  /** One line on why this engine cannot run in this JVM and what to do; empty if it can. */
  Optional<String> problem();

  /** One line for the log, for example {@code vector (256-bit lanes)}; only where it can run. */
  String describe();

  /** A new model without parameters; only where the engine can run. */
  FlowModel create(MlpSpec spec);

  /**
   * New arithmetic for networks other than the perceptron; empty if this engine has none of its
   * own. Only where the engine can run.
   */
  default Optional<MatrixKernels> kernels() {
    return Optional.empty();
  }

  /** Whether its {@link #kernels} give the same bits on every machine. */
  default boolean isExact() {
    return false;
  }
}

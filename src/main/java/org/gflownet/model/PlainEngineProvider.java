package org.gflownet.model;

import java.util.Optional;

/**
 * The engine {@code plain}: Java alone. It gives the bits of {@code vector} in any JVM, more
 * slowly; never chosen by {@code auto}.
 */
public final class PlainEngineProvider implements EngineProvider {
  /** For the service loader. */
  public PlainEngineProvider() {}

  @Override
  public String name() {
    return "plain";
  }

  @Override
  public int priority() {
    return -2;
  }

  @Override
  public Optional<String> problem() {
    return Optional.empty();
  }

  @Override
  public String describe() {
    return "plain (Java " + Runtime.version().feature() + ")";
  }

  @Override
  public FlowModel create(MlpSpec spec) {
    return new MlpFlowModel(spec, new ScalarKernels());
  }

  @Override
  public Optional<MatrixKernels> kernels() {
    return Optional.of(new ScalarKernels());
  }

  @Override
  public boolean isExact() {
    return true;
  }
}

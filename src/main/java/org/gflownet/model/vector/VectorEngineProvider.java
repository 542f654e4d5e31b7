package org.gflownet.model.vector;

import java.util.Optional;
import org.gflownet.model.EngineProvider;
import org.gflownet.model.FlowModel;
import org.gflownet.model.MatrixKernels;
import org.gflownet.model.MlpFlowModel;
import org.gflownet.model.MlpSpec;

/**
 * The engine {@code vector}. Names no type of the vector module itself, so that it can be asked
 * where the module is missing.
 */
public final class VectorEngineProvider implements EngineProvider {
  private static final String MODULE = "jdk.incubator.vector";
  private static final int MIN_BITS = 128;

  /** For the service loader. */
  public VectorEngineProvider() {}

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public int priority() {
    return 100;
  }

  @Override
  public Optional<String> problem() {
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      return Optional.of("start this JVM with --add-modules " + MODULE);
    }
    if (VectorKernels.laneBits() < MIN_BITS) {
      return Optional.of("this processor has no vector registers of 128 bits or more");
    }
    return Optional.empty();
  }

  @Override
  public String describe() {
    return "vector ("
        + VectorKernels.laneBits()
        + "-bit lanes, "
        + System.getProperty("os.arch")
        + ")";
  }

  @Override
  public FlowModel create(MlpSpec spec) {
    return new MlpFlowModel(spec, new VectorKernels());
  }

  @Override
  public Optional<MatrixKernels> kernels() {
    return Optional.of(new VectorKernels());
  }

  @Override
  public boolean isExact() {
    return true;
  }
}

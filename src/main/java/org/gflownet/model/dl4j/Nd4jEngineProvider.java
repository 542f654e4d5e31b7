package org.gflownet.model.dl4j;

import java.util.Optional;
import org.gflownet.model.EngineProvider;
import org.gflownet.model.FlowModel;
import org.gflownet.model.MatrixKernels;
import org.gflownet.model.MlpFlowModel;
import org.gflownet.model.MlpSpec;

/** The engine {@code nd4j}: OpenBLAS through ND4J. Making the provider loads no ND4J class. */
public final class Nd4jEngineProvider implements EngineProvider {
  /** For the service loader. */
  public Nd4jEngineProvider() {}

  @Override
  public String name() {
    return "nd4j";
  }

  @Override
  public int priority() {
    return 50;
  }

  @Override
  public Optional<String> problem() {
    return NativeLibraries.problem();
  }

  @Override
  public String describe() {
    return "nd4j (BLAS of " + NativeLibraries.backend() + ")";
  }

  @Override
  public FlowModel create(MlpSpec spec) {
    return new MlpFlowModel(spec, new Nd4jKernels());
  }

  @Override
  public Optional<MatrixKernels> kernels() {
    return Optional.of(new Nd4jKernels());
  }
}

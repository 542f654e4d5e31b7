package org.gflownet.model.dl4j;

import java.util.Optional;
import org.gflownet.model.EngineProvider;
import org.gflownet.model.FlowModel;
import org.gflownet.model.MlpSpec;

/**
 * The engine {@code dl4j}: the network of record evaluates itself; for checks, never chosen by
 * {@code auto}. Making the provider loads no DL4J class.
 */
public final class Dl4jEngineProvider implements EngineProvider {
  /** For the service loader. */
  public Dl4jEngineProvider() {}

  @Override
  public String name() {
    return "dl4j";
  }

  @Override
  public int priority() {
    return -1;
  }

  @Override
  public Optional<String> problem() {
    return NativeLibraries.problem();
  }

  @Override
  public String describe() {
    return "dl4j (ComputationGraph on " + NativeLibraries.backend() + ")";
  }

  @Override
  public FlowModel create(MlpSpec spec) {
    return new Dl4jFlowModel(spec);
  }
}

package org.gflownet.model;

/**
 * The choice of an engine and a network's shape: what travels to executors, which make their models
 * from it.
 */
public final class EngineFactory implements FlowModel.Factory {
  private static final long serialVersionUID = 1L;

  private final String engine;
  private final MlpSpec spec;

  EngineFactory(String engine, MlpSpec spec) {
    this.engine = engine;
    this.spec = spec;
  }

  @Override
  public String engine() {
    return engine;
  }

  /** Shape of the network. */
  public MlpSpec spec() {
    return spec;
  }

  @Override
  public int numParameters() {
    return spec.numParameters();
  }

  @Override
  public String describe() {
    return Engines.describe(engine);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the engine cannot run in this JVM, in one line
   */
  @Override
  public FlowModel create() {
    return Engines.provider(engine).create(spec);
  }
}

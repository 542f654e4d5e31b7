package org.gflownet.model.graph;

import org.gflownet.model.Engines;
import org.gflownet.model.FlowModel;

/**
 * The choice of an engine and the shape of a network on graphs of blocks: what travels to
 * executors, which make their models from it.
 */
public final class BlockGraphFactory implements FlowModel.Factory {
  private static final long serialVersionUID = 1L;

  private final String engine;
  private final BlockGraphSpec spec;

  private BlockGraphFactory(String engine, BlockGraphSpec spec) {
    this.engine = engine;
    this.spec = spec;
  }

  /**
   * The factory of an engine's models; the driver chooses once, executors follow.
   *
   * @param engine {@code auto} or the name of an engine
   * @param spec shape of the network
   * @throws IllegalArgumentException if there is no such engine, or it cannot run in this JVM or
   *     evaluates perceptrons only, in one line that says what to do
   */
  public static BlockGraphFactory select(String engine, BlockGraphSpec spec) {
    String name = Engines.resolve(engine);
    Engines.kernels(name);
    return new BlockGraphFactory(name, spec);
  }

  @Override
  public String engine() {
    return engine;
  }

  @Override
  public int numParameters() {
    return spec.numParameters();
  }

  @Override
  public String describe() {
    return Engines.describe(engine);
  }

  /** Shape of the network. */
  public BlockGraphSpec spec() {
    return spec;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the engine cannot run in this JVM, in one line
   */
  @Override
  public FlowModel create() {
    return new BlockGraphFlowModel(spec, Engines.kernels(engine));
  }
}

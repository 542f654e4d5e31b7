package org.gflownet.model;

class ScalarEngineTest extends ExactBitsContract {
  @Override
  protected FlowModel create(MlpSpec spec) {
    return new MlpFlowModel(spec, new ScalarKernels());
  }
}

package org.gflownet.model.vector;

import org.gflownet.model.ExactBitsContract;
import org.gflownet.model.FlowModel;
import org.gflownet.model.MlpFlowModel;
import org.gflownet.model.MlpSpec;

class VectorEngineTest extends ExactBitsContract {
  @Override
  protected FlowModel create(MlpSpec spec) {
    return new MlpFlowModel(spec, new VectorKernels());
  }
}

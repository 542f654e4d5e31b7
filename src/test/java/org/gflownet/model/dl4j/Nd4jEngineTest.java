package org.gflownet.model.dl4j;

import org.gflownet.model.FlowModel;
import org.gflownet.model.FlowModelContract;
import org.gflownet.model.MlpFlowModel;
import org.gflownet.model.MlpSpec;

class Nd4jEngineTest extends FlowModelContract {
  @Override
  protected FlowModel create(MlpSpec spec) {
    return new MlpFlowModel(spec, new Nd4jKernels());
  }
}

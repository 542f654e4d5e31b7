package org.gflownet.model.dl4j;

import org.gflownet.model.FlowModel;
import org.gflownet.model.FlowModelContract;
import org.gflownet.model.MlpSpec;

class Dl4jEngineTest extends FlowModelContract {
  @Override
  protected FlowModel create(MlpSpec spec) {
    return new Dl4jFlowModel(spec);
  }
}

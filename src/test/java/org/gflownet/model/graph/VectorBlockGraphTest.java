package org.gflownet.model.graph;

import org.gflownet.model.FlowModel;
import org.gflownet.model.vector.VectorKernels;

class VectorBlockGraphTest extends BlockGraphContract {
  @Override
  protected FlowModel create(BlockGraphSpec spec) {
    return new BlockGraphFlowModel(spec, new VectorKernels());
  }
}

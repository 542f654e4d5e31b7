package org.gflownet.model.dl4j;

import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.BaseGraphVertex;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A vertex of a DL4J graph without parameters: the matrix product of its two inputs, of which the
 * first is an incidence matrix (constant) and the second has one row per node or edge. So states
 * are gathered along edges, and messages added up.
 */
public final class BlockGraphProduct extends GraphVertex {
  private static final long serialVersionUID = 1L;

  /** A product; DL4J makes it when it reads a configuration. */
  public BlockGraphProduct() {}

  @Override
  public GraphVertex clone() {
    return new BlockGraphProduct();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BlockGraphProduct;
  }

  @Override
  public int hashCode() {
    return BlockGraphProduct.class.getName().hashCode();
  }

  @Override
  public long numParams(boolean backprop) {
    return 0;
  }

  @Override
  public int minVertexInputs() {
    return 2;
  }

  @Override
  public int maxVertexInputs() {
    return 2;
  }

  @Override
  public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
      ComputationGraph graph,
      String name,
      int index,
      INDArray parameterView,
      boolean initialise,
      DataType dataType) {
    return new Product(graph, name, index, dataType);
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType... inputs) {
    return inputs[1];
  }

  @Override
  public MemoryReport getMemoryReport(InputType... inputs) {
    return new LayerMemoryReport.Builder(
            null, BlockGraphProduct.class, inputs[1], getOutputType(-1, inputs))
        .standardMemory(0, 0)
        .workingMemory(0, 0, 0, 0)
        .cacheMemory(0, 0)
        .build();
  }

  /** The vertex at work. The suppressed warning is about two declarations within DL4J. */
  @SuppressWarnings("overrides")
  private static final class Product extends BaseGraphVertex {
    private static final long serialVersionUID = 1L;

    Product(ComputationGraph graph, String name, int index, DataType dataType) {
      super(graph, name, index, null, null, dataType);
    }

    @Override
    public boolean hasLayer() {
      return false;
    }

    @Override
    public org.deeplearning4j.nn.api.Layer getLayer() {
      return null;
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
      return workspaces.leverageTo(ArrayType.ACTIVATIONS, inputs[0].mmul(inputs[1]));
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean truncated, LayerWorkspaceMgr workspaces) {
      INDArray constant = inputs[0].like();
      INDArray rows =
          workspaces.leverageTo(
              ArrayType.ACTIVATION_GRAD, inputs[0].transpose().mmul(getEpsilon()));
      return new Pair<>(null, new INDArray[] {constant, rows});
    }

    @Override
    public void setBackpropGradientsViewArray(INDArray view) {
      if (view != null) {
        throw new IllegalArgumentException("a product has no parameters");
      }
    }

    @Override
    public Pair<INDArray, org.deeplearning4j.nn.api.MaskState> feedForwardMaskArrays(
        INDArray[] masks, org.deeplearning4j.nn.api.MaskState state, int minibatchSize) {
      return null;
    }

    @Override
    public String toString() {
      return "BlockGraphProduct(name=" + getVertexName() + ")";
    }
  }
}

package org.gflownet.model.graph;

import java.util.Arrays;
import org.gflownet.model.FlowModel;
import org.gflownet.model.Heads;
import org.gflownet.model.MatrixKernels;
import org.gflownet.model.StateBatch;

/**
 * The network of {@link BlockGraphSpec} over {@link MatrixKernels}. The features of a row of the
 * batch are the integer code of a graph of blocks: {@code [B, S, block_0 .. block_B-1, per bond i,
 * j, type at i, type at j, per open stem block position, type]}, and behind it, where the network
 * reads a condition, its places as real features from the first on.
 *
 * <p>Nodes of many graphs pass through a layer together. All activations but single messages are
 * kept, in memory that grows to the largest slice and is then reused, so that steady training
 * allocates nothing. The bits of a row's outputs depend on the parameters and that row alone, and
 * those of a gradient on the rows with a non-zero derivative in their order, provided the kernels
 * keep their word.
 *
 * <p>Mutable; not thread-safe.
 */
public final class BlockGraphFlowModel implements FlowModel {
  /** Nodes that pass through the layers together, about; part of no output's bits. */
  private static final int BLOCK_NODES = 96;

  /** Rows that do so at most: the empty graph has no nodes. */
  private static final int BLOCK_ROWS = 96;

  private final BlockGraphSpec spec;
  private final int numParameters;
  private final int stride;
  private final BlockGraphRows rows;
  private final RowSelection selection;
  private final EmbeddingTable embedding;
  private final MessageRound[] rounds;
  private final StateHead stateHead;
  private final StemHead stemHead;
  private final RemovalHead removalHead;
  private final ConditionTable condition;
  private float[] states = new float[0];
  private float[] delta = new float[0];
  private float[] outputs = new float[256];
  private int numRows;

  /**
   * A model without parameters.
   *
   * @param spec shape of the network
   * @param kernels arithmetic, used by this model alone
   */
  public BlockGraphFlowModel(BlockGraphSpec spec, MatrixKernels kernels) {
    this.spec = spec;
    numParameters = spec.numParameters();
    stride = kernels.stride(spec.width());
    rows = new BlockGraphRows(spec);
    selection = new RowSelection(rows);
    embedding = new EmbeddingTable(kernels, spec.layer("embedding"));
    rounds = new MessageRound[spec.rounds()];
    for (int l = 0; l < rounds.length; l++) {
      rounds[l] = new MessageRound(kernels, spec, l);
    }
    condition = spec.numConditions() > 0 ? new ConditionTable(kernels, spec) : null;
    stateHead = new StateHead(kernels, spec, condition);
    stemHead = new StemHead(kernels, spec, condition);
    removalHead = spec.backwardPolicy() ? new RemovalHead(kernels, spec) : null;
  }

  @Override
  public int numParameters() {
    return numParameters;
  }

  @Override
  public Heads heads() {
    return spec.heads();
  }

  @Override
  public void load(float[] parameters) {
    checkLength("parameters", parameters.length);
    embedding.load(parameters);
    for (MessageRound round : rounds) {
      round.load(parameters);
    }
    stateHead.load(parameters);
    stemHead.load(parameters);
    if (removalHead != null) {
      removalHead.load(parameters);
    }
    if (condition != null) {
      condition.load(parameters);
    }
    reset();
  }

  @Override
  public void reset() {
    rows.clear();
    numRows = 0;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if a row is no graph of the vocabulary or wants a unit that it
   *     does not have
   */
  @Override
  public void evaluate(StateBatch batch) {
    if (batch.numRows() < numRows) {
      throw new IllegalStateException(
          "the batch has " + batch.numRows() + " rows, but " + numRows + " were evaluated before");
    }
    rows.readNew(batch);
    reserve(batch.numOutputs());
    while (numRows < rows.numRows()) {
      selection.clear();
      while (numRows < rows.numRows() && hasRoom(numRows)) {
        selection.add(numRows++);
      }
      evaluateBlock(batch.outputs());
    }
  }

  /** Whether a row still fits the selection, as it always does an empty one. */
  private boolean hasRoom(int row) {
    int count = rows.nodeOffset(row + 1) - rows.nodeOffset(row);
    return selection.numRows() == 0
        || (selection.numNodes() + count <= BLOCK_NODES && selection.numRows() < BLOCK_ROWS);
  }

  private void reserve(int numOutputs) {
    if (numOutputs > outputs.length) {
      outputs = Arrays.copyOf(outputs, Math.max(numOutputs, outputs.length * 2));
    }
    int numNodes = rows.numNodes();
    states = Buffers.reserve(states, numNodes, stride);
    for (MessageRound round : rounds) {
      round.reserve(numNodes);
    }
    stateHead.reserve(rows.numRows());
    stemHead.reserve(numNodes, rows.numStems());
    if (removalHead != null) {
      removalHead.reserve(rows.numRemovals());
    }
    if (condition != null) {
      condition.reserve(rows.numRows());
    }
  }

  private void evaluateBlock(int[] units) {
    embed();
    for (int l = 0; l < rounds.length; l++) {
      boolean last = l == rounds.length - 1;
      float[] next = last ? states : rounds[l + 1].inputs();
      rounds[l].forward(selection, next, last ? stride : rounds[l + 1].inputStride());
    }
    stateHead.forward(selection, states, outputs);
    stemHead.forward(selection, states, units, outputs);
    if (removalHead != null) {
      removalHead.forward(selection, states, outputs);
    }
  }

  private void embed() {
    float[] target = rounds[0].inputs();
    for (int i = 0; i < selection.numNodes(); i++) {
      int node = selection.node(i);
      int at = node * rounds[0].inputStride();
      Arrays.fill(target, at, at + spec.width(), 0f);
      embedding.addRows(
          rows.features(), rows.featureOffset(node), rows.featureOffset(node + 1), target, at);
    }
    if (condition != null) {
      condition.forward(selection);
      for (int i = 0; i < selection.numRows(); i++) {
        for (int n = selection.nodeBegin(i); n < selection.nodeBegin(i + 1); n++) {
          condition.addTo(selection.row(i), target, selection.node(n) * rounds[0].inputStride());
        }
      }
    }
  }

  @Override
  public float[] outputs() {
    return outputs;
  }

  @Override
  public void backward(StateBatch batch, double[] outputGradient, float[] gradient) {
    checkLength("gradient", gradient.length);
    selection.clear();
    for (int r = 0; r < numRows; r++) {
      if (batch.isActive(r, outputGradient)) {
        if (!hasRoom(r)) {
          backwardBlock(batch.outputs(), outputGradient, gradient);
          selection.clear();
        }
        selection.add(r);
      }
    }
    if (selection.numRows() > 0) {
      backwardBlock(batch.outputs(), outputGradient, gradient);
    }
    embedding.flush(gradient);
    for (MessageRound round : rounds) {
      round.flush(gradient);
    }
    stemHead.flush(gradient);
    if (condition != null) {
      condition.flush(gradient);
    }
  }

  private void backwardBlock(int[] units, double[] outputGradient, float[] gradient) {
    int count = selection.numNodes();
    delta = Buffers.reserve(delta, count, stride);
    Arrays.fill(delta, 0, count * stride, 0f);
    if (condition != null) {
      condition.clearDelta(selection);
    }
    stateHead.backward(selection, outputGradient, delta, gradient);
    stemHead.backward(selection, outputGradient, units, states, delta, gradient);
    if (removalHead != null) {
      removalHead.backward(selection, outputGradient, delta, gradient);
    }
    for (int l = rounds.length - 1; l >= 0; l--) {
      rounds[l].backward(selection, delta, gradient);
    }
    for (int i = 0; i < count; i++) {
      int node = selection.node(i);
      embedding.addGradient(
          rows.features(),
          rows.featureOffset(node),
          rows.featureOffset(node + 1),
          delta,
          i * stride);
    }
    if (condition != null) {
      backwardCondition();
    }
  }

  private void backwardCondition() {
    for (int i = 0; i < selection.numRows(); i++) {
      for (int n = selection.nodeBegin(i); n < selection.nodeBegin(i + 1); n++) {
        condition.addDelta(i, delta, n * stride);
      }
    }
    condition.backward(selection);
  }

  private void checkLength(String what, int actual) {
    if (actual != numParameters) {
      throw new IllegalArgumentException(what + " has length " + actual + ", not " + numParameters);
    }
  }
}

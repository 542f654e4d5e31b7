package org.gflownet.model.graph;

import java.util.Arrays;
import org.gflownet.math.IntList;
import org.gflownet.model.StateBatch;

/**
 * The graphs of all rows of a batch, one behind the other: nodes, directed edges (two per bond),
 * those open stems of which a row wants an output and those blocks whose removal it wants one of,
 * numbered through all rows, and the conditions that rows are under.
 *
 * <p>Mutable; not thread-safe.
 */
final class BlockGraphRows {
  private static final int NONE = -1;

  private final BlockGraphSpec spec;
  private final BlockGraphReader reader;
  private final IntList nodeOffsets = new IntList(256);
  private final IntList edgeOffsets = new IntList(256);
  private final IntList stemOffsets = new IntList(256);
  private final IntList stopOutputs = new IntList(256);
  private final IntList flowOutputs = new IntList(256);
  private final IntList featureOffsets = new IntList(256);
  private final IntList features = new IntList(1024);
  private final IntList edgeSources = new IntList(256);
  private final IntList edgeTargets = new IntList(256);
  private final IntList edgeTypes = new IntList(512);
  private final IntList stemNodes = new IntList(256);
  private final IntList stemTypes = new IntList(256);
  private final IntList stemUnits = new IntList(256);
  private final IntList stemBegins = new IntList(256);
  private final IntList stemEnds = new IntList(256);
  private final IntList removalOffsets = new IntList(256);
  private final IntList removalNodes = new IntList(256);
  private final IntList removalOutputs = new IntList(256);
  private float[] conditions = new float[0];
  private final IntList[] lists = {
    nodeOffsets,
    edgeOffsets,
    stemOffsets,
    stopOutputs,
    flowOutputs,
    featureOffsets,
    features,
    edgeSources,
    edgeTargets,
    edgeTypes,
    stemNodes,
    stemTypes,
    stemUnits,
    stemBegins,
    stemEnds,
    removalOffsets,
    removalNodes,
    removalOutputs
  };

  BlockGraphRows(BlockGraphSpec spec) {
    this.spec = spec;
    reader = new BlockGraphReader(spec);
    clear();
  }

  /** Forgets all rows and keeps the memory. */
  void clear() {
    for (IntList list : lists) {
      list.clear();
    }
    nodeOffsets.add(0);
    edgeOffsets.add(0);
    stemOffsets.add(0);
    removalOffsets.add(0);
    featureOffsets.add(0);
  }

  /**
   * Reads the rows of the batch behind those that were read before.
   *
   * @throws IllegalArgumentException if a row is no graph of the vocabulary or wants a unit that it
   *     does not have
   */
  void readNew(StateBatch batch) {
    for (int r = numRows(); r < batch.numRows(); r++) {
      reader.read(batch.features(), batch.featureOffset(r), batch.featureOffset(r + 1));
      int firstNode = numNodes();
      addCondition(batch, r);
      addNodes();
      addEdges(firstNode);
      addOutputs(batch, r, firstNode);
      nodeOffsets.add(firstNode + reader.numBlocks());
      edgeOffsets.add(edgeSources.size());
      stemOffsets.add(stemNodes.size());
      removalOffsets.add(removalNodes.size());
    }
  }

  private void addCondition(StateBatch batch, int row) {
    int numConditions = spec.numConditions();
    if (numConditions == 0) {
      return;
    }
    conditions = Buffers.reserve(conditions, row + 1, numConditions);
    int numPlaces = reader.numPlaces();
    int at = row * numConditions;
    if (numPlaces > 0) {
      int from = batch.featureOffset(row + 1) - numPlaces;
      System.arraycopy(batch.values(), from, conditions, at, numPlaces);
    }
    Arrays.fill(conditions, at + numPlaces, at + numConditions, 0f);
  }

  private void addNodes() {
    for (int i = 0; i < reader.numBlocks(); i++) {
      features.add(reader.block(i));
      for (int s = 0; s < reader.numStems(); s++) {
        if (reader.stemBlock(s) == i) {
          features.add(spec.numFragments() + reader.stemType(s));
        }
      }
      featureOffsets.add(features.size());
    }
  }

  private void addEdges(int firstNode) {
    for (int b = 0; b < reader.numBonds(); b++) {
      for (int target = 0; target < 2; target++) {
        int source = 1 - target;
        edgeSources.add(firstNode + reader.bondBlock(b, source));
        edgeTargets.add(firstNode + reader.bondBlock(b, target));
        edgeTypes.add(reader.bondType(b, target));
        edgeTypes.add(spec.numAttachmentTypes() + reader.bondType(b, source));
      }
    }
  }

  private void addOutputs(StateBatch batch, int row, int firstNode) {
    int[] units = batch.outputs();
    int at = batch.outputOffset(row);
    int end = batch.outputOffset(row + 1);
    boolean stop = at < end && units[at] == BlockGraphSpec.STOP_UNIT;
    stopOutputs.add(stop ? at++ : NONE);
    boolean flow = at < end && spec.logFlow() && units[end - 1] == BlockGraphSpec.LOG_FLOW_UNIT;
    flowOutputs.add(flow ? --end : NONE);
    end = addRemovals(units, at, end, row, firstNode);
    while (at < end) {
      int stem = (units[at] - 1) / spec.numFragments();
      if (units[at] < 1 || stem >= numWays()) {
        throw new IllegalArgumentException("graph of row " + row + " has no unit " + units[at]);
      }
      int first = 1 + stem * spec.numFragments();
      stemBegins.add(at);
      while (at < end && units[at] - first < spec.numFragments()) {
        at++;
      }
      stemEnds.add(at);
      stemUnits.add(first);
      boolean pseudo = reader.numBlocks() == 0;
      stemNodes.add(pseudo ? NONE : firstNode + reader.stemBlock(stem));
      stemTypes.add(pseudo ? spec.numAttachmentTypes() : reader.stemType(stem));
    }
  }

  /** Notes the wanted removals, the last of a row's units; returns where they begin. */
  private int addRemovals(int[] units, int from, int to, int row, int firstNode) {
    int begin = to;
    while (spec.backwardPolicy()
        && begin > from
        && units[begin - 1] >= BlockGraphSpec.BACKWARD_UNIT) {
      begin--;
    }
    for (int at = begin; at < to; at++) {
      int block = units[at] - BlockGraphSpec.BACKWARD_UNIT;
      if (block >= reader.numBlocks()) {
        throw new IllegalArgumentException("graph of row " + row + " has no block " + block);
      }
      removalNodes.add(firstNode + block);
      removalOutputs.add(at);
    }
    return begin;
  }

  /** Number of stems that a fragment can go to: the empty graph has a pseudo-stem. */
  private int numWays() {
    return reader.numBlocks() == 0 ? 1 : reader.numStems();
  }

  int numRows() {
    return nodeOffsets.size() - 1;
  }

  int numNodes() {
    return nodeOffsets.get(nodeOffsets.size() - 1);
  }

  int numStems() {
    return stemNodes.size();
  }

  /** First node of a row; row may equal numRows, as for the other offsets. */
  int nodeOffset(int row) {
    return nodeOffsets.get(row);
  }

  int edgeOffset(int row) {
    return edgeOffsets.get(row);
  }

  int stemOffset(int row) {
    return stemOffsets.get(row);
  }

  /** Flat position of a row's STOP output, -1 if it is not wanted. */
  int stopOutput(int row) {
    return stopOutputs.get(row);
  }

  /** Flat position of a row's log-flow output, -1 if it is not wanted. */
  int flowOutput(int row) {
    return flowOutputs.get(row);
  }

  int removalOffset(int row) {
    return removalOffsets.get(row);
  }

  int numRemovals() {
    return removalNodes.size();
  }

  /** Node of the block that a removal takes away. */
  int removalNode(int removal) {
    return removalNodes.get(removal);
  }

  /** Flat position of a removal's output. */
  int removalOutput(int removal) {
    return removalOutputs.get(removal);
  }

  /** Places of the conditions of all rows, as many for each. */
  float[] conditions() {
    return conditions;
  }

  /** Rows of the embedding that a node's state begins with, by {@link #featureOffset}. */
  int[] features() {
    return features.array();
  }

  int featureOffset(int node) {
    return featureOffsets.get(node);
  }

  int edgeSource(int edge) {
    return edgeSources.get(edge);
  }

  int edgeTarget(int edge) {
    return edgeTargets.get(edge);
  }

  /** The two rows of the bond table of each edge, one edge behind the other. */
  int[] edgeTypes() {
    return edgeTypes.array();
  }

  /** Node of each stem, -1 for a pseudo-stem. */
  int stemNode(int stem) {
    return stemNodes.get(stem);
  }

  /** Row of the table of stem types of each stem. */
  int[] stemTypes() {
    return stemTypes.array();
  }

  /** Output unit of fragment 0 at a stem. */
  int stemUnit(int stem) {
    return stemUnits.get(stem);
  }

  /** Flat position of the first wanted output of a stem. */
  int stemBegin(int stem) {
    return stemBegins.get(stem);
  }

  /** Flat position behind the last wanted output of a stem. */
  int stemEnd(int stem) {
    return stemEnds.get(stem);
  }
}

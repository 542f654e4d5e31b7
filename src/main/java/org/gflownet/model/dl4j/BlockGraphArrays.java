package org.gflownet.model.dl4j;

import java.util.ArrayList;
import java.util.List;
import org.gflownet.env.BlockGraph;
import org.gflownet.math.IntList;
import org.gflownet.model.StateBatch;
import org.gflownet.model.graph.BlockGraphSpec;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The dense inputs of {@link BlockGraphNetwork} for some rows of a batch. A node, an edge and a
 * stem of zeros that belong to no row come last, since DL4J takes no empty arrays.
 */
final class BlockGraphArrays {
  private final BlockGraphSpec spec;
  private final int[] code;
  private final int[] stemBegins;
  private final int[] firstNodes;
  private final float[][] nodes;
  private final float[][] bonds;
  private final float[][] stems;
  private final float[][] sources;
  private final float[][] targets;
  private final float[][] stemNodes;
  private final float[][] pooling;
  private final float[][] conditions;
  private final float[][] nodeRows;
  private final float[][] stemRows;
  private int numNodes;
  private int numEdges;

  /**
   * Reads the graphs.
   *
   * @param rows rows of the batch, whose features are valid graph codes
   */
  BlockGraphArrays(BlockGraphSpec spec, StateBatch batch, IntList rows) {
    this.spec = spec;
    code = batch.features();
    stemBegins = new int[rows.size() + 1];
    firstNodes = new int[rows.size()];
    int nodeCount = 1;
    int edgeRows = 1;
    for (int i = 0; i < rows.size(); i++) {
      int at = batch.featureOffset(rows.get(i));
      nodeCount += code[at];
      edgeRows += 2 * Math.max(0, code[at] - 1);
      stemBegins[i + 1] = stemBegins[i] + (code[at] == 0 ? 1 : code[at + 1]);
    }
    int types = spec.numAttachmentTypes();
    nodes = new float[nodeCount][spec.numFragments() + types];
    bonds = new float[edgeRows][2 * types];
    stems = new float[numStems()][types + 1];
    sources = new float[edgeRows][nodeCount];
    targets = new float[nodeCount][edgeRows];
    stemNodes = new float[numStems()][nodeCount];
    pooling = new float[rows.size()][nodeCount];
    boolean isConditional = spec.numConditions() > 0;
    conditions = new float[rows.size()][spec.numConditions()];
    nodeRows =
        isConditional || spec.pooledStems() ? new float[nodeCount][rows.size()] : new float[0][0];
    stemRows = isConditional ? new float[numStems()][rows.size()] : new float[0][0];
    for (int i = 0; i < rows.size(); i++) {
      addGraph(i, batch.featureOffset(rows.get(i)));
      for (int n = firstNodes[i]; n < numNodes && nodeRows.length > 0; n++) {
        nodeRows[n][i] = 1f;
      }
      if (isConditional) {
        addCondition(i, batch, rows.get(i));
      }
    }
  }

  /** Places behind the code of a graph, the last features of its row. */
  private void addCondition(int index, StateBatch batch, int row) {
    int at = batch.featureOffset(row);
    int from = at + BlockGraph.length(code[at], code[at + 1]);
    int count = batch.featureOffset(row + 1) - from;
    if (count > 0) {
      System.arraycopy(batch.values(), from, conditions[index], 0, count);
    }
    for (int s = stemBegins[index]; s < stemBegins[index + 1]; s++) {
      stemRows[s][index] = 1f;
    }
  }

  private void addGraph(int row, int at) {
    int numBlocks = code[at];
    firstNodes[row] = numNodes;
    int blockAt = at + 2;
    for (int b = 0; b < numBlocks; b++) {
      nodes[numNodes + b][code[blockAt + b]] = 1f;
      pooling[row][numNodes + b] = 1f;
    }
    int bondAt = blockAt + numBlocks;
    int stemAt = bondAt + 4 * Math.max(0, numBlocks - 1);
    for (int b = bondAt; b < stemAt; b += 4) {
      addEdge(code[b + 1], code[b], code[b + 3], code[b + 2]);
      addEdge(code[b], code[b + 1], code[b + 2], code[b + 3]);
    }
    for (int s = 0; s < code[at + 1]; s++) {
      addStem(stemBegins[row] + s, numNodes + code[stemAt + 2 * s], code[stemAt + 2 * s + 1]);
    }
    if (numBlocks == 0) {
      stems[stemBegins[row]][spec.numAttachmentTypes()] = 1f;
    }
    numNodes += numBlocks;
  }

  private void addEdge(int source, int target, int sourceType, int targetType) {
    bonds[numEdges][targetType] = 1f;
    bonds[numEdges][spec.numAttachmentTypes() + sourceType] = 1f;
    sources[numEdges][numNodes + source] = 1f;
    targets[numNodes + target][numEdges] = 1f;
    numEdges++;
  }

  private void addStem(int stem, int node, int type) {
    nodes[node][spec.numFragments() + type] += 1f;
    stems[stem][type] = 1f;
    stemNodes[stem][node] = 1f;
  }

  /** In the order of the graph's inputs. */
  INDArray[] inputs() {
    List<float[][]> inputs =
        new ArrayList<>(List.of(nodes, bonds, stems, sources, targets, stemNodes, pooling));
    if (nodeRows.length > 0) {
      inputs.add(nodeRows);
    }
    if (spec.numConditions() > 0) {
      inputs.add(conditions);
      inputs.add(stemRows);
    }
    return inputs.stream().map(Nd4j::create).toArray(INDArray[]::new);
  }

  /** Rows of the output {@code fragments}. */
  int numStems() {
    return stemBegins[stemBegins.length - 1] + 1;
  }

  /** Rows of the output {@code backward}. */
  int numNodes() {
    return nodes.length;
  }

  /** First node of the index-th row. */
  int firstNode(int index) {
    return firstNodes[index];
  }

  /** Position of a fragment unit of the index-th row in the output {@code fragments}. */
  int position(int index, int unit) {
    return stemBegins[index] * spec.numFragments() + unit - 1;
  }
}

package org.gflownet.model.dl4j;

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
  private final int[] stemBegins;
  private final int numStems;
  private final INDArray[] inputs;

  /**
   * Reads the graphs.
   *
   * @param rows rows of the batch, whose features are valid graph codes
   */
  BlockGraphArrays(BlockGraphSpec spec, StateBatch batch, IntList rows) {
    this.spec = spec;
    int[] code = batch.features();
    stemBegins = new int[rows.size() + 1];
    int numNodes = 1;
    int numEdges = 1;
    for (int i = 0; i < rows.size(); i++) {
      int at = batch.featureOffset(rows.get(i));
      numNodes += code[at];
      numEdges += 2 * Math.max(0, code[at] - 1);
      stemBegins[i + 1] = stemBegins[i] + (code[at] == 0 ? 1 : code[at + 1]);
    }
    numStems = stemBegins[rows.size()] + 1;
    int types = spec.numAttachmentTypes();
    float[][] nodes = new float[numNodes][spec.numFragments() + types];
    float[][] bonds = new float[numEdges][2 * types];
    float[][] stems = new float[numStems][types + 1];
    float[][] sources = new float[numEdges][numNodes];
    float[][] targets = new float[numNodes][numEdges];
    float[][] stemNodes = new float[numStems][numNodes];
    float[][] pooling = new float[rows.size()][numNodes];
    int node = 0;
    int edge = 0;
    for (int i = 0; i < rows.size(); i++) {
      int at = batch.featureOffset(rows.get(i));
      int numBlocks = code[at];
      int rowStems = code[at + 1];
      for (int b = 0; b < numBlocks; b++) {
        nodes[node + b][code[at + 2 + b]] = 1f;
        pooling[i][node + b] = 1f;
      }
      int bondAt = at + 2 + numBlocks;
      for (int b = 0; b < numBlocks - 1; b++, bondAt += 4) {
        for (int end = 0; end < 2; end++, edge++) {
          bonds[edge][code[bondAt + 2 + end]] = 1f;
          bonds[edge][types + code[bondAt + 3 - end]] = 1f;
          sources[edge][node + code[bondAt + 1 - end]] = 1f;
          targets[node + code[bondAt + end]][edge] = 1f;
        }
      }
      for (int s = 0; s < rowStems; s++, bondAt += 2) {
        int owner = node + code[bondAt];
        nodes[owner][spec.numFragments() + code[bondAt + 1]] += 1f;
        stems[stemBegins[i] + s][code[bondAt + 1]] = 1f;
        stemNodes[stemBegins[i] + s][owner] = 1f;
      }
      if (numBlocks == 0) {
        stems[stemBegins[i]][types] = 1f;
      }
      node += numBlocks;
    }
    inputs =
        new INDArray[] {
          Nd4j.create(nodes),
          Nd4j.create(bonds),
          Nd4j.create(stems),
          Nd4j.create(sources),
          Nd4j.create(targets),
          Nd4j.create(stemNodes),
          Nd4j.create(pooling)
        };
  }

  /** In the order of the graph's inputs. */
  INDArray[] inputs() {
    return inputs;
  }

  /** Rows of the output {@code fragments}. */
  int numStems() {
    return numStems;
  }

  /** Position of a fragment unit of the index-th row in the output {@code fragments}. */
  int position(int index, int unit) {
    return stemBegins[index] * spec.numFragments() + unit - 1;
  }
}

package org.gflownet.model.graph;

import org.gflownet.math.IntList;

/**
 * Rows that pass through the network together, with their nodes and edges numbered from 0.
 *
 * <p>Mutable; not thread-safe.
 */
final class RowSelection {
  private final BlockGraphRows rows;
  private final IntList selected = new IntList(64);
  private final IntList nodeBegins = new IntList(64);
  private final IntList nodes = new IntList(256);
  private final IntList edges = new IntList(256);
  private final IntList sources = new IntList(256);
  private final IntList targets = new IntList(256);

  RowSelection(BlockGraphRows rows) {
    this.rows = rows;
    clear();
  }

  void clear() {
    selected.clear();
    nodeBegins.clear();
    nodes.clear();
    edges.clear();
    sources.clear();
    targets.clear();
    nodeBegins.add(0);
  }

  void add(int row) {
    int first = rows.nodeOffset(row);
    int shift = nodes.size() - first;
    for (int n = first; n < rows.nodeOffset(row + 1); n++) {
      nodes.add(n);
    }
    for (int e = rows.edgeOffset(row); e < rows.edgeOffset(row + 1); e++) {
      edges.add(e);
      sources.add(rows.edgeSource(e) + shift);
      targets.add(rows.edgeTarget(e) + shift);
    }
    selected.add(row);
    nodeBegins.add(nodes.size());
  }

  /** The rows that this is a selection of. */
  BlockGraphRows rows() {
    return rows;
  }

  int numRows() {
    return selected.size();
  }

  /** The index-th selected row. */
  int row(int index) {
    return selected.get(index);
  }

  /** First node here of the index-th selected row; index may equal numRows. */
  int nodeBegin(int index) {
    return nodeBegins.get(index);
  }

  int numNodes() {
    return nodes.size();
  }

  /** Number among all rows of a node here. */
  int node(int index) {
    return nodes.get(index);
  }

  int numEdges() {
    return edges.size();
  }

  /** Number among all rows of an edge here. */
  int edge(int index) {
    return edges.get(index);
  }

  /** Node here that an edge comes from. */
  int source(int edge) {
    return sources.get(edge);
  }

  /** Node here that an edge goes to. */
  int target(int edge) {
    return targets.get(edge);
  }
}

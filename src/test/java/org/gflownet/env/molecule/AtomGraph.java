package org.gflownet.env.molecule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.openscience.cdk.interfaces.IAtom;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.interfaces.IBond;

/** A state as a graph of labelled atoms, compared by plain backtracking. */
record AtomGraph(List<String> labels, int[][] bonds) {
  private static final int BETWEEN_BLOCKS = 7;
  private static final int AROMATIC = 9;

  static AtomGraph of(FragmentVocabulary vocabulary, FragmentState state) {
    List<String> labels = new ArrayList<>();
    List<int[]> edges = new ArrayList<>();
    int[] offsets = new int[state.numBlocks()];
    for (int b = 0; b < state.numBlocks(); b++) {
      offsets[b] = labels.size();
      String smiles = vocabulary.smiles(vocabulary.fragment(state.block(b)));
      IAtomContainer molecule = new FragmentReader().parse(smiles);
      for (IAtom atom : molecule.atoms()) {
        int open = 0;
        for (int k = 0; k < state.numStems(); k++) {
          open += state.stemBlock(k) == b && state.stemAtom(k) == atom.getIndex() ? 1 : 0;
        }
        labels.add(smiles + " " + atom.getSymbol() + " " + open);
      }
      for (IBond bond : molecule.bonds()) {
        edges.add(
            new int[] {
              offsets[b] + bond.getBegin().getIndex(),
              offsets[b] + bond.getEnd().getIndex(),
              bond.isAromatic() ? AROMATIC : bond.getOrder().numeric()
            });
      }
    }
    for (int k = 0; k < state.numBonds(); k++) {
      edges.add(
          new int[] {
            offsets[state.bondFrom(k)] + state.bondAtomFrom(k),
            offsets[state.bondTo(k)] + state.bondAtomTo(k),
            BETWEEN_BLOCKS
          });
    }
    int[][] bonds = new int[labels.size()][labels.size()];
    for (int[] edge : edges) {
      bonds[edge[0]][edge[1]] = edge[2];
      bonds[edge[1]][edge[0]] = edge[2];
    }
    return new AtomGraph(labels, bonds);
  }

  boolean isIsomorphic(AtomGraph other) {
    if (!labels.stream().sorted().toList().equals(other.labels.stream().sorted().toList())) {
      return false;
    }
    int[] image = new int[labels.size()];
    Arrays.fill(image, -1);
    return extend(other, image, 0);
  }

  private boolean extend(AtomGraph other, int[] image, int atom) {
    if (atom == image.length) {
      return true;
    }
    for (int candidate = 0; candidate < image.length; candidate++) {
      if (fits(other, image, atom, candidate)) {
        image[atom] = candidate;
        if (extend(other, image, atom + 1)) {
          return true;
        }
        image[atom] = -1;
      }
    }
    return false;
  }

  private boolean fits(AtomGraph other, int[] image, int atom, int candidate) {
    if (!labels.get(atom).equals(other.labels.get(candidate))) {
      return false;
    }
    for (int earlier = 0; earlier < atom; earlier++) {
      if (image[earlier] == candidate
          || bonds[atom][earlier] != other.bonds[candidate][image[earlier]]) {
        return false;
      }
    }
    return true;
  }
}

package org.gflownet.env.molecule;

import java.util.BitSet;
import org.gflownet.chem.GraphReader;
import org.gflownet.chem.MolecularGraph;
import org.gflownet.chem.Molecule;
import org.gflownet.chem.Sanitizer;

/**
 * Builds the molecule of a state: the atoms of its blocks in order and a single bond for each bond
 * between blocks, which takes the place of a hydrogen at both ends; then hydrogens, rings and
 * aromaticity as {@link Sanitizer} has them. Sulphur and phosphorus that are full move to their
 * next valence: {@code O=S=O} becomes {@code O=[SH](=O)R}.
 *
 * <p>Thread-safe: the fragments' graphs are only read.
 */
public final class FragmentAssembler {
  private final FragmentVocabulary vocabulary;
  private final MolecularGraph[] fragments;

  /** An assembler; reads the SMILES of all fragments. */
  public FragmentAssembler(FragmentVocabulary vocabulary) {
    this.vocabulary = vocabulary;
    fragments = new MolecularGraph[vocabulary.numFragments()];
    for (int f = 0; f < fragments.length; f++) {
      fragments[f] = GraphReader.graph(vocabulary.smiles(f));
    }
  }

  /**
   * Index in the molecule of each block's first atom, then the number of atoms: B+1 ints (the
   * published code calls them slices).
   */
  public int[] offsets(FragmentState state) {
    int[] offsets = new int[state.numBlocks() + 1];
    for (int b = 0; b < state.numBlocks(); b++) {
      offsets[b + 1] = offsets[b] + fragments[vocabulary.fragment(state.block(b))].numAtoms();
    }
    return offsets;
  }

  /**
   * The molecule of a state, new at each call.
   *
   * @throws org.gflownet.chem.InvalidMoleculeException if an atom has no room for its bonds, or if
   *     the state is empty
   */
  public Molecule assemble(FragmentState state) {
    MolecularGraph graph = new MolecularGraph();
    for (int b = 0; b < state.numBlocks(); b++) {
      graph.append(fragments[vocabulary.fragment(state.block(b))]);
    }
    int[] offsets = offsets(state);
    for (int k = 0; k < state.numBonds(); k++) {
      graph.join(
          offsets[state.bondFrom(k)] + state.bondAtomFrom(k),
          offsets[state.bondTo(k)] + state.bondAtomTo(k));
    }
    return Sanitizer.sanitize(graph);
  }

  /**
   * The distinct atoms of the molecule that have an open stem, increasing; the first atom of the
   * state's first block if there is no stem, and none for the empty state.
   */
  public int[] stemAtoms(FragmentState state) {
    int[] offsets = offsets(state);
    if (state.numStems() == 0) {
      return state.numBlocks() == 0 ? new int[0] : new int[] {0};
    }
    BitSet atoms = new BitSet();
    for (int k = 0; k < state.numStems(); k++) {
      atoms.set(offsets[state.stemBlock(k)] + state.stemAtom(k));
    }
    return atoms.stream().toArray();
  }
}

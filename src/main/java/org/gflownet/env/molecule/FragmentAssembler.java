package org.gflownet.env.molecule;

import java.util.BitSet;
import org.openscience.cdk.interfaces.IAtom;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.interfaces.IBond;
import org.openscience.cdk.silent.SilentChemObjectBuilder;

/**
 * Builds the molecule of a state: the atoms of its blocks in order and a single bond for each bond
 * between blocks, for which a hydrogen makes room at both ends.
 *
 * <p>Aromatic flags are those of the fragments; ring perception and all else is left to the caller.
 * Thread-safe once made: the fragments' molecules are only read.
 */
public final class FragmentAssembler {
  private final FragmentVocabulary vocabulary;
  private final IAtomContainer[] fragments;

  /** An assembler; reads the SMILES of all fragments. */
  public FragmentAssembler(FragmentVocabulary vocabulary) {
    this.vocabulary = vocabulary;
    FragmentReader reader = new FragmentReader();
    fragments = new IAtomContainer[vocabulary.numFragments()];
    for (int f = 0; f < fragments.length; f++) {
      fragments[f] = reader.parse(vocabulary.smiles(f));
    }
  }

  /**
   * Index in the molecule of each block's first atom, then the number of atoms: B+1 ints (the
   * published code calls them slices).
   */
  public int[] offsets(FragmentState state) {
    int[] offsets = new int[state.numBlocks() + 1];
    for (int b = 0; b < state.numBlocks(); b++) {
      offsets[b + 1] = offsets[b] + fragments[vocabulary.fragment(state.block(b))].getAtomCount();
    }
    return offsets;
  }

  /**
   * The molecule of a state, new at each call; it has no atoms for the empty state.
   *
   * @throws IllegalArgumentException if an atom has no room for its bonds, which no state that the
   *     environment builds has
   */
  public IAtomContainer assemble(FragmentState state) {
    IAtomContainer molecule = SilentChemObjectBuilder.getInstance().newAtomContainer();
    int[] offsets = offsets(state);
    for (int b = 0; b < state.numBlocks(); b++) {
      append(molecule, fragments[vocabulary.fragment(state.block(b))], offsets[b]);
    }
    for (int k = 0; k < state.numBonds(); k++) {
      IAtom from = molecule.getAtom(offsets[state.bondFrom(k)] + state.bondAtomFrom(k));
      IAtom to = molecule.getAtom(offsets[state.bondTo(k)] + state.bondAtomTo(k));
      if (Valence.capacity(from) < 1 || Valence.capacity(to) < 1) {
        throw new IllegalArgumentException("no room for bond " + k + " in " + state);
      }
      Valence.makeRoom(from);
      Valence.makeRoom(to);
      molecule.newBond(from, to, IBond.Order.SINGLE);
    }
    return molecule;
  }

  private static void append(IAtomContainer molecule, IAtomContainer fragment, int offset) {
    for (IAtom atom : fragment.atoms()) {
      IAtom copy = molecule.newAtom(atom.getAtomicNumber(), atom.getImplicitHydrogenCount());
      copy.setFormalCharge(atom.getFormalCharge());
      copy.setMassNumber(atom.getMassNumber());
      copy.setIsAromatic(atom.isAromatic());
    }
    for (IBond bond : fragment.bonds()) {
      IBond copy =
          molecule.newBond(
              molecule.getAtom(offset + bond.getBegin().getIndex()),
              molecule.getAtom(offset + bond.getEnd().getIndex()),
              bond.getOrder());
      copy.setIsAromatic(bond.isAromatic());
    }
  }

  /**
   * The distinct atoms of the molecule that have an open stem, increasing; the first atom if there
   * is no stem, and none for the empty state.
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

package org.gflownet.report.chem;

import org.gflownet.chem.InvalidMoleculeException;
import org.gflownet.env.molecule.FragmentAssembler;
import org.gflownet.env.molecule.FragmentState;
import org.gflownet.env.molecule.FragmentVocabulary;

/** Molecules in the making as SMILES, without asking a reward. Thread-safe. */
public final class FragmentText {
  private final FragmentAssembler assembler;

  /** Texts for states over a vocabulary. */
  public FragmentText(FragmentVocabulary vocabulary) {
    this.assembler = new FragmentAssembler(vocabulary);
  }

  /**
   * SMILES of what is built so far, open stems as hydrogens; empty for the empty state and where an
   * atom has no room for its bonds.
   */
  public String smiles(FragmentState state) {
    if (state.numBlocks() == 0) {
      return "";
    }
    try {
      return assembler.assemble(state).canonicalSmiles();
    } catch (InvalidMoleculeException e) {
      return "";
    }
  }
}

package org.gflownet.reward.chem;

import org.gflownet.chem.Molecule;

/**
 * What a {@link MoleculeScorer} is given: a molecule and, where it is known, which of its atoms
 * could still take a block.
 *
 * @param molecule the molecule
 * @param stemAtoms atoms of all free stems, in any order, repeats allowed; empty if every stem is
 *     taken; null if the molecule was not built from blocks. Not to be changed afterwards.
 */
public record ScoredMolecule(Molecule molecule, int[] stemAtoms) {
  /** Checks the atoms. */
  public ScoredMolecule {
    if (stemAtoms != null) {
      for (int atom : stemAtoms) {
        if (atom < 0 || atom >= molecule.numAtoms()) {
          throw new IllegalArgumentException(
              "stem at atom " + atom + " of a molecule of " + molecule.numAtoms() + " atoms");
        }
      }
    }
  }

  /** A molecule that was not built from blocks. */
  public static ScoredMolecule of(Molecule molecule) {
    return new ScoredMolecule(molecule, null);
  }
}

package org.gflownet.reward.chem.property;

import org.openscience.cdk.graph.Cycles;
import org.openscience.cdk.interfaces.IAtom;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.interfaces.IBond;

/** What the properties ask of an atom. */
final class Atoms {
  static final int HYDROGEN = 1;
  static final int CARBON = 6;
  static final int NITROGEN = 7;
  static final int OXYGEN = 8;
  static final int SULFUR = 16;

  private Atoms() {}

  static int element(IAtom atom) {
    Integer number = atom.getAtomicNumber();
    return number == null ? 0 : number;
  }

  static int charge(IAtom atom) {
    Integer charge = atom.getFormalCharge();
    return charge == null ? 0 : charge;
  }

  /** Hydrogens on an atom, whether they are atoms of the graph or only counted. */
  static int hydrogens(IAtom atom) {
    Integer implicit = atom.getImplicitHydrogenCount();
    int count = implicit == null ? 0 : implicit;
    for (IBond bond : atom.bonds()) {
      if (element(bond.getOther(atom)) == HYDROGEN) {
        count++;
      }
    }
    return count;
  }

  /** Sets the ring flags of atoms and bonds, which SMARTS read. */
  static void markRings(IAtomContainer molecule) {
    Cycles.markRingAtomsAndBonds(molecule);
  }
}

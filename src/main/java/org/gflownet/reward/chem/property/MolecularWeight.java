package org.gflownet.reward.chem.property;

import org.gflownet.chem.AtomicMasses;
import org.openscience.cdk.interfaces.IAtom;
import org.openscience.cdk.interfaces.IAtomContainer;

/**
 * Molecular weight in g/mol: average atomic weights, hydrogens included; an atom with a mass number
 * has its isotope's mass.
 */
public final class MolecularWeight implements MolecularProperty {
  private static final double HYDROGEN_WEIGHT = AtomicMasses.weight(Atoms.HYDROGEN);

  @Override
  public double of(IAtomContainer molecule) {
    double sum = 0.0;
    for (IAtom atom : molecule.atoms()) {
      Integer implicit = atom.getImplicitHydrogenCount();
      sum += weightOf(atom) + (implicit == null ? 0 : implicit) * HYDROGEN_WEIGHT;
    }
    return sum;
  }

  private static double weightOf(IAtom atom) {
    int element = Atoms.element(atom);
    Integer mass = atom.getMassNumber();
    return mass == null ? AtomicMasses.weight(element) : AtomicMasses.ofIsotope(element, mass);
  }
}

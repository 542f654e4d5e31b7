package org.gflownet.reward.chem.property;

import org.openscience.cdk.interfaces.IAtom;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.interfaces.IBond;

/**
 * Number of rotatable bonds in RDKit's strict sense: single, outside rings, not terminal, not
 * beside a triple bond, not to CF3, CCl3, CBr3 or tert-butyl, and without the bonds of amides,
 * esters and their like.
 */
public final class RotatableBonds implements MolecularProperty {
  /** An end that turns: what it excludes turns without consequence. */
  private static final SmartsQuery TURNING =
      new SmartsQuery(
          "[!$(*#*)&!D1&!$(C(F)(F)F)&!$(C(Cl)(Cl)Cl)&!$(C(Br)(Br)Br)&!$(C([CH3])([CH3])[CH3])]");

  /** An end that is held by conjugation, whichever of its bonds it is that is conjugated. */
  private static final SmartsQuery HELD =
      new SmartsQuery(
          "[$([CD3](=[N,O,S])-!@[#7,O,S!D1]),$([#7,O,S!D1]-!@[CD3]=[N,O,S]),"
              + "$([CD3](=[N+])-!@[#7!D1]),$([#7!D1]-!@[CD3]=[N+])]");

  @Override
  public double of(IAtomContainer molecule) {
    Atoms.markRings(molecule);
    int count = 0;
    for (IBond bond : molecule.bonds()) {
      if (!bond.isInRing() && bond.getOrder() == IBond.Order.SINGLE && isRotatable(bond)) {
        count++;
      }
    }
    return count;
  }

  /** One end that is not held is enough. */
  private static boolean isRotatable(IBond bond) {
    IAtom begin = bond.getBegin();
    IAtom end = bond.getEnd();
    return TURNING.matchesAt(begin)
        && TURNING.matchesAt(end)
        && !(HELD.matchesAt(begin) && HELD.matchesAt(end));
  }
}

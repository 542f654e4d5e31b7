package org.gflownet.reward.chem.property;

import org.openscience.cdk.interfaces.IAtom;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.interfaces.IBond;

/**
 * Number of rings that are left when the aliphatic ring atoms with an aliphatic neighbour are taken
 * out: what drug-likeness calls aromatic rings, somewhat more than those whose atoms are all
 * aromatic.
 */
public final class AromaticRings implements MolecularProperty {
  @Override
  public double of(IAtomContainer molecule) {
    Atoms.markRings(molecule);
    int[] component = new int[molecule.getAtomCount()];
    for (int i = 0; i < component.length; i++) {
      component[i] = i;
    }
    int rings = 0;
    for (IBond bond : molecule.bonds()) {
      if (isKept(bond.getBegin()) && isKept(bond.getEnd())) {
        int begin = root(component, bond.getBegin().getIndex());
        int end = root(component, bond.getEnd().getIndex());
        // A bond within one component closes a ring of the smallest set, whose size is bonds -
        // atoms + components.
        rings += begin == end ? 1 : 0;
        component[begin] = end;
      }
    }
    return rings;
  }

  private static int root(int[] component, int atom) {
    int root = atom;
    while (component[root] != root) {
      component[root] = component[component[root]];
      root = component[root];
    }
    return root;
  }

  private static boolean isKept(IAtom atom) {
    if (atom.isAromatic() || !atom.isInRing()) {
      return true;
    }
    for (IBond bond : atom.bonds()) {
      if (!bond.getOther(atom).isAromatic() && isSingleOrAromatic(bond)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSingleOrAromatic(IBond bond) {
    return bond.isAromatic() || bond.getOrder() == IBond.Order.SINGLE;
  }
}

package org.gflownet.chem;

import org.openscience.cdk.interfaces.IAtom;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.interfaces.IBond;
import org.openscience.cdk.interfaces.IElement;

/**
 * Rewrites neutral atoms beyond their valence with charges, as RDKit does before it looks at
 * valences ({@code cleanUp}): {@code N(=O)=O} as {@code [N+](=O)[O-]}, {@code N=N#N} as {@code
 * N=[N+]=[N-]}, and halogens among oxygens.
 */
final class ChargeSeparation {
  private ChargeSeparation() {}

  /** Changes the container. */
  static void apply(IAtomContainer molecule) {
    for (int a = 0; a < molecule.getAtomCount(); a++) {
      IAtom atom = molecule.getAtom(a);
      if (isNeutral(atom)) {
        switch (atom.getAtomicNumber()) {
          case IElement.N -> separateNitrogen(atom);
          case IElement.Cl, IElement.Br, IElement.I -> separateHalogen(atom);
          default -> {}
        }
      }
    }
  }

  private static boolean isNeutral(IAtom atom) {
    return atom.getAtomicNumber() != null
        && (atom.getFormalCharge() == null || atom.getFormalCharge() == 0);
  }

  private static void separateNitrogen(IAtom nitrogen) {
    if (valence(nitrogen) != 5) {
      return;
    }
    for (IBond bond : nitrogen.bonds()) {
      IAtom other = bond.getOther(nitrogen);
      boolean oxide = isDouble(bond) && is(other, IElement.O);
      boolean azide = bond.getOrder() == IBond.Order.TRIPLE && is(other, IElement.N);
      if ((oxide || azide) && isNeutral(other)) {
        bond.setOrder(oxide ? IBond.Order.SINGLE : IBond.Order.DOUBLE);
        nitrogen.setFormalCharge(1);
        other.setFormalCharge(-1);
        return;
      }
    }
  }

  private static void separateHalogen(IAtom halogen) {
    int valence = valence(halogen);
    if (valence != 3 && valence != 5 && valence != 7) {
      return;
    }
    for (IBond bond : halogen.bonds()) {
      if (!is(bond.getOther(halogen), IElement.O)) {
        return;
      }
    }
    int charge = 0;
    for (IBond bond : halogen.bonds()) {
      if (isDouble(bond)) {
        bond.setOrder(IBond.Order.SINGLE);
        bond.getOther(halogen).setFormalCharge(-1);
        charge++;
      }
    }
    halogen.setFormalCharge(charge);
  }

  private static boolean isDouble(IBond bond) {
    return bond.getOrder() == IBond.Order.DOUBLE;
  }

  private static boolean is(IAtom atom, int element) {
    return atom.getAtomicNumber() != null && atom.getAtomicNumber() == element;
  }

  private static int valence(IAtom atom) {
    int sum = atom.getImplicitHydrogenCount() == null ? 0 : atom.getImplicitHydrogenCount();
    for (IBond bond : atom.bonds()) {
      sum += bond.getOrder() == null ? 0 : bond.getOrder().numeric();
    }
    return sum;
  }
}

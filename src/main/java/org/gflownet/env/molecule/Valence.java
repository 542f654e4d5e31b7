package org.gflownet.env.molecule;

import org.openscience.cdk.interfaces.IAtom;
import org.openscience.cdk.interfaces.IBond;
import org.openscience.cdk.interfaces.IElement;

/**
 * How many single bonds an atom of a fragment can take.
 *
 * <p>A bond replaces a hydrogen. Neutral sulphur and phosphorus without one move to their next
 * valence (S 2, 4, 6; P 3, 5) and are filled up with hydrogens, so that {@code O=S=O} becomes
 * {@code O=[SH](=O)R}.
 */
final class Valence {
  private Valence() {}

  /** Number of single bonds that an atom can take. */
  static int capacity(IAtom atom) {
    int highest = highestValence(atom);
    return highest == 0
        ? atom.getImplicitHydrogenCount()
        : Math.max(atom.getImplicitHydrogenCount(), highest - orderSum(atom));
  }

  /** 0 for an atom whose valence does not change. */
  private static int highestValence(IAtom atom) {
    if (atom.isAromatic() || atom.getFormalCharge() != 0) {
      return 0;
    }
    return switch (atom.getAtomicNumber()) {
      case IElement.P -> 5;
      case IElement.S -> 6;
      default -> 0;
    };
  }

  private static int orderSum(IAtom atom) {
    int sum = 0;
    for (IBond bond : atom.bonds()) {
      sum += bond.getOrder().numeric();
    }
    return sum;
  }
}

package org.gflownet.chem;

import org.openscience.cdk.tools.periodictable.PeriodicTable;

/** Hydrogens that valence asks for, unpaired electrons, and the refusal of impossible valences. */
final class Valences {
  private Valences() {}

  /**
   * Fills in hydrogens and unpaired electrons.
   *
   * @throws InvalidMoleculeException if an atom has more bonds than any of its valences allows
   */
  static void apply(Structure s) {
    for (int i = 0; i < s.numAtoms; i++) {
      check(s, i);
      if (s.fixed[i]) {
        s.radicals[i] = radicals(s, i);
      } else {
        s.hydrogens[i] = implicitHydrogens(s, i);
      }
    }
  }

  private static void check(Structure s, int i) {
    int z = s.atomicNumbers[i];
    int charge = s.charges[i];
    // An anion has the valences of the element to its right; before carbon it has one more bond.
    int shift = Elements.outerElectrons(z) >= 4 ? -charge : charge;
    int valence = s.explicitValence(i);
    int max = Elements.maxValence(z);
    if (max > 0 && valence + shift > max) {
      throw tooMany(i, z, valence, max - shift);
    }
  }

  private static InvalidMoleculeException tooMany(int i, int z, int valence, int max) {
    return new InvalidMoleculeException(
        "atom "
            + i
            + " ("
            + PeriodicTable.getSymbol(z)
            + ") has valence "
            + valence
            + ", at most "
            + Math.max(max, 0)
            + " is possible");
  }

  private static int implicitHydrogens(Structure s, int i) {
    int z = s.atomicNumbers[i];
    if (Elements.defaultValence(z) == Elements.ANY) {
      return 0;
    }
    int charge = s.charges[i];
    int shift = z == Elements.CARBON && charge > 0 ? -charge : charge;
    int valence = s.orderSum(i);
    for (int allowed : Elements.valences(z)) {
      if (allowed + shift >= valence) {
        return allowed + shift - valence;
      }
    }
    if (Elements.maxValence(z) != Elements.ANY) {
      throw tooMany(i, z, valence, Elements.maxValence(z) + shift);
    }
    return 0;
  }

  private static int radicals(Structure s, int i) {
    int z = s.atomicNumbers[i];
    int outer = Elements.outerElectrons(z);
    int charge = s.charges[i];
    if (Elements.defaultValence(z) == Elements.ANY) {
      return Math.max(outer - charge, 0) % 2;
    }
    int valence = s.explicitValence(i);
    int shell = z <= 2 ? 2 : 8;
    int missing = shell - outer - valence + charge;
    if (missing < 0) {
      missing = missingToHigherValence(z, valence - charge);
    }
    int unbound = outer - valence - charge;
    return unbound >= 0 ? Math.min(missing, unbound) : missing;
  }

  private static int missingToHigherValence(int z, int valence) {
    int[] valences = Elements.valences(z);
    if (valences.length > 1) {
      for (int allowed : valences) {
        if (allowed >= valence) {
          return allowed - valence;
        }
      }
    }
    return 0;
  }
}

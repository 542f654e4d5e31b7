package org.gflownet.reward.chem.property;

import org.openscience.cdk.interfaces.IAtom;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.interfaces.IBond;

/**
 * Topological polar surface area in square angstrom: contributions of nitrogen and oxygen by their
 * surroundings (P. Ertl, B. Rohde, P. Selzer, J. Med. Chem. 43, 3714-3717 (2000), table 1). As
 * RDKit does by default, sulfur and phosphorus do not count.
 *
 * <p>An atom that the table does not have contributes max(0, 30.5 - 8.2 n + 1.5 h) for nitrogen and
 * max(0, 28.5 - 8.6 n + 1.5 h) for oxygen, where: n heavy neighbours, h hydrogens.
 */
public final class TopologicalPolarSurfaceArea implements MolecularProperty {
  private static final double UNKNOWN = -1.0;

  @Override
  public double of(IAtomContainer molecule) {
    double sum = 0.0;
    Surroundings around = null;
    for (IAtom atom : molecule.atoms()) {
      int element = Atoms.element(atom);
      if (element == Atoms.NITROGEN || element == Atoms.OXYGEN) {
        if (around == null) {
          around = new Surroundings();
        }
        around.lookAt(atom);
        sum += element == Atoms.NITROGEN ? around.nitrogen() : around.oxygen();
      }
    }
    return sum;
  }

  /** Bonds, hydrogens and charge of one atom. */
  private static final class Surroundings {
    private int hydrogens;
    private int charge;
    private int neighbours;
    private int singles;
    private int doubles;
    private int triples;
    private int aromatics;
    private boolean inThreeRing;

    void lookAt(IAtom atom) {
      hydrogens = Atoms.hydrogens(atom);
      charge = Atoms.charge(atom);
      neighbours = 0;
      singles = 0;
      doubles = 0;
      triples = 0;
      aromatics = 0;
      for (IBond bond : atom.bonds()) {
        if (Atoms.element(bond.getOther(atom)) != Atoms.HYDROGEN) {
          neighbours++;
          count(bond);
        }
      }
      inThreeRing = neighbours > 1 && isInThreeRing(atom);
    }

    private void count(IBond bond) {
      if (bond.isAromatic()) {
        aromatics++;
      } else {
        switch (bond.getOrder()) {
          case SINGLE -> singles++;
          case DOUBLE -> doubles++;
          case TRIPLE -> triples++;
          default -> {
            // No entry of the table has any other.
          }
        }
      }
    }

    private static boolean isInThreeRing(IAtom atom) {
      for (IBond first : atom.bonds()) {
        for (IBond second : atom.bonds()) {
          if (first != second && first.getOther(atom).getBond(second.getOther(atom)) != null) {
            return true;
          }
        }
      }
      return false;
    }

    private boolean bonds(int ofSingle, int ofDouble, int ofTriple, int ofAromatic) {
      return singles == ofSingle
          && doubles == ofDouble
          && triples == ofTriple
          && aromatics == ofAromatic;
    }

    private boolean has(int ofHydrogen, int ofCharge) {
      return hydrogens == ofHydrogen && charge == ofCharge;
    }

    double nitrogen() {
      double area =
          switch (neighbours) {
            case 1 -> terminalNitrogen();
            case 2 -> aromatics == 0 ? middleNitrogen() : ringNitrogen();
            case 3 -> aromatics == 0 ? branchedNitrogen() : substitutedRingNitrogen();
            case 4 -> has(0, 1) && bonds(4, 0, 0, 0) ? 0.0 : UNKNOWN;
            default -> UNKNOWN;
          };
      return area == UNKNOWN ? Math.max(0.0, 30.5 - 8.2 * neighbours + 1.5 * hydrogens) : area;
    }

    private double terminalNitrogen() {
      if (has(0, 0) && bonds(0, 0, 1, 0)) {
        return 23.79;
      }
      if (has(1, 0) && bonds(0, 1, 0, 0)) {
        return 23.85;
      }
      if (has(2, 0) && bonds(1, 0, 0, 0)) {
        return 26.02;
      }
      if (has(2, 1) && bonds(0, 1, 0, 0)) {
        return 25.59;
      }
      return has(3, 1) && bonds(1, 0, 0, 0) ? 27.64 : UNKNOWN;
    }

    private double middleNitrogen() {
      if (has(0, 0)) {
        return bonds(1, 1, 0, 0) ? 12.36 : bonds(0, 1, 1, 0) ? 13.60 : UNKNOWN;
      }
      if (has(1, 0) && bonds(2, 0, 0, 0)) {
        return inThreeRing ? 21.94 : 12.03;
      }
      if (has(0, 1) && bonds(1, 0, 1, 0)) {
        return 4.36;
      }
      if (has(1, 1) && bonds(1, 1, 0, 0)) {
        return 13.97;
      }
      return has(2, 1) && bonds(2, 0, 0, 0) ? 16.61 : UNKNOWN;
    }

    private double ringNitrogen() {
      if (!bonds(0, 0, 0, 2)) {
        return UNKNOWN;
      }
      if (has(0, 0)) {
        return 12.89;
      }
      return has(1, 0) ? 15.79 : has(1, 1) ? 14.14 : UNKNOWN;
    }

    private double branchedNitrogen() {
      if (has(0, 0)) {
        if (bonds(3, 0, 0, 0)) {
          return inThreeRing ? 3.01 : 3.24;
        }
        return bonds(1, 2, 0, 0) ? 11.68 : UNKNOWN;
      }
      if (has(0, 1) && bonds(2, 1, 0, 0)) {
        return 3.01;
      }
      return has(1, 1) && bonds(3, 0, 0, 0) ? 4.44 : UNKNOWN;
    }

    private double substitutedRingNitrogen() {
      if (has(0, 0)) {
        return bonds(0, 0, 0, 3)
            ? 4.41
            : bonds(1, 0, 0, 2) ? 4.93 : bonds(0, 1, 0, 2) ? 8.39 : UNKNOWN;
      }
      if (has(0, 1)) {
        return bonds(0, 0, 0, 3) ? 4.10 : bonds(1, 0, 0, 2) ? 3.88 : UNKNOWN;
      }
      return UNKNOWN;
    }

    double oxygen() {
      double area = UNKNOWN;
      if (neighbours == 1) {
        area = terminalOxygen();
      } else if (neighbours == 2 && has(0, 0)) {
        area = bonds(2, 0, 0, 0) ? (inThreeRing ? 12.53 : 9.23) : UNKNOWN;
        area = bonds(0, 0, 0, 2) ? 13.14 : area;
      }
      return area == UNKNOWN ? Math.max(0.0, 28.5 - 8.6 * neighbours + 1.5 * hydrogens) : area;
    }

    private double terminalOxygen() {
      if (has(0, 0) && bonds(0, 1, 0, 0)) {
        return 17.07;
      }
      if (has(1, 0) && bonds(1, 0, 0, 0)) {
        return 20.23;
      }
      return has(0, -1) && bonds(1, 0, 0, 0) ? 23.06 : UNKNOWN;
    }
  }
}

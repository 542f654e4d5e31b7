package org.gflownet.reward.chem.property;

import java.util.List;
import org.openscience.cdk.interfaces.IAtom;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.interfaces.IBond;

/**
 * Logarithm of the partition coefficient between octanol and water: a sum of contributions by atom
 * type (S. A. Wildman, G. M. Crippen, J. Chem. Inf. Comput. Sci. 39, 868-873 (1999)), hydrogens
 * included.
 *
 * <p>Heavy atoms are typed by the first matching SMARTS of the table, hydrogens by the atom that
 * they are on. An atom without a type, such as a noble gas, contributes nothing.
 */
public final class CrippenLogP implements MolecularProperty {
  private static final double ON_CARBON = 0.1230;
  private static final double OF_ALCOHOL = -0.2677;
  private static final double OF_AMINE = 0.2142;
  private static final double OF_ACID = 0.2980;
  private static final double OTHER_HYDROGEN = 0.1125;

  private record Type(SmartsQuery pattern, double contribution) {}

  private static final List<Type> TYPES =
      PropertyTable.rows("crippen-logp.tsv").stream()
          .map(row -> new Type(new SmartsQuery(row[1]), Double.parseDouble(row[2])))
          .toList();

  @Override
  public double of(IAtomContainer molecule) {
    Atoms.markRings(molecule);
    double sum = 0.0;
    for (IAtom atom : molecule.atoms()) {
      if (Atoms.element(atom) != Atoms.HYDROGEN) {
        sum += contributionOf(atom);
        int hydrogens = Atoms.hydrogens(atom);
        if (hydrogens > 0) {
          sum += hydrogens * contributionOfHydrogenOn(atom, hydrogens);
        }
      }
    }
    return sum;
  }

  private static double contributionOf(IAtom atom) {
    for (Type type : TYPES) {
      if (type.pattern().matchesAt(atom)) {
        return type.contribution();
      }
    }
    return 0.0;
  }

  private static double contributionOfHydrogenOn(IAtom atom, int hydrogens) {
    int element = Atoms.element(atom);
    if (element == Atoms.CARBON) {
      return ON_CARBON;
    }
    if (element == Atoms.OXYGEN && !atom.isAromatic()) {
      return contributionInHydroxyl(atom, hydrogens);
    }
    // The paper's H2, "not on aliphatic C, N or O", comes before H3, so a pyrrole's hydrogen is of
    // H2.
    return element == Atoms.NITROGEN ? OF_AMINE : OF_ALCOHOL;
  }

  /** Types H2, H3, H4 and HS, in that order, by what else the oxygen is bonded to. */
  private static double contributionInHydroxyl(IAtom oxygen, int hydrogens) {
    boolean alcohol = hydrogens > 1;
    boolean amine = false;
    boolean acid = false;
    for (IBond bond : oxygen.bonds()) {
      if (isSingleOrAromatic(bond)) {
        IAtom other = bond.getOther(oxygen);
        alcohol |= isOfAlcohol(other);
        amine |= Atoms.element(other) == Atoms.NITROGEN;
        acid |= isOfAcid(other, oxygen);
      }
    }
    return alcohol ? OF_ALCOHOL : amine ? OF_AMINE : acid ? OF_ACID : OTHER_HYDROGEN;
  }

  /**
   * {@code [#1]O[CX4,c]} and {@code [#1]O[!C;!N;!O;!S]}, whose exclusions RDKit takes to hold for
   * aromatic atoms too.
   */
  private static boolean isOfAlcohol(IAtom other) {
    return switch (Atoms.element(other)) {
      case Atoms.CARBON ->
          other.isAromatic() || other.getBondCount() + other.getImplicitHydrogenCount() == 4;
      case Atoms.NITROGEN, Atoms.OXYGEN, Atoms.SULFUR -> false;
      default -> true;
    };
  }

  /** {@code [#1]OC=[#6,#7,O,S]} and {@code [#1]O[O,S]}. */
  private static boolean isOfAcid(IAtom other, IAtom oxygen) {
    int element = Atoms.element(other);
    if (element != Atoms.CARBON) {
      return !other.isAromatic() && (element == Atoms.OXYGEN || element == Atoms.SULFUR);
    }
    for (IBond bond : other.bonds()) {
      IAtom end = bond.getOther(other);
      if (!end.equals(oxygen) && !bond.isAromatic() && bond.getOrder() == IBond.Order.DOUBLE) {
        return switch (Atoms.element(end)) {
          case Atoms.CARBON, Atoms.NITROGEN -> true;
          case Atoms.OXYGEN, Atoms.SULFUR -> !end.isAromatic();
          default -> false;
        };
      }
    }
    return false;
  }

  private static boolean isSingleOrAromatic(IBond bond) {
    return bond.isAromatic() || bond.getOrder() == IBond.Order.SINGLE;
  }
}

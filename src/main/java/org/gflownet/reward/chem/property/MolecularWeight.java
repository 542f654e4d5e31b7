package org.gflownet.reward.chem.property;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.openscience.cdk.config.Isotopes;
import org.openscience.cdk.interfaces.IAtom;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.interfaces.IElement;
import org.openscience.cdk.tools.periodictable.PeriodicTable;

/**
 * Molecular weight in g/mol: average atomic weights, hydrogens included; an atom with a mass number
 * has its isotope's mass.
 */
public final class MolecularWeight implements MolecularProperty {
  private static final double[] WEIGHTS = weights();
  private static final double HYDROGEN_WEIGHT = WEIGHTS[Atoms.HYDROGEN];

  private static double[] weights() {
    double[] weights = new double[IElement.Og + 1];
    Arrays.fill(weights, Double.NaN);
    weights[0] = 0.0;
    for (String[] row : PropertyTable.rows("atomic-weights.tsv")) {
      weights[PeriodicTable.getAtomicNumber(row[0])] = Double.parseDouble(row[1]);
    }
    return weights;
  }

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
    return mass == null ? WEIGHTS[element] : isotopeMass(element, mass);
  }

  /** The mass number stands for the mass of an isotope that the CDK does not list. */
  private static double isotopeMass(int element, int massNumber) {
    try {
      double mass = Isotopes.getInstance().getExactMass(element, massNumber);
      return mass > 0 ? mass : massNumber;
    } catch (IOException e) {
      throw new UncheckedIOException("the CDK's table of isotopes", e);
    }
  }
}

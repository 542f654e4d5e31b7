package org.gflownet.chem;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.openscience.cdk.config.Isotopes;
import org.openscience.cdk.interfaces.IElement;
import org.openscience.cdk.tools.periodictable.PeriodicTable;

/** Masses of atoms in g/mol: averages over an element's isotopes, and those of single isotopes. */
public final class AtomicMasses {
  private static final String TABLE = "/org/gflownet/chem/atomic-weights.tsv";
  private static final double[] WEIGHTS = weights();

  private AtomicMasses() {}

  private static double[] weights() {
    double[] weights = new double[IElement.Og + 1];
    try (InputStream in = AtomicMasses.class.getResourceAsStream(TABLE)) {
      if (in == null) {
        throw new IllegalStateException("no table " + TABLE + " on the class path");
      }
      String table = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String line : table.lines().toList()) {
        if (!line.startsWith("#")) {
          int tab = line.indexOf('\t');
          weights[PeriodicTable.getAtomicNumber(line.substring(0, tab))] =
              Double.parseDouble(line.substring(tab + 1));
        }
      }
    } catch (IOException problem) {
      throw new UncheckedIOException("table " + TABLE, problem);
    }
    return weights;
  }

  /** Average weight of an element; 0 for the atomic number 0. */
  public static double weight(int atomicNumber) {
    return WEIGHTS[atomicNumber];
  }

  /** Mass of an isotope; its mass number where the CDK does not list it. */
  public static double ofIsotope(int atomicNumber, int massNumber) {
    try {
      double mass = Isotopes.getInstance().getExactMass(atomicNumber, massNumber);
      return mass > 0 ? mass : massNumber;
    } catch (IOException problem) {
      throw new UncheckedIOException("the CDK's table of isotopes", problem);
    }
  }
}

package org.gflownet.reward.chem.property;

import java.util.Arrays;
import org.openscience.cdk.interfaces.IAtom;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.isomorphism.DfPattern;
import org.openscience.cdk.isomorphism.matchers.Expr;
import org.openscience.cdk.silent.SilentChemObjectBuilder;
import org.openscience.cdk.smarts.Smarts;

/**
 * A compiled SMARTS pattern over a molecule whose ring flags are set and whose aromaticity is not
 * to be perceived anew.
 *
 * <p>Immutable and thread-safe: the CDK compiles recursive expressions at their first use, without
 * a lock, so they are used once here.
 */
final class SmartsQuery {
  private final DfPattern pattern;
  private final long[] kinds;
  private final long rootKinds;

  /**
   * Compiles a pattern.
   *
   * @throws IllegalStateException not a SMARTS: patterns come from this package's own tables
   */
  SmartsQuery(String smarts) {
    IAtomContainer query = SilentChemObjectBuilder.getInstance().newAtomContainer();
    if (!Smarts.parse(query, smarts)) {
      throw new IllegalStateException("not a SMARTS: " + smarts + ": " + Smarts.getLastErrorMesg());
    }
    compileRecursions(query, oneAtom());
    pattern = DfPattern.findSubstructure(query);
    long[] admitted = new long[query.getAtomCount()];
    Arrays.setAll(admitted, i -> ElementKinds.admittedBy(query.getAtom(i)));
    rootKinds = admitted[0];
    kinds = Arrays.stream(admitted).filter(k -> k != ElementKinds.ANY).distinct().toArray();
  }

  private static IAtom oneAtom() {
    IAtomContainer molecule = SilentChemObjectBuilder.getInstance().newAtomContainer();
    molecule.newAtom(Atoms.CARBON, 4);
    return molecule.getAtom(0);
  }

  private static void compileRecursions(IAtomContainer query, IAtom probe) {
    for (IAtom atom : query.atoms()) {
      compileRecursions(ElementKinds.expression(atom), probe);
    }
  }

  private static void compileRecursions(Expr expression, IAtom probe) {
    switch (expression.type()) {
      case AND, OR -> {
        compileRecursions(expression.left(), probe);
        compileRecursions(expression.right(), probe);
      }
      case NOT -> compileRecursions(expression.left(), probe);
      case RECURSIVE -> {
        compileRecursions(expression.subquery(), probe);
        expression.matches(probe);
      }
      default -> {
        // Holds no pattern.
      }
    }
  }

  /**
   * Whether it matches anywhere.
   *
   * @param present {@link ElementKinds#of(IAtomContainer)} of the molecule
   */
  boolean matches(IAtomContainer molecule, long present) {
    for (long admitted : kinds) {
      if ((admitted & present) == 0) {
        return false;
      }
    }
    return pattern.matches(molecule);
  }

  /** Whether its first atom can be of any of these kinds. */
  boolean startsWith(long kind) {
    return (rootKinds & kind) != 0;
  }

  /** Whether it matches with this as its first atom. */
  boolean matchesAt(IAtom atom) {
    return startsWith(ElementKinds.of(atom)) && pattern.matchesRoot(atom);
  }
}

package org.gflownet.reward.chem.property;

import org.openscience.cdk.AtomRef;
import org.openscience.cdk.interfaces.IAtom;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.isomorphism.matchers.Expr;
import org.openscience.cdk.isomorphism.matchers.QueryAtom;

/**
 * Sets of atom kinds as bits of a long: an element among the usual ones, aliphatic or aromatic, or
 * "any other". A query atom that admits no kind that a molecule has cannot match there; most
 * structural alerts are ruled out by that.
 */
final class ElementKinds {
  static final long ANY = -1L;

  private static final int[] ELEMENTS = {1, 5, 6, 7, 8, 9, 14, 15, 16, 17, 34, 35, 53};
  private static final int OTHER = ELEMENTS.length;
  private static final long AROMATIC = 0xAAAAAAAAAAAAAAAAL;

  private ElementKinds() {}

  /** The kind of one atom. */
  static long of(IAtom atom) {
    return 1L << (2 * index(Atoms.element(atom)) + (atom.isAromatic() ? 1 : 0));
  }

  /** The kinds that a molecule has. */
  static long of(IAtomContainer molecule) {
    long kinds = 0;
    for (IAtom atom : molecule.atoms()) {
      kinds |= of(atom);
    }
    return kinds;
  }

  /** The kinds that a query atom could match: at least those that it does. */
  static long admittedBy(IAtom queryAtom) {
    return admittedBy(expression(queryAtom));
  }

  /** What a query atom asks. Containers hold their atoms behind references. */
  static Expr expression(IAtom queryAtom) {
    return ((QueryAtom) AtomRef.deref(queryAtom)).getExpression();
  }

  private static long admittedBy(Expr expression) {
    return switch (expression.type()) {
      case AND -> admittedBy(expression.left()) & admittedBy(expression.right());
      case OR -> admittedBy(expression.left()) | admittedBy(expression.right());
      case ELEMENT -> both(expression.value());
      case ALIPHATIC_ELEMENT -> both(expression.value()) & ~AROMATIC;
      case AROMATIC_ELEMENT -> both(expression.value()) & AROMATIC;
      case IS_AROMATIC -> AROMATIC;
      case IS_ALIPHATIC -> ~AROMATIC;
      case RECURSIVE -> admittedBy(expression.subquery().getAtom(0));
      default -> ANY;
    };
  }

  private static long both(int element) {
    return 3L << (2 * index(element));
  }

  private static int index(int element) {
    for (int i = 0; i < ELEMENTS.length; i++) {
      if (ELEMENTS[i] == element) {
        return i;
      }
    }
    return OTHER;
  }
}

package org.gflownet.chem;

import java.util.Arrays;
import org.openscience.cdk.interfaces.IAtom;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.interfaces.IBond;

/**
 * A Kekule structure as plain arrays: what perception reads, many times, without asking CDK's
 * objects again. The arrays are not changed once built.
 */
final class AtomGraph {
  private static final int MAX_HYDROGENS = 9;
  private static final int MAX_CHARGE = 15;

  /** Of the atoms: atomic number, formal charge, mass number (0: natural), hydrogens counted. */
  final int[] elements;

  final int[] charges;
  final int[] isotopes;

  /** Hydrogens that are no atoms of the graph. */
  final int[] hydrogens;

  /** Of the bonds: atoms and order 1 to 3, in the container's order. */
  final int[] from;

  final int[] to;
  final int[] orders;

  /** Neighbours of each atom, increasing, and the bonds to them in the same order. */
  final int[][] neighbours;

  final int[][] incident;

  /** Sum of bond orders and hydrogens of each atom. */
  final int[] valences;

  /**
   * Reads a container.
   *
   * @throws InvalidMoleculeException for what is no element, has no hydrogen count, or a bond that
   *     is not single, double or triple
   */
  AtomGraph(IAtomContainer molecule) {
    int numAtoms = molecule.getAtomCount();
    elements = new int[numAtoms];
    charges = new int[numAtoms];
    isotopes = new int[numAtoms];
    hydrogens = new int[numAtoms];
    for (int a = 0; a < numAtoms; a++) {
      readAtom(a, molecule.getAtom(a));
    }
    int numBonds = molecule.getBondCount();
    from = new int[numBonds];
    to = new int[numBonds];
    orders = new int[numBonds];
    valences = hydrogens.clone();
    int[] degrees = new int[numAtoms];
    for (int b = 0; b < numBonds; b++) {
      readBond(b, molecule.getBond(b));
      degrees[from[b]]++;
      degrees[to[b]]++;
    }
    neighbours = new int[numAtoms][];
    incident = new int[numAtoms][];
    for (int a = 0; a < numAtoms; a++) {
      neighbours[a] = new int[degrees[a]];
      incident[a] = new int[degrees[a]];
    }
    connect();
  }

  private void readAtom(int a, IAtom atom) {
    int element = orZero(atom.getAtomicNumber());
    if (element < 1 || element > Elements.MAX_ELEMENT) {
      throw new InvalidMoleculeException("atom " + a + " is no element");
    }
    Integer count = atom.getImplicitHydrogenCount();
    if (count == null || count < 0 || count > MAX_HYDROGENS) {
      throw new InvalidMoleculeException(
          "atom " + a + " has hydrogen count " + count + "; expected 0 to " + MAX_HYDROGENS);
    }
    elements[a] = element;
    hydrogens[a] = count;
    charges[a] = orZero(atom.getFormalCharge());
    isotopes[a] = orZero(atom.getMassNumber());
    if (Math.abs(charges[a]) > MAX_CHARGE) {
      throw new InvalidMoleculeException(
          "atom " + a + " has charge " + charges[a] + "; at most " + MAX_CHARGE + " either way");
    }
  }

  private static int orZero(Integer value) {
    return value == null ? 0 : value;
  }

  private void readBond(int b, IBond bond) {
    IBond.Order order = bond.getOrder();
    if (order == null || order.numeric() < 1 || order.numeric() > 3) {
      throw new InvalidMoleculeException(
          "bond " + b + " has order " + order + "; expected single, double or triple");
    }
    from[b] = bond.getBegin().getIndex();
    to[b] = bond.getEnd().getIndex();
    orders[b] = order.numeric();
    valences[from[b]] += orders[b];
    valences[to[b]] += orders[b];
  }

  private void connect() {
    int[] filled = new int[elements.length];
    for (int b = 0; b < orders.length; b++) {
      insert(from[b], to[b], b, filled[from[b]]++);
      insert(to[b], from[b], b, filled[to[b]]++);
    }
  }

  /** One step of an insertion sort: atoms have few bonds, mostly in increasing order already. */
  private void insert(int atom, int neighbour, int bond, int filled) {
    int k = filled;
    for (; k > 0 && neighbours[atom][k - 1] > neighbour; k--) {
      neighbours[atom][k] = neighbours[atom][k - 1];
      incident[atom][k] = incident[atom][k - 1];
    }
    neighbours[atom][k] = neighbour;
    incident[atom][k] = bond;
  }

  int numAtoms() {
    return elements.length;
  }

  int numBonds() {
    return orders.length;
  }

  int degree(int atom) {
    return neighbours[atom].length;
  }

  /** Number of neighbours, hydrogens that are no atoms included. */
  int totalDegree(int atom) {
    return neighbours[atom].length + hydrogens[atom];
  }

  /** The atom at a bond's other end. */
  int other(int bond, int atom) {
    return from[bond] == atom ? to[bond] : from[bond];
  }

  /** The bond between two neighbours. */
  int bond(int atom, int neighbour) {
    return incident[atom][Arrays.binarySearch(neighbours[atom], neighbour)];
  }
}

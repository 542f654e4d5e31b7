package org.gflownet.chem;

import java.util.Arrays;

/**
 * Atoms and bonds as drawn, before {@link Sanitizer}: a Kekulé structure whose hydrogens may be
 * left to valence. Parts can be appended and joined, which is how molecules are assembled from
 * blocks.
 *
 * <p>Mutable; not thread-safe.
 */
public final class MolecularGraph {
  /** Hydrogen count of an atom that gets as many hydrogens as its valence asks for. */
  public static final int IMPLICIT = -1;

  private static final int MAX_HYDROGENS = 99;
  private static final int MAX_CHARGE = 99;
  private static final int MAX_ISOTOPE = 9999;

  private int numAtoms;
  private int numBonds;
  private int[] atomicNumbers = new int[16];
  private int[] charges = new int[16];
  private int[] isotopes = new int[16];
  private int[] hydrogens = new int[16];
  private int[] begins = new int[16];
  private int[] ends = new int[16];
  private int[] orders = new int[16];

  /** No atoms yet. */
  public MolecularGraph() {}

  /**
   * Appends an atom and returns its index.
   *
   * @param atomicNumber 1 to 118
   * @param charge formal charge
   * @param isotope mass number; 0 where none is given
   * @param numHydrogens hydrogens that are not atoms of their own, or {@link #IMPLICIT}
   * @throws InvalidMoleculeException if a number is out of all bounds
   */
  public int addAtom(int atomicNumber, int charge, int isotope, int numHydrogens) {
    Elements.check(atomicNumber);
    if (Math.abs(charge) > MAX_CHARGE || isotope < 0 || isotope > MAX_ISOTOPE) {
      throw new InvalidMoleculeException(
          "an atom of mass "
              + isotope
              + " and charge "
              + charge
              + ", at most "
              + MAX_ISOTOPE
              + " and "
              + MAX_CHARGE
              + " are read");
    }
    if (numHydrogens < IMPLICIT || numHydrogens > MAX_HYDROGENS) {
      throw new InvalidMoleculeException(
          "an atom with " + numHydrogens + " hydrogens, at most " + MAX_HYDROGENS + " are read");
    }
    if (numAtoms == atomicNumbers.length) {
      growAtoms();
    }
    atomicNumbers[numAtoms] = atomicNumber;
    charges[numAtoms] = charge;
    isotopes[numAtoms] = isotope;
    hydrogens[numAtoms] = numHydrogens;
    return numAtoms++;
  }

  /**
   * Appends a bond and returns its index.
   *
   * @param begin index of an atom
   * @param end index of another atom that has no bond with it yet
   * @param order 1 to 3
   */
  public int addBond(int begin, int end, int order) {
    checkAtom(begin);
    checkAtom(end);
    if (begin == end) {
      throw new InvalidMoleculeException("atom " + begin + " is bonded to itself");
    }
    if (order < 1 || order > 3) {
      throw new InvalidMoleculeException("a bond of order " + order + ", must be 1 to 3");
    }
    if (numBonds == begins.length) {
      growBonds();
    }
    begins[numBonds] = begin;
    ends[numBonds] = end;
    orders[numBonds] = order;
    return numBonds++;
  }

  /**
   * Appends all atoms and bonds of another graph.
   *
   * @return index that the other graph's first atom has here
   */
  public int append(MolecularGraph other) {
    int shift = numAtoms;
    for (int i = 0; i < other.numAtoms; i++) {
      addAtom(other.atomicNumbers[i], other.charges[i], other.isotopes[i], other.hydrogens[i]);
    }
    for (int b = 0; b < other.numBonds; b++) {
      addBond(shift + other.begins[b], shift + other.ends[b], other.orders[b]);
    }
    return shift;
  }

  /**
   * Joins two atoms by a single bond that takes the place of one hydrogen at each end, where that
   * end has a fixed number of hydrogens and one left.
   */
  public void join(int begin, int end) {
    addBond(begin, end, 1);
    hydrogens[begin] -= hydrogens[begin] > 0 ? 1 : 0;
    hydrogens[end] -= hydrogens[end] > 0 ? 1 : 0;
  }

  /** Number of atoms. */
  public int numAtoms() {
    return numAtoms;
  }

  /** Number of bonds. */
  public int numBonds() {
    return numBonds;
  }

  /** Atomic number of atom i. */
  public int atomicNumber(int i) {
    return atomicNumbers[checkAtom(i)];
  }

  /** Formal charge of atom i. */
  public int charge(int i) {
    return charges[checkAtom(i)];
  }

  /** Mass number of atom i, 0 where none is given. */
  public int isotope(int i) {
    return isotopes[checkAtom(i)];
  }

  /** Fixed number of hydrogens of atom i, or {@link #IMPLICIT}. */
  public int hydrogens(int i) {
    return hydrogens[checkAtom(i)];
  }

  /** First atom of bond b. */
  public int begin(int b) {
    return begins[b];
  }

  /** Second atom of bond b. */
  public int end(int b) {
    return ends[b];
  }

  /** Order of bond b, 1 to 3. */
  public int order(int b) {
    return orders[b];
  }

  private int checkAtom(int i) {
    if (i < 0 || i >= numAtoms) {
      throw new IndexOutOfBoundsException("atom " + i + " of " + numAtoms);
    }
    return i;
  }

  private void growAtoms() {
    int size = 2 * numAtoms;
    atomicNumbers = Arrays.copyOf(atomicNumbers, size);
    charges = Arrays.copyOf(charges, size);
    isotopes = Arrays.copyOf(isotopes, size);
    hydrogens = Arrays.copyOf(hydrogens, size);
  }

  private void growBonds() {
    int size = 2 * numBonds;
    begins = Arrays.copyOf(begins, size);
    ends = Arrays.copyOf(ends, size);
    orders = Arrays.copyOf(orders, size);
  }
}

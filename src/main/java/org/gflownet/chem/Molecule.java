package org.gflownet.chem;

import org.openscience.cdk.exception.CDKException;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.smiles.SmiFlavor;
import org.openscience.cdk.smiles.SmilesGenerator;

/**
 * A molecule whose hydrogens, rings and aromaticity are known; made by {@link Sanitizer} and {@link
 * MoleculeReader}. Atoms keep the order that they were given in. Stereochemistry is not kept: two
 * stereoisomers are the same molecule here, as they are for the networks that read molecules.
 *
 * <p>Immutable; thread-safe.
 */
public final class Molecule {
  /** Kind of an aromatic bond; 1, 2 and 3 are single, double and triple bonds. */
  public static final int AROMATIC = 4;

  private final Structure structure;
  private volatile Canonical canonical;

  /** The SMILES, and for each atom its place in it. */
  private record Canonical(String smiles, int[] places) {}

  Molecule(Structure structure) {
    this.structure = structure;
  }

  Structure structure() {
    return structure;
  }

  /** Number of atoms; hydrogens are counted only where they are atoms of their own. */
  public int numAtoms() {
    return structure.numAtoms;
  }

  /** Number of bonds. */
  public int numBonds() {
    return structure.numBonds;
  }

  /** Atomic number of atom i, 1 to 118. */
  public int atomicNumber(int i) {
    return structure.atomicNumbers[i];
  }

  /** Formal charge of atom i. */
  public int charge(int i) {
    return structure.charges[i];
  }

  /** Mass number of atom i; 0 where none is given. */
  public int isotope(int i) {
    return structure.isotopes[i];
  }

  /** Hydrogens on atom i that are not atoms of their own. */
  public int hydrogens(int i) {
    return structure.hydrogens[i];
  }

  /** Unpaired electrons of atom i. */
  public int radicals(int i) {
    return structure.radicals[i];
  }

  /** Whether atom i is in an aromatic ring. */
  public boolean isAromatic(int i) {
    return structure.aromaticAtoms[i];
  }

  /** Number of bonds of atom i. */
  public int degree(int i) {
    return structure.degree(i);
  }

  /** Index of the k-th bond of atom i, k below {@link #degree}. */
  public int bond(int i, int k) {
    return structure.incident[structure.first[i] + k];
  }

  /** The atom at the other end of the k-th bond of atom i. */
  public int neighbor(int i, int k) {
    return structure.other(bond(i, k), i);
  }

  /** First atom of bond b. */
  public int begin(int b) {
    return structure.begins[b];
  }

  /** Second atom of bond b. */
  public int end(int b) {
    return structure.ends[b];
  }

  /** Order of bond b in a Kekulé structure, 1 to 3. */
  public int order(int b) {
    return structure.orders[b];
  }

  /** 1 to 3 for a bond of that order, {@link #AROMATIC} for an aromatic one. */
  public int bondKind(int b) {
    return structure.aromaticBonds[b] ? AROMATIC : structure.orders[b];
  }

  /** Whether bond b is in a ring. */
  public boolean isRingBond(int b) {
    return structure.ringBonds[b];
  }

  /** Number of smallest rings; as RDKit counts them, 6 in cubane. */
  public int numRings() {
    return structure.rings.length;
  }

  /** Atoms of ring r in order around it; a copy. */
  public int[] ring(int r) {
    return structure.rings[r].clone();
  }

  /** Hybridisation of each atom, in a new array. */
  public Hybridization[] hybridizations() {
    return Hybridization.of(structure);
  }

  /** A new CDK container, aromatic flags and Kekulé bond orders set. */
  public IAtomContainer toContainer() {
    return CdkContainers.write(this);
  }

  /**
   * A SMILES that depends on the molecule alone, not on the order of its atoms, with aromatic
   * symbols and isotopes. The order of atoms is this project's own ({@code CanonicalOrder}), so it
   * compares only with others written here.
   */
  public String canonicalSmiles() {
    return canonical().smiles();
  }

  /**
   * For each atom the place that it has in {@link #canonicalSmiles()}, from 0; a copy. Which of
   * several interchangeable atoms comes first depends on the order of atoms here.
   */
  public int[] canonicalPlaces() {
    return canonical().places().clone();
  }

  private Canonical canonical() {
    Canonical known = canonical;
    if (known == null) {
      known = generate();
      canonical = known;
    }
    return known;
  }

  private Canonical generate() {
    int flavor = SmiFlavor.UseAromaticSymbols | SmiFlavor.AtomicMass;
    int[] ranks = CanonicalOrder.ranks(this);
    int[] order = new int[ranks.length];
    try {
      String smiles =
          new SmilesGenerator(flavor).create(CdkContainers.writeCanonical(this, ranks), order);
      int[] places = new int[ranks.length];
      for (int i = 0; i < places.length; i++) {
        places[i] = order[ranks[i]];
      }
      return new Canonical(smiles, places);
    } catch (CDKException problem) {
      throw new IllegalStateException("cannot write the SMILES of a valid molecule", problem);
    }
  }
}

package org.gflownet.chem;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.openscience.cdk.config.Elements;
import org.openscience.cdk.config.Isotopes;
import org.openscience.cdk.interfaces.IIsotope;

/**
 * Circular fingerprints with the identifiers of RDKit's Morgan algorithm (D. Rogers, M. Hahn, J.
 * Chem. Inf. Model. 50, 742-754 (2010)): every atom starts from a hash of its element, neighbours,
 * hydrogens, charge, isotope and ring membership, and takes in those of its neighbours, round after
 * round. An environment of the same bonds as an earlier one counts once.
 *
 * <p>No state; thread-safe.
 */
public final class MorganFingerprint {
  private static final int GOLDEN = 0x9e3779b9;

  private final Molecule molecule;
  private final int radius;
  private final List<Integer> identifiers = new ArrayList<>();
  private final Set<BitSet> environments = new HashSet<>();

  private MorganFingerprint(Molecule molecule, int radius) {
    this.molecule = molecule;
    this.radius = radius;
  }

  /**
   * The identifiers of all environments up to a radius, one for each environment: unsigned numbers
   * of 32 bits, a number as often as it occurs.
   *
   * @param radius in bonds, 0 or more
   */
  public static int[] identifiers(Molecule molecule, int radius) {
    MorganFingerprint fingerprint = new MorganFingerprint(molecule, radius);
    fingerprint.run();
    return fingerprint.identifiers.stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * The identifiers folded onto bits, 64 a word.
   *
   * @param numBits length, a multiple of 64
   */
  public static long[] bits(Molecule molecule, int radius, int numBits) {
    if (numBits < Long.SIZE || numBits % Long.SIZE != 0) {
      throw new IllegalArgumentException("bits must be a multiple of 64, were " + numBits);
    }
    long[] words = new long[numBits / Long.SIZE];
    for (int identifier : identifiers(molecule, radius)) {
      int bit = Integer.remainderUnsigned(identifier, numBits);
      words[bit / Long.SIZE] |= 1L << bit;
    }
    return words;
  }

  private void run() {
    int numAtoms = molecule.numAtoms();
    int[] current = new int[numAtoms];
    boolean[] inRing = ringAtoms();
    BitSet[] bonds = new BitSet[numAtoms];
    for (int i = 0; i < numAtoms; i++) {
      current[i] = first(i, inRing[i]);
      identifiers.add(current[i]);
      bonds[i] = new BitSet();
    }
    boolean[] dead = new boolean[numAtoms];
    for (int layer = 0; layer < radius; layer++) {
      int[] next = current.clone();
      BitSet[] grown = bonds.clone();
      List<Integer> alive = new ArrayList<>();
      for (int i = 0; i < numAtoms; i++) {
        if (!dead[i] && molecule.degree(i) > 0) {
          next[i] = identifier(i, layer, current);
          grown[i] = environment(i, bonds);
          alive.add(i);
        }
      }
      keepNew(alive, next, grown, dead);
      current = next;
      bonds = grown;
    }
  }

  /** Of atoms with the same environment the one with the smallest identifier counts. */
  private void keepNew(List<Integer> atoms, int[] identifier, BitSet[] bonds, boolean[] dead) {
    atoms.sort((a, b) -> Integer.compareUnsigned(identifier[a], identifier[b]));
    for (int atom : atoms) {
      if (environments.add(bonds[atom])) {
        identifiers.add(identifier[atom]);
      } else {
        dead[atom] = true;
      }
    }
  }

  private boolean[] ringAtoms() {
    boolean[] inRing = new boolean[molecule.numAtoms()];
    for (int b = 0; b < molecule.numBonds(); b++) {
      if (molecule.isRingBond(b)) {
        inRing[molecule.begin(b)] = true;
        inRing[molecule.end(b)] = true;
      }
    }
    return inRing;
  }

  private int first(int atom, boolean inRing) {
    int explicitHydrogens = 0;
    for (int k = 0; k < molecule.degree(atom); k++) {
      explicitHydrogens += molecule.atomicNumber(molecule.neighbor(atom, k)) == 1 ? 1 : 0;
    }
    int seed = 0;
    seed = combine(seed, molecule.atomicNumber(atom));
    seed = combine(seed, molecule.degree(atom) + molecule.hydrogens(atom));
    seed = combine(seed, molecule.hydrogens(atom) + explicitHydrogens);
    seed = combine(seed, molecule.charge(atom));
    seed = combine(seed, deltaMass(molecule.atomicNumber(atom), molecule.isotope(atom)));
    return inRing ? combine(seed, 1) : seed;
  }

  /** Mass of an isotope less the element's weight, towards 0; 0 where no isotope is given. */
  private static int deltaMass(int atomicNumber, int massNumber) {
    if (massNumber == 0) {
      return 0;
    }
    try {
      Isotopes isotopes = Isotopes.getInstance();
      IIsotope isotope = isotopes.getIsotope(Elements.ofNumber(atomicNumber).symbol(), massNumber);
      double mass = isotope == null ? massNumber : isotope.getExactMass();
      return (int) (mass - isotopes.getNaturalMass(atomicNumber));
    } catch (IOException e) {
      throw new UncheckedIOException("CDK's table of isotopes cannot be read", e);
    }
  }

  private int identifier(int atom, int layer, int[] current) {
    int degree = molecule.degree(atom);
    long[] pairs = new long[degree];
    for (int k = 0; k < degree; k++) {
      int kind = molecule.bondKind(molecule.bond(atom, k));
      long bond = kind == Molecule.AROMATIC ? 12 : kind;
      pairs[k] = bond << 32 | Integer.toUnsignedLong(current[molecule.neighbor(atom, k)]);
    }
    Arrays.sort(pairs);
    int seed = combine(layer, current[atom]);
    for (long pair : pairs) {
      seed = combine(seed, combine(combine(0, (int) (pair >>> 32)), (int) pair));
    }
    return seed;
  }

  private BitSet environment(int atom, BitSet[] bonds) {
    BitSet environment = new BitSet();
    for (int k = 0; k < molecule.degree(atom); k++) {
      environment.set(molecule.bond(atom, k));
      environment.or(bonds[molecule.neighbor(atom, k)]);
    }
    return environment;
  }

  /** Boost's hash_combine in 32 bits. */
  private static int combine(int seed, int value) {
    return seed ^ (value + GOLDEN + (seed << 6) + (seed >>> 2));
  }
}

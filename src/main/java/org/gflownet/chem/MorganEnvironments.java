package org.gflownet.chem;

import java.util.Arrays;

/** The rounds of {@link MorganFingerprint}. One use per object; not thread-safe. */
final class MorganEnvironments {
  private static final int AROMATIC_KIND = 12;
  private static final long UNSIGNED = 0xFFFF_FFFFL;

  private final Molecule molecule;
  private final int numAtoms;

  /** Words per set of bonds. */
  private final int numWords;

  /** Number of each atom after the last round; 0 for one that was left out of it. */
  private int[] numbers;

  /** Bonds that each atom's number speaks of. */
  private long[] reached;

  /** Atoms whose environment is another's, now and in all later rounds. */
  private final boolean[] dead;

  /** Sets of bonds that count, one after the other. */
  private long[] seen = new long[0];

  private int numSeen;
  private int[] found;
  private int numFound;

  private MorganEnvironments(Molecule molecule) {
    this.molecule = molecule;
    numAtoms = molecule.numAtoms();
    numWords = (molecule.numBonds() + Long.SIZE - 1) / Long.SIZE;
    numbers = AtomInvariants.of(molecule);
    reached = new long[numAtoms * numWords];
    dead = new boolean[numAtoms];
    found = numbers.clone();
    numFound = numAtoms;
  }

  /** The number of every environment that counts, in no particular order. */
  static int[] hashes(Molecule molecule, int radius) {
    MorganEnvironments environments = new MorganEnvironments(molecule);
    for (int round = 0; round < radius; round++) {
      environments.grow(round);
    }
    return Arrays.copyOf(environments.found, environments.numFound);
  }

  private void grow(int round) {
    int[] next = new int[numAtoms];
    long[] wider = reached.clone();
    // Atoms in the order of their new numbers, unsigned: the first of those with equal bonds
    // counts.
    long[] order = new long[numAtoms];
    int numGrown = 0;
    for (int i = 0; i < numAtoms; i++) {
      dead[i] |= molecule.degree(i) == 0;
      if (!dead[i]) {
        widen(i, wider);
        next[i] = hash(i, round);
        order[numGrown++] = (next[i] & UNSIGNED) << 31 | i;
      }
    }
    Arrays.sort(order, 0, numGrown);
    for (int k = 0; k < numGrown; k++) {
      int i = (int) (order[k] & Integer.MAX_VALUE);
      if (isSeen(wider, i * numWords)) {
        dead[i] = true;
      } else {
        add(wider, i, next[i]);
      }
    }
    numbers = next;
    reached = wider;
  }

  private void widen(int i, long[] wider) {
    for (int k = 0; k < molecule.degree(i); k++) {
      int bond = molecule.bond(i, k);
      wider[i * numWords + bond / Long.SIZE] |= 1L << bond;
      int from = molecule.neighbor(i, k) * numWords;
      for (int w = 0; w < numWords; w++) {
        wider[i * numWords + w] |= reached[from + w];
      }
    }
  }

  private int hash(int i, int round) {
    int degree = molecule.degree(i);
    // Kinds are small and positive, so the signed order is that of (kind, number unsigned).
    long[] pairs = new long[degree];
    for (int k = 0; k < degree; k++) {
      pairs[k] =
          (long) kind(molecule.bond(i, k)) << 32 | (numbers[molecule.neighbor(i, k)] & UNSIGNED);
    }
    Arrays.sort(pairs);
    int hash = Hash32.combine(round, numbers[i]);
    for (long pair : pairs) {
      hash = Hash32.combine(hash, Hash32.pair((int) (pair >>> 32), (int) pair));
    }
    return hash;
  }

  private int kind(int bond) {
    int kind = molecule.bondKind(bond);
    return kind == Molecule.AROMATIC ? AROMATIC_KIND : kind;
  }

  private boolean isSeen(long[] sets, int from) {
    for (int s = 0; s < numSeen; s++) {
      int at = s * numWords;
      if (Arrays.equals(seen, at, at + numWords, sets, from, from + numWords)) {
        return true;
      }
    }
    return false;
  }

  private void add(long[] sets, int i, int number) {
    int size = numSeen * numWords;
    if (size + numWords > seen.length) {
      seen = Arrays.copyOf(seen, size + numAtoms * numWords);
    }
    System.arraycopy(sets, i * numWords, seen, size, numWords);
    numSeen++;
    if (numFound == found.length) {
      found = Arrays.copyOf(found, 2 * numFound);
    }
    found[numFound++] = number;
  }
}

package org.gflownet.chem;

import java.util.Arrays;

/**
 * Circular environments of a molecule's atoms as numbers: the extended-connectivity fingerprint of
 * Rogers and Hahn (2010, "Extended-Connectivity Fingerprints", J. Chem. Inf. Model. 50, 742), with
 * the atom invariants, the hash and the removal of equal environments that RDKit's {@code
 * GetMorganFingerprint} is documented to have; its numbers are the same as those of RDKit 2022.09.
 * The code is this project's own.
 *
 * <p>An atom begins with the hash of (atomic number, bonds including those to hydrogens, hydrogens,
 * charge, mass above the element's in whole units, and 1 if it is in a ring). In round r = 0, 1,
 * ... its number becomes the hash of r, its own number and its sorted pairs (kind of bond,
 * neighbour's number), where an aromatic bond is of kind 12. An environment counts unless the same
 * bonds made one in this or an earlier round; of two in one round, the one of the smaller number
 * counts. Stereochemistry is not read.
 *
 * <p>Immutable; thread-safe.
 */
public final class MorganFingerprint {
  /** Radius that is usual: environments of up to 5 bonds across, called ECFP4. */
  public static final int RADIUS = 2;

  /** Length to which fingerprints are usually folded. */
  public static final int NUM_BITS = 2048;

  private final int[] hashes;
  private final int[] counts;

  private MorganFingerprint(int[] hashes, int[] counts) {
    this.hashes = hashes;
    this.counts = counts;
  }

  /** The fingerprint of radius {@link #RADIUS}. */
  public static MorganFingerprint of(Molecule molecule) {
    return of(molecule, RADIUS);
  }

  /**
   * A fingerprint.
   *
   * @param radius of the largest environment, in bonds, at least 0
   */
  public static MorganFingerprint of(Molecule molecule, int radius) {
    int[] all = MorganEnvironments.hashes(molecule, radius);
    Arrays.sort(all);
    int[] hashes = new int[all.length];
    int[] counts = new int[all.length];
    int size = 0;
    for (int i = 0; i < all.length; i++) {
      if (i == 0 || all[i] != all[i - 1]) {
        hashes[size++] = all[i];
      }
      counts[size - 1]++;
    }
    return new MorganFingerprint(Arrays.copyOf(hashes, size), Arrays.copyOf(counts, size));
  }

  /** The fingerprint folded onto bits, {@link #bits(int)}. */
  public static long[] bits(Molecule molecule, int radius, int numBits) {
    return of(molecule, radius).bits(numBits);
  }

  /** Number of different hashes. */
  public int size() {
    return hashes.length;
  }

  /** The k-th hash, 32 bits; hashes increase as signed integers. */
  public int hash(int k) {
    return hashes[k];
  }

  /** How many environments have the k-th hash, at least 1. */
  public int count(int k) {
    return counts[k];
  }

  /**
   * The folded fingerprint: bit {@code hash mod numBits}, the hash unsigned, is set; bit b is bit
   * {@code b % 64} of word {@code b / 64}.
   *
   * @param numBits length, a multiple of 64
   */
  public long[] bits(int numBits) {
    if (numBits < Long.SIZE || numBits % Long.SIZE != 0) {
      throw new IllegalArgumentException(numBits + " bits are no whole words of 64");
    }
    long[] words = new long[numBits / Long.SIZE];
    for (int hash : hashes) {
      int bit = Integer.remainderUnsigned(hash, numBits);
      words[bit / Long.SIZE] |= 1L << bit;
    }
    return words;
  }

  /**
   * The folded fingerprint as increasing numbers of bits.
   *
   * @param numBits length
   * @param counted whether a bit stands there as often as environments set it, else once
   */
  public int[] features(int numBits, boolean counted) {
    int total = 0;
    for (int count : counts) {
      total += counted ? count : 1;
    }
    int[] features = new int[total];
    int at = 0;
    for (int k = 0; k < hashes.length; k++) {
      int end = at + (counted ? counts[k] : 1);
      Arrays.fill(features, at, end, Integer.remainderUnsigned(hashes[k], numBits));
      at = end;
    }
    Arrays.sort(features);
    return counted ? features : Arrays.stream(features).distinct().toArray();
  }
}

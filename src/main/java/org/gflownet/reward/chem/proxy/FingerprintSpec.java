package org.gflownet.reward.chem.proxy;

import java.io.Serializable;

/**
 * Which fingerprint a network reads. Equal specifications give equal features.
 *
 * @param kind how environments of atoms become numbers
 * @param radius of the largest environment, in bonds, 0 to 3
 * @param bits number of features that these numbers are folded onto, 16 to 65536
 * @param counts whether a feature counts as often as it occurs, else once
 */
public record FingerprintSpec(Kind kind, int radius, int bits, boolean counts)
    implements Serializable {
  /** Largest radius. */
  public static final int MAX_RADIUS = 3;

  /** Fewest features. */
  public static final int MIN_BITS = 16;

  /** Most features. */
  public static final int MAX_BITS = 65_536;

  /** How environments of atoms become numbers. */
  public enum Kind {
    /** Extended-connectivity fingerprints with the numbers of RDKit's Morgan fingerprints. */
    MORGAN,

    /** Extended-connectivity fingerprints as CDK computes them (class ECFP). */
    CDK_ECFP
  }

  /** Checks the bounds. */
  public FingerprintSpec {
    if (radius < 0 || radius > MAX_RADIUS) {
      throw new IllegalArgumentException(
          "radius " + radius + " of the fingerprint is not from 0 to " + MAX_RADIUS);
    }
    if (bits < MIN_BITS || bits > MAX_BITS) {
      throw new IllegalArgumentException(
          "length " + bits + " of the fingerprint is not from " + MIN_BITS + " to " + MAX_BITS);
    }
  }

  /** A fingerprint of this kind. */
  public Fingerprint create() {
    return kind == Kind.MORGAN ? new FoldedMorgan(this) : new CircularFingerprint(this);
  }
}

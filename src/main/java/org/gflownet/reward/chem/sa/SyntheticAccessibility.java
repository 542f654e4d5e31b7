package org.gflownet.reward.chem.sa;

import org.gflownet.chem.Molecule;
import org.gflownet.chem.MorganFingerprint;
import org.gflownet.chem.RingJunctions;
import org.gflownet.chem.StereoCenters;

/**
 * How hard a molecule is to make, from 1 (easy) to 10 (P. Ertl and A. Schuffenhauer, "Estimation of
 * synthetic accessibility score of drug-like molecules", J. Cheminform. 1, 8 (2009)), in the form
 * that RDKit's contributed program gives it:
 *
 * <pre>
 * s = mean of f over all environments - (n^1.005 - n) - log10(c + 1) - log10(p + 1)
 *     - log10(b + 1) - m + max(0, ln(n / e)) / 2
 * SA = 11 - 9 (s + 5) / 6.5; above 8 it is 8 + ln(SA - 8) instead; then cut to [1, 10]
 * </pre>
 *
 * where
 *
 * <ul>
 *   <li>f is a fragment's contribution, over Morgan environments of radius 2
 *   <li>n is the number of atoms, c that of stereocentres, p of spiro atoms, b of bridgeheads
 *   <li>m is log10(2) if a ring has more than 8 atoms, else 0
 *   <li>e is the number of different environments, so that symmetry makes a molecule easier
 * </ul>
 *
 * <p>The paper takes log10 of the number of large rings plus one for m and has no last term. Just
 * above 8 the logarithm falls far below 8, in RDKit's program as here. The code is this project's
 * own.
 *
 * <p>Immutable; thread-safe; the same bits on every machine.
 */
public final class SyntheticAccessibility {
  private static final double SIZE_EXPONENT = 1.005;
  private static final int LARGEST_USUAL_RING = 8;
  private static final double MIN = -4.0;
  private static final double MAX = 2.5;
  private static final double KNEE = 8.0;

  private final FragmentScores fragments;

  /** The score by a table. */
  public SyntheticAccessibility(FragmentScores fragments) {
    this.fragments = fragments;
  }

  /** Score of a molecule, 1 to 10. */
  public double of(Molecule molecule) {
    MorganFingerprint fingerprint = MorganFingerprint.of(molecule);
    RingJunctions junctions = RingJunctions.of(molecule);
    double n = molecule.numAtoms();
    double raw =
        meanContribution(fingerprint)
            - (StrictMath.pow(n, SIZE_EXPONENT) - n)
            - penalty(StereoCenters.count(molecule))
            - penalty(junctions.spiro())
            - penalty(junctions.bridgeheads())
            - (hasLargeRing(molecule) ? penalty(1) : 0)
            + 0.5 * Math.max(0, StrictMath.log(n / fingerprint.size()));
    double score = 11 - 9 * (raw - MIN + 1) / (MAX - MIN);
    double flattened = score > KNEE ? KNEE + StrictMath.log(score - KNEE) : score;
    return Math.max(1, Math.min(10, flattened));
  }

  private double meanContribution(MorganFingerprint fingerprint) {
    double sum = 0;
    int total = 0;
    for (int k = 0; k < fingerprint.size(); k++) {
      sum += fingerprint.count(k) * fragments.of(fingerprint.hash(k));
      total += fingerprint.count(k);
    }
    return sum / total;
  }

  private static double penalty(int count) {
    return StrictMath.log10(count + 1.0);
  }

  private static boolean hasLargeRing(Molecule molecule) {
    for (int r = 0; r < molecule.numRings(); r++) {
      if (molecule.ring(r).length > LARGEST_USUAL_RING) {
        return true;
      }
    }
    return false;
  }
}

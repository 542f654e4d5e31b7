package org.gflownet.reward.chem.proxy;

import org.gflownet.chem.Molecule;
import org.gflownet.chem.MorganFingerprint;

/** {@link FingerprintSpec.Kind#MORGAN}: RDKit's Morgan fingerprints, folded. */
final class FoldedMorgan implements Fingerprint {
  private final FingerprintSpec spec;

  FoldedMorgan(FingerprintSpec spec) {
    this.spec = spec;
  }

  @Override
  public int[] features(Molecule molecule) {
    return MorganFingerprint.of(molecule, spec.radius()).features(spec.bits(), spec.counts());
  }
}

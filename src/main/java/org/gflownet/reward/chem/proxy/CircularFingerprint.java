package org.gflownet.reward.chem.proxy;

import java.util.Arrays;
import org.gflownet.chem.Molecule;
import org.openscience.cdk.exception.CDKException;
import org.openscience.cdk.fingerprint.CircularFingerprinter;

/** {@link FingerprintSpec.Kind#CDK_ECFP}: CDK's circular fingerprints, folded. */
final class CircularFingerprint implements Fingerprint {
  private static final int[] CLASSES = {
    CircularFingerprinter.CLASS_ECFP0,
    CircularFingerprinter.CLASS_ECFP2,
    CircularFingerprinter.CLASS_ECFP4,
    CircularFingerprinter.CLASS_ECFP6
  };

  private final FingerprintSpec spec;

  CircularFingerprint(FingerprintSpec spec) {
    this.spec = spec;
  }

  @Override
  public int[] features(Molecule molecule) {
    CircularFingerprinter fingerprinter = new CircularFingerprinter(CLASSES[spec.radius()]);
    try {
      fingerprinter.calculate(molecule.toContainer());
    } catch (CDKException e) {
      throw new IllegalStateException("no fingerprint of a valid molecule", e);
    }
    int[] features = new int[fingerprinter.getFPCount()];
    for (int i = 0; i < features.length; i++) {
      features[i] = Integer.remainderUnsigned(fingerprinter.getFP(i).hashCode, spec.bits());
    }
    Arrays.sort(features);
    return spec.counts() ? features : Arrays.stream(features).distinct().toArray();
  }
}

package org.gflownet.job;

import java.util.function.Function;
import org.gflownet.chem.MoleculeReader;
import org.gflownet.env.molecule.FragmentState;
import org.gflownet.reward.chem.MoleculeReward;
import org.gflownet.reward.chem.proxy.Fingerprint;
import org.gflownet.reward.chem.proxy.FingerprintSpec;

/**
 * Fingerprint of a molecule by which a replay memory tells what is alike: ECFP4 of 2048 bits; no
 * bit where the blocks give no valid molecule. Thread-safe.
 */
final class MoleculeFingerprint implements Function<FragmentState, long[]> {
  private static final int RADIUS = 2;
  private static final int BITS = 2048;

  private final MoleculeReward reward;
  private final Fingerprint fingerprint =
      new FingerprintSpec(FingerprintSpec.Kind.CDK_ECFP, RADIUS, BITS, false).create();

  /**
   * A fingerprint.
   *
   * @param reward knows the SMILES of states
   */
  MoleculeFingerprint(MoleculeReward reward) {
    this.reward = reward;
  }

  @Override
  public long[] apply(FragmentState state) {
    long[] words = new long[BITS / Long.SIZE];
    String smiles = reward.appraise(state).smiles();
    if (smiles != null) {
      for (int bit : fingerprint.features(MoleculeReader.parse(smiles))) {
        words[bit / Long.SIZE] |= 1L << (bit % Long.SIZE);
      }
    }
    return words;
  }
}

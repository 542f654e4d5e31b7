package org.gflownet.run.setup;

import java.util.function.Function;
import org.gflownet.env.molecule.FragmentState;
import org.gflownet.reward.chem.MoleculeReward;
import org.gflownet.reward.chem.StructureKeys;

/**
 * Fingerprint of a molecule by which a replay memory tells what is alike, that of {@link
 * StructureKeys}; no bit where the blocks give no valid molecule. Thread-safe.
 */
final class MoleculeFingerprint implements Function<FragmentState, long[]> {
  private final MoleculeReward reward;

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
    String smiles = reward.appraise(state).smiles();
    return smiles == null ? StructureKeys.noFingerprint() : StructureKeys.fingerprint(smiles);
  }
}

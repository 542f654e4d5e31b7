package org.gflownet.run.evaluate;

import org.gflownet.eval.ObjectFeatures;
import org.gflownet.reward.chem.StructureKeys;

/** Fingerprints and scaffolds of SMILES by chemistry. */
record StructureFeatures() implements ObjectFeatures {

  @Override
  public long[] fingerprint(String smiles) {
    return StructureKeys.fingerprint(smiles);
  }

  @Override
  public String scaffold(String smiles) {
    return StructureKeys.scaffold(smiles);
  }
}

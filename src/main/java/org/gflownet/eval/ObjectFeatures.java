package org.gflownet.eval;

import java.io.Serializable;

/** What the comparison of molecules reads of one of them, given as SMILES. Thread-safe. */
public interface ObjectFeatures extends Serializable {

  /** A binary fingerprint, 64 bits a word; of the same length for all. */
  long[] fingerprint(String smiles);

  /** Canonical SMILES of the Bemis-Murcko scaffold; empty where there are no rings. */
  String scaffold(String smiles);
}

package org.gflownet.reward.chem.proxy;

import org.gflownet.chem.Molecule;

/** Turns a molecule into features of a network. Implementations are thread-safe. */
public interface Fingerprint {
  /**
   * The features that a molecule has: numbers from 0 to the number of bits, exclusive, increasing;
   * one that counts c times stands there c times.
   */
  int[] features(Molecule molecule);
}

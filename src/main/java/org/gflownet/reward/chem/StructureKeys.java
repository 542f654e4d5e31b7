package org.gflownet.reward.chem;

import org.gflownet.chem.InvalidMoleculeException;
import org.gflownet.chem.MoleculeReader;
import org.gflownet.chem.MorganFingerprint;
import org.gflownet.reward.chem.property.MurckoScaffold;

/** What molecules are compared by, from SMILES. Thread-safe. */
public final class StructureKeys {
  private static final int RADIUS = 2;
  private static final int BITS = 2048;
  private static final MurckoScaffold SCAFFOLD = new MurckoScaffold();

  private StructureKeys() {}

  /** Morgan fingerprint of radius 2 in 2048 bits; no bit for what is no molecule. */
  public static long[] fingerprint(String smiles) {
    try {
      return MorganFingerprint.bits(MoleculeReader.parse(smiles), RADIUS, BITS);
    } catch (InvalidMoleculeException e) {
      return noFingerprint();
    }
  }

  /** A fingerprint without any bit. */
  public static long[] noFingerprint() {
    return new long[BITS / Long.SIZE];
  }

  /** Canonical SMILES of the Bemis-Murcko scaffold; empty without rings or for no molecule. */
  public static String scaffold(String smiles) {
    try {
      return SCAFFOLD.smilesOf(MoleculeReader.parse(smiles).toContainer());
    } catch (InvalidMoleculeException e) {
      return "";
    }
  }
}

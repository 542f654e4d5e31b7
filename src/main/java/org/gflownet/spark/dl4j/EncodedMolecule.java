package org.gflownet.spark.dl4j;

import java.util.Objects;
import org.gflownet.chem.InvalidMoleculeException;
import org.gflownet.chem.Molecule;
import org.gflownet.chem.MoleculeReader;
import org.gflownet.reward.chem.property.MurckoScaffold;
import org.gflownet.reward.chem.proxy.Fingerprint;

/** What a fit needs of a molecule, or why there is none. Not to be changed. */
public final class EncodedMolecule {
  private static final int[] NONE = {};

  private final String smiles;
  private final String scaffold;
  private final String failure;
  private final int[] features;

  EncodedMolecule(String smiles, String scaffold, String failure, int[] features) {
    this.smiles = smiles;
    this.scaffold = scaffold;
    this.failure = failure;
    this.features = features;
  }

  /** A molecule of a file, which may not be one. */
  static EncodedMolecule of(String smiles, Fingerprint fingerprint) {
    try {
      Molecule molecule = MoleculeReader.parse(smiles);
      return new EncodedMolecule(
          molecule.canonicalSmiles(),
          new MurckoScaffold().smilesOf(molecule.toContainer()),
          null,
          fingerprint.features(molecule));
    } catch (InvalidMoleculeException e) {
      return new EncodedMolecule(null, null, e.getMessage(), NONE);
    }
  }

  /** Whether there is a molecule. */
  public boolean isValid() {
    return failure == null;
  }

  /** One SMILES per molecule, however it was written. */
  public String smiles() {
    return smiles;
  }

  /** SMILES of the Bemis-Murcko scaffold, empty for a molecule without rings. */
  public String scaffold() {
    return scaffold;
  }

  /** Why there is no molecule; null if there is one. */
  public String failure() {
    return failure;
  }

  /** Features of the fingerprint. */
  public int[] features() {
    return features;
  }

  @Override
  public String toString() {
    return Objects.requireNonNullElse(smiles, "no molecule: " + failure);
  }
}

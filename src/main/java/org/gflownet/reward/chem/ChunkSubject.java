package org.gflownet.reward.chem;

import java.util.Arrays;
import org.gflownet.chem.InvalidMoleculeException;
import org.gflownet.chem.Molecule;
import org.gflownet.chem.MoleculeReader;
import org.gflownet.chem.MolfileReader;

/**
 * What a row of a table asks to be scored: the molecule that the canonical SMILES spells, with its
 * stems marked where the scorer reads them and the table has them. So how rows are cut into chunks,
 * and what a cache holds, changes no bit.
 *
 * @param smiles canonical
 * @param key equal for rows that have one score
 * @param stems atoms of the canonical SMILES at which stems are free; null if that is not read or
 *     not known
 */
record ChunkSubject(String smiles, String key, int[] stems) {
  private static final String FOLDED_HYDROGEN = "[H]";

  /**
   * Reads a row.
   *
   * @param readsStems whether the scorer does
   * @throws InvalidMoleculeException with the reason if it has no molecule
   */
  static ChunkSubject of(MoleculeChunk chunk, int row, boolean readsStems) {
    String structure = chunk.structure(row);
    if (structure == null || structure.isBlank()) {
      throw new InvalidMoleculeException("the row has no structure");
    }
    String text = chunk.molfiles() ? structure : structure.strip();
    Molecule molecule = chunk.molfiles() ? MolfileReader.parse(text) : MoleculeReader.parse(text);
    String smiles = molecule.canonicalSmiles();
    if (!readsStems || !chunk.hasStems()) {
      return new ChunkSubject(smiles, smiles, null);
    }
    String list = chunk.stems(row);
    int[] atoms = StemList.parse(list, molecule.numAtoms());
    if (list != null && !list.isBlank() && text.contains(FOLDED_HYDROGEN)) {
      throw new InvalidMoleculeException(
          "stem_atoms cannot be counted where the SMILES has [H]; leave hydrogens implicit");
    }
    int[] places = molecule.canonicalPlaces();
    int[] stems = Arrays.stream(atoms).map(atom -> places[atom]).sorted().toArray();
    return new ChunkSubject(smiles, smiles + " " + Arrays.toString(stems), stems);
  }

  /** The molecule that the SMILES spells, for a scorer. */
  ScoredMolecule molecule() {
    return new ScoredMolecule(MoleculeReader.parse(smiles), stems);
  }
}

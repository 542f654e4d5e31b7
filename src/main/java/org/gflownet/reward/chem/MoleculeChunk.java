package org.gflownet.reward.chem;

import java.io.Serializable;
import java.util.Objects;

/** Consecutive rows of a table of molecules, as far as a reward reads them. Not to be changed. */
public final class MoleculeChunk implements Serializable {
  private static final long serialVersionUID = 1L;

  private final boolean molfiles;
  private final String[] structures;
  private final String[] stems;

  /**
   * A chunk.
   *
   * @param molfiles whether structures are connection tables, else SMILES
   * @param structures one a row; null where there is none
   * @param stems atoms of free stems, one list a row; null if the table has none
   */
  public MoleculeChunk(boolean molfiles, String[] structures, String[] stems) {
    this.molfiles = molfiles;
    this.structures = Objects.requireNonNull(structures);
    this.stems = stems;
    if (stems != null && stems.length != structures.length) {
      throw new IllegalArgumentException(
          stems.length + " lists of stems for " + structures.length + " structures");
    }
  }

  /** Number of rows. */
  public int size() {
    return structures.length;
  }

  /** Whether structures are connection tables, else SMILES. */
  public boolean molfiles() {
    return molfiles;
  }

  /** The structure of a row; null if it has none. */
  public String structure(int row) {
    return structures[row];
  }

  /** Whether the table tells which atoms are free stems. */
  public boolean hasStems() {
    return stems != null;
  }

  /** The list of free stems of a row; null if the cell is empty or there is no such column. */
  public String stems(int row) {
    return stems == null ? null : stems[row];
  }
}

package org.gflownet.reward.chem;

import java.util.List;
import org.gflownet.env.StateColumns;
import org.gflownet.env.molecule.FragmentState;

/**
 * Columns {@code smiles} (canonical, aromatic atoms in lower case), {@code raw} (the score before
 * floor and exponent), {@code blocks} (number of fragments) and {@code error} (why there is no
 * molecule or no score). What is not there is null.
 */
public final class MoleculeColumns implements StateColumns<FragmentState> {
  private final MoleculeReward reward;

  /**
   * Columns.
   *
   * @param reward for SMILES and scores
   */
  public MoleculeColumns(MoleculeReward reward) {
    this.reward = reward;
  }

  @Override
  public List<String> names() {
    return List.of("smiles", "raw", "blocks", "error");
  }

  @Override
  public List<Class<?>> types() {
    return List.of(String.class, Double.class, Integer.class, String.class);
  }

  @Override
  public int numKeys() {
    return 1;
  }

  @Override
  public void write(FragmentState molecule, Object[] row) {
    MoleculeReward.Appraisal appraisal = reward.appraise(molecule);
    row[0] = appraisal.smiles();
    row[1] = appraisal.score().isPresent() ? (Double) appraisal.score().value() : null;
    row[2] = molecule.numBlocks();
    row[3] = appraisal.score().failure();
  }
}

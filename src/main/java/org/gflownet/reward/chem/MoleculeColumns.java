package org.gflownet.reward.chem;

import java.util.List;
import org.gflownet.env.StateColumns;
import org.gflownet.env.molecule.FragmentAssembler;
import org.gflownet.env.molecule.FragmentState;
import org.gflownet.env.molecule.FragmentVocabulary;
import org.openscience.cdk.exception.CDKException;
import org.openscience.cdk.smiles.SmiFlavor;
import org.openscience.cdk.smiles.SmilesGenerator;

/**
 * Columns {@code smiles} (CDK's canonical SMILES, aromatic atoms in lower case), {@code raw} (the
 * score before floor and exponent) and {@code blocks} (number of fragments).
 */
public final class MoleculeColumns implements StateColumns<FragmentState> {
  private final FragmentAssembler assembler;
  private final MoleculeReward reward;

  /**
   * Columns.
   *
   * @param vocabulary of the states
   * @param reward for the raw score
   */
  public MoleculeColumns(FragmentVocabulary vocabulary, MoleculeReward reward) {
    this.assembler = new FragmentAssembler(vocabulary);
    this.reward = reward;
  }

  @Override
  public List<String> names() {
    return List.of("smiles", "raw", "blocks");
  }

  @Override
  public List<Class<?>> types() {
    return List.of(String.class, Double.class, Integer.class);
  }

  @Override
  public int numKeys() {
    return 1;
  }

  @Override
  public void write(FragmentState molecule, Object[] row) {
    row[0] = smiles(molecule);
    row[1] = reward.raw(molecule);
    row[2] = molecule.numBlocks();
  }

  private String smiles(FragmentState molecule) {
    try {
      return new SmilesGenerator(SmiFlavor.Unique | SmiFlavor.UseAromaticSymbols)
          .create(assembler.assemble(molecule));
    } catch (CDKException e) {
      throw new IllegalStateException("no SMILES for " + molecule, e);
    }
  }
}

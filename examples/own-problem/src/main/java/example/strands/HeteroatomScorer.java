package example.strands;

import java.util.ArrayList;
import java.util.List;
import org.gflownet.chem.Molecule;
import org.gflownet.reward.chem.MoleculeScorer;
import org.gflownet.reward.chem.Score;
import org.gflownet.reward.chem.ScoredMolecule;

/** The share of a molecule's heavy atoms that are no carbon, 0 to 1. */
public final class HeteroatomScorer implements MoleculeScorer {
  private static final int CARBON = 6;

  private final int minAtoms;

  /**
   * A scorer.
   *
   * @param minAtoms heavy atoms below which a molecule has no score
   */
  public HeteroatomScorer(int minAtoms) {
    this.minAtoms = minAtoms;
  }

  @Override
  public String name() {
    return "heteroatoms";
  }

  @Override
  public boolean readsStems() {
    return false;
  }

  @Override
  public List<Score> score(List<ScoredMolecule> molecules) {
    List<Score> scores = new ArrayList<>();
    for (ScoredMolecule molecule : molecules) {
      scores.add(score(molecule.molecule()));
    }
    return scores;
  }

  private Score score(Molecule molecule) {
    if (molecule.numAtoms() < minAtoms) {
      return Score.failed("fewer than " + minAtoms + " atoms");
    }
    int others = 0;
    for (int atom = 0; atom < molecule.numAtoms(); atom++) {
      others += molecule.atomicNumber(atom) == CARBON ? 0 : 1;
    }
    return Score.of((double) others / molecule.numAtoms());
  }
}

package org.gflownet.reward.chem.sa;

import java.util.ArrayList;
import java.util.List;
import org.gflownet.reward.chem.MoleculeScorer;
import org.gflownet.reward.chem.Score;
import org.gflownet.reward.chem.ScoredMolecule;

/**
 * {@link SyntheticAccessibility} as a score of rewards.
 *
 * @param accessibility of molecules
 */
public record SaScorer(SyntheticAccessibility accessibility) implements MoleculeScorer {

  @Override
  public String name() {
    return "sa";
  }

  @Override
  public boolean readsStems() {
    return false;
  }

  @Override
  public List<Score> score(List<ScoredMolecule> molecules) {
    List<Score> scores = new ArrayList<>(molecules.size());
    for (ScoredMolecule molecule : molecules) {
      scores.add(Score.of(accessibility.of(molecule.molecule())));
    }
    return scores;
  }
}

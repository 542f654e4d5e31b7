package org.gflownet.reward.chem;

import java.util.ArrayList;
import java.util.List;
import org.gflownet.reward.chem.property.MolecularProperty;

/**
 * Scores molecules by a property of theirs. Thread-safe.
 *
 * @param name of the property
 * @param property in its own unit
 */
public record PropertyScorer(String name, MolecularProperty property) implements MoleculeScorer {

  @Override
  public boolean readsStems() {
    return false;
  }

  @Override
  public List<Score> score(List<ScoredMolecule> molecules) {
    List<Score> scores = new ArrayList<>(molecules.size());
    for (ScoredMolecule molecule : molecules) {
      scores.add(Score.of(property.of(molecule.molecule().toContainer())));
    }
    return scores;
  }
}

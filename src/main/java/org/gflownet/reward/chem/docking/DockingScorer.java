package org.gflownet.reward.chem.docking;

import java.util.ArrayList;
import java.util.List;
import org.gflownet.reward.chem.MoleculeScorer;
import org.gflownet.reward.chem.Score;
import org.gflownet.reward.chem.ScoredMolecule;

/**
 * Minus the affinity in kcal/mol that {@link VinaDocking} finds, so that larger is better.
 * Molecules are docked one after another; each task of a cluster docks its own. Thread-safe.
 *
 * @param docking into one receptor
 */
public record DockingScorer(VinaDocking docking) implements MoleculeScorer {

  @Override
  public String name() {
    return "docking";
  }

  @Override
  public boolean readsStems() {
    return false;
  }

  /**
   * Docks each molecule. One without a structure has no score for good; a timeout or a crash may
   * pass.
   *
   * @throws IllegalStateException if a program is missing, in one line, or if the thread was
   *     interrupted
   */
  @Override
  public List<Score> score(List<ScoredMolecule> molecules) {
    List<Score> scores = new ArrayList<>(molecules.size());
    for (ScoredMolecule molecule : molecules) {
      scores.add(score(molecule.molecule().canonicalSmiles()));
    }
    return scores;
  }

  private Score score(String smiles) {
    try {
      return Score.of(0.0 - docking.affinityOf(smiles));
    } catch (ExternalProgramException e) {
      if (e.isPermanent()) {
        throw new IllegalStateException(e.getMessage(), e);
      }
      return e.mayPass() ? Score.failedThisTime(e.getMessage()) : Score.failed(e.getMessage());
    } catch (IllegalArgumentException e) {
      return Score.failed(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while docking", e);
    }
  }
}

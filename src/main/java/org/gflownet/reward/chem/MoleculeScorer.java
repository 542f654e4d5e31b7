package org.gflownet.reward.chem;

import java.util.List;

/**
 * A property of molecules, predicted or computed, in its own unit: what rewards are made of.
 *
 * <p>Implementations are thread-safe, and the score of a molecule does not depend on the others in
 * its batch, to the bit.
 */
public interface MoleculeScorer {
  /** Name in reports and configurations, for example {@code seh}. */
  String name();

  /**
   * Whether a score may depend on {@link ScoredMolecule#stemAtoms()}; else two builds of one
   * molecule score alike.
   */
  boolean readsStems();

  /** One score for each molecule, in their order; a failure of one leaves the others alone. */
  List<Score> score(List<ScoredMolecule> molecules);
}

package org.gflownet.env.molecule;

import java.nio.file.Path;
import org.gflownet.env.Environment;
import org.gflownet.math.IntList;
import org.gflownet.math.RandomStream;
import org.gflownet.testing.DataSets;

/** Vocabularies and random walks for tests. */
public final class Vocabularies {
  /** Four fragments: a ring with opposite sites, one entry twice at an atom, ends and a link. */
  public static final String SMALL =
      """
      name,smiles,atoms
      ring,C1CCNCC1,1;0;3
      ring-2,C1CCNCC1,0;3;1
      link,CO,1;0
      link-2,CO,0;1
      end,F,0
      para,C1CSCCS1,0;1;4
      """;

  private Vocabularies() {}

  /** Where the published files are. */
  static Path data(String file) {
    return DataSets.seh(file);
  }

  static FragmentVocabulary published() {
    return FragmentVocabulary.load(data("blocks_PDB_105.json"));
  }

  /** {@link #SMALL}. */
  public static FragmentVocabulary small() {
    return FragmentVocabulary.parse("small", SMALL);
  }

  /** A state after up to {@code numBlocks} random actions. */
  static FragmentState walk(
      Environment<FragmentState> environment, int numBlocks, RandomStream random) {
    FragmentState state = environment.initialState();
    IntList actions = new IntList();
    while (state.numBlocks() < numBlocks) {
      actions.clear();
      environment.forwardActions(state, actions);
      if (actions.size() == 0) {
        return state;
      }
      int action = actions.get(random.nextInt(actions.size()));
      if (action != environment.stopAction()) {
        state = environment.step(state, action);
      }
    }
    return state;
  }
}

package org.gflownet.reward.chem;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gflownet.chem.InvalidMoleculeException;
import org.gflownet.env.EnumerableEnvironment;
import org.gflownet.env.Termination;
import org.gflownet.env.molecule.FragmentAssembler;
import org.gflownet.env.molecule.FragmentState;
import org.gflownet.env.molecule.FragmentVocabulary;

/**
 * How many terminating states of an environment are one and the same molecule, by its canonical
 * SMILES: other fragments, bonds or open stems may lead to the same atoms and bonds. Immutable.
 */
public final class MoleculeCounts {
  private final Map<String, Integer> statesBySmiles = new HashMap<>();
  private int numStates;
  private int mostStates = 1;

  private MoleculeCounts() {}

  /** Assembles every terminating state; those that are no valid molecule are left out. */
  public static MoleculeCounts of(
      EnumerableEnvironment<FragmentState> environment, FragmentVocabulary vocabulary) {
    MoleculeCounts counts = new MoleculeCounts();
    FragmentAssembler assembler = new FragmentAssembler(vocabulary);
    for (long i = 0; i < environment.numIndices(); i++) {
      FragmentState state = environment.stateAt(i).orElse(null);
      if (state != null && environment.termination(state) != Termination.NONE) {
        counts.add(state, assembler);
      }
    }
    return counts;
  }

  private void add(FragmentState state, FragmentAssembler assembler) {
    try {
      String smiles = assembler.assemble(state).canonicalSmiles();
      mostStates = Math.max(mostStates, statesBySmiles.merge(smiles, 1, Integer::sum));
      numStates++;
    } catch (InvalidMoleculeException e) {
      // Such a state is no molecule and shares none.
      return;
    }
  }

  /** Number of terminating states that are this molecule; 1 if it is none of the environment. */
  public int numStates(String smiles) {
    return statesBySmiles.getOrDefault(smiles, 1);
  }

  /** Largest number of states of one molecule. */
  public int mostStates() {
    return mostStates;
  }

  /**
   * {@code molecules.states} (terminating states that are molecules), {@code molecules.distinct},
   * {@code molecules.shared} (states whose molecule is another state's too) and {@code
   * molecules.most} (states of one molecule).
   */
  public Map<String, Object> figures() {
    int alone = (int) statesBySmiles.values().stream().filter(n -> n == 1).count();
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("molecules.states", numStates);
    figures.put("molecules.distinct", statesBySmiles.size());
    figures.put("molecules.shared", numStates - alone);
    figures.put("molecules.most", mostStates);
    return figures;
  }
}

package org.gflownet.bench;

import java.util.List;
import java.util.Optional;
import org.gflownet.chem.InvalidMoleculeException;
import org.gflownet.env.molecule.FragmentAssembler;
import org.gflownet.env.molecule.FragmentState;
import org.gflownet.env.molecule.FragmentVocabulary;

/** Molecules of random actions, for benchmarks of other packages. */
public final class RandomMolecules {
  private RandomMolecules() {}

  /** Canonical SMILES of molecules of up to eight of the project's own fragments. */
  public static List<String> smiles(int count) {
    FragmentAssembler assembler = new FragmentAssembler(FragmentVocabulary.own());
    return MoleculeSetup.molecules(2 * count).stream()
        .flatMap(state -> smiles(assembler, state).stream())
        .limit(count)
        .toList();
  }

  /** Nothing where a valence is exceeded. */
  private static Optional<String> smiles(FragmentAssembler assembler, FragmentState state) {
    try {
      return Optional.of(assembler.assemble(state).canonicalSmiles());
    } catch (InvalidMoleculeException e) {
      return Optional.empty();
    }
  }
}

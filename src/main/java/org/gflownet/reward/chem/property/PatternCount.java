package org.gflownet.reward.chem.property;

import java.util.List;
import java.util.stream.Stream;
import org.openscience.cdk.interfaces.IAtom;
import org.openscience.cdk.interfaces.IAtomContainer;

/**
 * How many atoms any of several one-rooted SMARTS patterns match: donors and acceptors of hydrogen
 * bonds.
 */
final class PatternCount {
  private final List<SmartsQuery> patterns;

  /**
   * Compiles the patterns.
   *
   * @param smarts no atom may match two of them: each is counted once per atom and pattern
   */
  PatternCount(String... smarts) {
    patterns = Stream.of(smarts).map(SmartsQuery::new).toList();
  }

  int in(IAtomContainer molecule) {
    Atoms.markRings(molecule);
    int count = 0;
    for (IAtom atom : molecule.atoms()) {
      for (SmartsQuery pattern : patterns) {
        if (pattern.matchesAt(atom)) {
          count++;
        }
      }
    }
    return count;
  }
}

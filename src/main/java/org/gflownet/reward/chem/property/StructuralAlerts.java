package org.gflownet.reward.chem.property;

import java.util.List;
import org.openscience.cdk.interfaces.IAtomContainer;

/**
 * How many of the structural alerts of drug-likeness a molecule has: groups that are reactive,
 * toxic or disturb assays (R. Brenk et al., ChemMedChem 3, 435-444 (2008), as used by G. R.
 * Bickerton et al., Nature Chemistry 4, 90-98 (2012)). Each counts once.
 */
public final class StructuralAlerts implements MolecularProperty {
  private static final List<SmartsQuery> ALERTS =
      PropertyTable.lines("structural-alerts.smarts").stream().map(SmartsQuery::new).toList();

  @Override
  public double of(IAtomContainer molecule) {
    Atoms.markRings(molecule);
    long present = ElementKinds.of(molecule);
    int count = 0;
    for (SmartsQuery alert : ALERTS) {
      if (alert.matches(molecule, present)) {
        count++;
      }
    }
    return count;
  }
}

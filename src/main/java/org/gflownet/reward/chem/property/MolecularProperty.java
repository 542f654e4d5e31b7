package org.gflownet.reward.chem.property;

import org.openscience.cdk.interfaces.IAtomContainer;

/**
 * A number that a molecule has, such as its weight.
 *
 * <p>Implementations are immutable and safe for use by several threads, each with molecules of its
 * own: matching sets the ring flags of the molecule, which is not changed otherwise.
 */
@FunctionalInterface
public interface MolecularProperty {
  /**
   * Its value for a molecule.
   *
   * @param molecule sanitised: hydrogens implicit, aromaticity perceived, bond orders known
   * @return finite
   */
  double of(IAtomContainer molecule);
}

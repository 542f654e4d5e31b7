package org.gflownet.reward.chem.property;

import org.openscience.cdk.interfaces.IAtomContainer;

/**
 * Number of hydrogen-bond donors: nitrogen, oxygen and sulfur with a hydrogen, as RDKit delimits
 * them.
 */
public final class HydrogenBondDonors implements MolecularProperty {
  private static final PatternCount DONORS =
      new PatternCount("[N&!H0&v3,N&!H0&+1&v4,O&H1&+0,S&H1&+0,n&H1&+0]");

  @Override
  public double of(IAtomContainer molecule) {
    return DONORS.in(molecule);
  }
}

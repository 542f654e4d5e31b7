package org.gflownet.reward.chem.property;

import org.openscience.cdk.interfaces.IAtomContainer;

/**
 * Number of hydrogen-bond acceptors as drug-likeness counts them (G. R. Bickerton et al., Nature
 * Chemistry 4, 90-98 (2012), supplementary material): other definitions, such as Lipinski's N + O,
 * give other numbers.
 */
public final class HydrogenBondAcceptors implements MolecularProperty {
  private static final PatternCount ACCEPTORS =
      new PatternCount(
          "[oH0;X2]",
          "[OH1;X2;v2]",
          "[OH0;X2;v2]",
          "[OH0;X1;v2]",
          "[O-;X1]",
          "[SH0;X2;v2]",
          "[SH0;X1;v2]",
          "[S-;X1]",
          "[nH0;X2]",
          "[NH0;X1;v3]",
          "[$([N;+0;X3;v3]);!$(N[C,S]=O)]");

  @Override
  public double of(IAtomContainer molecule) {
    return ACCEPTORS.in(molecule);
  }
}

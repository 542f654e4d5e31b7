package org.gflownet.chem;

import org.openscience.cdk.interfaces.IAtomContainer;

/**
 * Makes molecules of drawn structures, with the hydrogens, rings, aromaticity and refusals of
 * RDKit's sanitisation (release 2022.09), in the same order: hypervalent forms are rewritten,
 * valences checked, hydrogens added, rings found, aromaticity perceived.
 *
 * <p>No state; thread-safe.
 */
public final class Sanitizer {
  private Sanitizer() {}

  /**
   * The molecule that a graph draws; the graph stays as it is.
   *
   * @throws InvalidMoleculeException if the graph has no atoms, a valence is impossible or its
   *     rings are too many to tell if they are aromatic
   */
  public static Molecule sanitize(MolecularGraph graph) {
    if (graph.numAtoms() == 0) {
      throw new InvalidMoleculeException("it has no atoms");
    }
    Structure structure = new Structure(graph);
    Cleanup.apply(structure);
    Valences.apply(structure);
    Rings.apply(structure);
    Aromaticity.apply(structure);
    return new Molecule(structure);
  }

  /**
   * The molecule of a CDK container with Kekulé bond orders; atoms without a hydrogen count get
   * their hydrogens from valence.
   *
   * @throws InvalidMoleculeException as for graphs, and for pseudo atoms and unusual bonds
   */
  public static Molecule sanitize(IAtomContainer container) {
    return sanitize(CdkContainers.read(container));
  }
}

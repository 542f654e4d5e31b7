package org.gflownet.chem;

import org.openscience.cdk.exception.CDKException;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.smiles.SmiFlavor;
import org.openscience.cdk.smiles.SmilesGenerator;

/**
 * A sanitised molecule, as plain values and as CDK's container. Immutable and thread-safe, as long
 * as nobody changes the container.
 */
public final class Molecule {
  /** The {@link #bondType} of an aromatic bond; others have their order, 1 to 3. */
  public static final int AROMATIC = 4;

  private static final SmilesGenerator CANONICAL =
      new SmilesGenerator(SmiFlavor.Unique | SmiFlavor.UseAromaticSymbols);

  private final IAtomContainer container;
  private final AtomGraph graph;
  private final Electrons electrons;
  private final AromaticityPerception aromatic;
  private String canonicalSmiles;

  Molecule(
      IAtomContainer container,
      AtomGraph graph,
      Electrons electrons,
      AromaticityPerception aromatic) {
    this.container = container;
    this.graph = graph;
    this.electrons = electrons;
    this.aromatic = aromatic;
  }

  /** Number of atoms N, plain hydrogens not among them. */
  public int numAtoms() {
    return graph.numAtoms();
  }

  /** Number of bonds. */
  public int numBonds() {
    return graph.numBonds();
  }

  /** Atomic number of an atom, 1 to 118. */
  public int element(int atom) {
    return graph.elements[atom];
  }

  /** Formal charge of an atom. */
  public int charge(int atom) {
    return graph.charges[atom];
  }

  /** Mass number of an atom, 0 for the natural mixture. */
  public int isotope(int atom) {
    return graph.isotopes[atom];
  }

  /** Number of hydrogens on an atom, those that are atoms themselves (isotopes, say) included. */
  public int hydrogens(int atom) {
    int count = graph.hydrogens[atom];
    for (int neighbour : graph.neighbours[atom]) {
      count += graph.elements[neighbour] == 1 ? 1 : 0;
    }
    return count;
  }

  /** Whether an atom is aromatic. */
  public boolean isAromatic(int atom) {
    return aromatic.atoms[atom];
  }

  /** The atom at which a bond begins. */
  public int bondFrom(int bond) {
    return graph.from[bond];
  }

  /** The atom at which a bond ends. */
  public int bondTo(int bond) {
    return graph.to[bond];
  }

  /** 1 single, 2 double, 3 triple, 4 {@link #AROMATIC}. */
  public int bondType(int bond) {
    return aromatic.bonds[bond] ? AROMATIC : graph.orders[bond];
  }

  /** CDK's view, with Kekule bond orders, ring and aromatic flags; not to be changed. */
  public IAtomContainer container() {
    return container;
  }

  /**
   * One SMILES for the molecule however it was written, without stereochemistry and isotopes; made
   * at the first call.
   *
   * @throws InvalidMoleculeException if CDK cannot write it
   */
  public synchronized String canonicalSmiles() {
    if (canonicalSmiles == null) {
      try {
        canonicalSmiles = CANONICAL.create(container);
      } catch (CDKException e) {
        throw new InvalidMoleculeException("no canonical SMILES: " + e.getMessage(), e);
      }
    }
    return canonicalSmiles;
  }

  AtomGraph graph() {
    return graph;
  }

  /** Hybridisation of each atom, a new array. */
  int[] hybridizations() {
    return Hybridization.of(graph, electrons, aromatic.bonds);
  }
}

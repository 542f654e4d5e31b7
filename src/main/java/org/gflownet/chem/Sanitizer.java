package org.gflownet.chem;

import org.openscience.cdk.exception.Intractable;
import org.openscience.cdk.graph.Cycles;
import org.openscience.cdk.interfaces.IAtom;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.tools.manipulator.AtomContainerManipulator;

/**
 * Makes a {@link Molecule} of a Kekule structure, as RDKit's sanitisation would: hydrogens become
 * counts, valences are checked, rings and aromaticity are perceived; aromatic flags that the
 * structure comes with are not believed. Thread-safe.
 */
public final class Sanitizer {
  /** Most atoms of a molecule: CDK writes SMILES by recursion, a frame for each atom of a chain. */
  public static final int MAX_ATOMS = 1000;

  private static final int MAX_RINGS = 300;

  private Sanitizer() {}

  /**
   * The molecule of a container, which is changed and from then on belongs to the molecule.
   *
   * @param container single, double and triple bonds, with hydrogen counts on all atoms
   * @throws InvalidMoleculeException on one line, if there is no such molecule
   */
  public static Molecule sanitize(IAtomContainer container) {
    IAtomContainer molecule = withoutHydrogens(container);
    if (molecule.getAtomCount() == 0) {
      throw new InvalidMoleculeException("no atoms");
    }
    if (molecule.getAtomCount() > MAX_ATOMS) {
      throw new InvalidMoleculeException(
          molecule.getAtomCount() + " atoms; at most " + MAX_ATOMS + " are read");
    }
    ChargeSeparation.apply(molecule);
    AtomGraph graph = new AtomGraph(molecule);
    checkValences(graph);
    Electrons electrons = new Electrons(graph);
    int[][] rings = rings(molecule, graph);
    boolean[] inRing = new boolean[graph.numBonds()];
    for (int b = 0; b < inRing.length; b++) {
      inRing[b] = molecule.getBond(b).isInRing();
    }
    AromaticityPerception aromatic = new AromaticityPerception(graph, electrons, inRing, rings);
    for (int a = 0; a < graph.numAtoms(); a++) {
      molecule.getAtom(a).setIsAromatic(aromatic.atoms[a]);
    }
    for (int b = 0; b < graph.numBonds(); b++) {
      molecule.getBond(b).setIsAromatic(aromatic.bonds[b]);
    }
    return new Molecule(molecule, graph, electrons, aromatic);
  }

  /** Plain hydrogens that are atoms become counts; isotopes, ions and H2 stay. */
  private static IAtomContainer withoutHydrogens(IAtomContainer molecule) {
    for (int a = 0; a < molecule.getAtomCount(); a++) {
      IAtom atom = molecule.getAtom(a);
      if (atom.getAtomicNumber() != null && atom.getAtomicNumber() == IAtom.H) {
        return AtomContainerManipulator.suppressHydrogens(molecule);
      }
    }
    return molecule;
  }

  /** A positive charge makes room for a bond right of boron's column, and takes it left of it. */
  private static void checkValences(AtomGraph graph) {
    for (int a = 0; a < graph.numAtoms(); a++) {
      int element = graph.elements[a];
      int charge = Elements.outerElectrons(element) >= 4 ? -graph.charges[a] : graph.charges[a];
      int highest = Elements.highestValence(element);
      if (highest > 0 && graph.valences[a] + charge > highest) {
        throw new InvalidMoleculeException(
            String.format(
                "atom %d (atomic number %d, charge %d) has valence %d; at most %d",
                a, element, graph.charges[a], graph.valences[a], highest - charge));
      }
    }
  }

  private static int[][] rings(IAtomContainer molecule, AtomGraph graph) {
    if (Cycles.markRingAtomsAndBonds(molecule) == 0) {
      return new int[0][];
    }
    // At least the number of independent rings; a few more where there are several components.
    int numRings = graph.numBonds() - graph.numAtoms() + 1;
    if (numRings > MAX_RINGS) {
      throw new InvalidMoleculeException(numRings + " rings; at most " + MAX_RINGS);
    }
    try {
      return Cycles.mcb().find(molecule, graph.neighbours, graph.numAtoms()).paths();
    } catch (Intractable e) {
      throw new InvalidMoleculeException("rings too many to list", e);
    }
  }
}

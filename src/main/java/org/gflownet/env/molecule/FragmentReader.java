package org.gflownet.env.molecule;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import org.openscience.cdk.aromaticity.Aromaticity;
import org.openscience.cdk.exception.CDKException;
import org.openscience.cdk.graph.ConnectivityChecker;
import org.openscience.cdk.graph.Cycles;
import org.openscience.cdk.interfaces.IAtom;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.interfaces.IBond;
import org.openscience.cdk.silent.SilentChemObjectBuilder;
import org.openscience.cdk.smiles.SmiFlavor;
import org.openscience.cdk.smiles.SmilesGenerator;
import org.openscience.cdk.smiles.SmilesParser;

/** Reads the SMILES of a fragment with CDK and takes from it what the environment needs. */
final class FragmentReader {
  private static final int MAX_ATOMS = 128;
  private static final int AROMATIC = 9;

  private final SmilesParser parser = new SmilesParser(SilentChemObjectBuilder.getInstance());
  private final SmilesGenerator canonical =
      new SmilesGenerator(SmiFlavor.Unique | SmiFlavor.UseAromaticSymbols);

  /**
   * The molecule of a SMILES, Kekule structure and aromatic flags set.
   *
   * @throws IllegalArgumentException on one line, without saying where, if it is no single plain
   *     molecule
   */
  IAtomContainer parse(String smiles) {
    IAtomContainer molecule;
    try {
      molecule = parser.parseSmiles(smiles);
      if (molecule.getAtomCount() <= MAX_ATOMS) {
        Cycles.markRingAtomsAndBonds(molecule);
        Aromaticity.apply(Aromaticity.Model.Daylight, molecule);
      }
    } catch (CDKException e) {
      throw new IllegalArgumentException(
          "bad SMILES " + smiles + ": " + VocabularyReader.oneLine(e.getMessage()), e);
    }
    String wrong = whatIsWrong(molecule);
    if (wrong != null) {
      throw new IllegalArgumentException("bad SMILES " + smiles + ": " + wrong);
    }
    return molecule;
  }

  private static String whatIsWrong(IAtomContainer molecule) {
    int numAtoms = molecule.getAtomCount();
    if (numAtoms < 1 || numAtoms > MAX_ATOMS) {
      return numAtoms + " atoms; expected 1 to " + MAX_ATOMS;
    }
    if (!ConnectivityChecker.isConnected(molecule)) {
      return "more than one molecule";
    }
    if (molecule.stereoElements().iterator().hasNext()) {
      return "stereochemistry, which fragments do not keep; leave out @, / and \\";
    }
    for (IAtom atom : molecule.atoms()) {
      if (atom.getAtomicNumber() == null || atom.getAtomicNumber() == 0) {
        return "atom " + atom.getIndex() + " is no element";
      }
    }
    return null;
  }

  /** One text per molecule, however its SMILES was written. */
  String canonicalSmiles(IAtomContainer molecule) {
    try {
      return canonical.create(molecule);
    } catch (CDKException e) {
      throw new IllegalArgumentException(VocabularyReader.oneLine(e.getMessage()), e);
    }
  }

  /**
   * The fragment of a molecule.
   *
   * @param sites atoms that some entry lists
   */
  Fragment fragment(String smiles, IAtomContainer molecule, SortedSet<Integer> sites) {
    int[] atoms = sites.stream().mapToInt(Integer::intValue).toArray();
    int[][] bonds = bondLabels(molecule);
    int[][] symmetries = new FragmentSymmetries(atomLabels(molecule), bonds, atoms).find();
    int[] capacities = new int[molecule.getAtomCount()];
    for (IAtom atom : molecule.atoms()) {
      capacities[atom.getIndex()] = Valence.capacity(atom);
    }
    return new Fragment(smiles, atoms, symmetries, capacities);
  }

  private static List<List<Integer>> atomLabels(IAtomContainer molecule) {
    List<List<Integer>> labels = new ArrayList<>();
    for (IAtom atom : molecule.atoms()) {
      labels.add(
          List.of(
              atom.getAtomicNumber(),
              atom.getFormalCharge(),
              atom.getImplicitHydrogenCount(),
              atom.getMassNumber() == null ? 0 : atom.getMassNumber(),
              atom.isAromatic() ? 1 : 0));
    }
    return labels;
  }

  /** Bond orders between all atoms; a Kekule structure must not break a ring's symmetry. */
  private static int[][] bondLabels(IAtomContainer molecule) {
    int[][] labels = new int[molecule.getAtomCount()][molecule.getAtomCount()];
    for (IBond bond : molecule.bonds()) {
      int from = bond.getBegin().getIndex();
      int to = bond.getEnd().getIndex();
      labels[from][to] = bond.isAromatic() ? AROMATIC : bond.getOrder().numeric();
      labels[to][from] = labels[from][to];
    }
    return labels;
  }
}

package org.gflownet.reward.chem.property;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.openscience.cdk.exception.CDKException;
import org.openscience.cdk.interfaces.IAtom;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.interfaces.IBond;
import org.openscience.cdk.smiles.SmiFlavor;
import org.openscience.cdk.smiles.SmilesGenerator;

/**
 * Scaffold of a molecule: its rings, what links them, and atoms double-bonded to either (G. W.
 * Bemis, M. A. Murcko, J. Med. Chem. 39, 2887-2893 (1996), with the double bonds that RDKit keeps).
 * Hydrogens take the place of what is cut off.
 *
 * <p>Thread-safe.
 */
public final class MurckoScaffold {
  private static final SmilesGenerator SMILES =
      new SmilesGenerator(SmiFlavor.Unique | SmiFlavor.UseAromaticSymbols);

  /**
   * Canonical SMILES of the scaffold, without stereochemistry.
   *
   * @param molecule sanitised; only its ring flags are set
   * @return empty for a molecule without rings
   */
  public String smilesOf(IAtomContainer molecule) {
    try {
      return SMILES.create(of(molecule));
    } catch (CDKException e) {
      throw new IllegalArgumentException("no SMILES for a scaffold: " + e.getMessage(), e);
    }
  }

  /** The scaffold as a molecule of its own, without atoms where there are no rings. */
  public IAtomContainer of(IAtomContainer molecule) {
    Atoms.markRings(molecule);
    boolean[] kept = ringsAndLinkers(molecule);
    keepDoubleBonded(molecule, kept);
    return copy(molecule, kept);
  }

  /** What is left when ends of chains are taken off for as long as there are any. */
  private static boolean[] ringsAndLinkers(IAtomContainer molecule) {
    int numAtoms = molecule.getAtomCount();
    boolean[] kept = new boolean[numAtoms];
    int[] degree = new int[numAtoms];
    Deque<IAtom> ends = new ArrayDeque<>();
    for (IAtom atom : molecule.atoms()) {
      int i = atom.getIndex();
      kept[i] = true;
      degree[i] = atom.getBondCount();
      if (degree[i] <= 1) {
        ends.add(atom);
      }
    }
    while (!ends.isEmpty()) {
      IAtom end = ends.remove();
      kept[end.getIndex()] = false;
      for (IBond bond : end.bonds()) {
        IAtom next = bond.getOther(end);
        if (kept[next.getIndex()] && --degree[next.getIndex()] == 1) {
          ends.add(next);
        }
      }
    }
    return kept;
  }

  private static void keepDoubleBonded(IAtomContainer molecule, boolean[] kept) {
    List<IAtom> more = new ArrayList<>();
    for (IBond bond : molecule.bonds()) {
      IAtom begin = bond.getBegin();
      IAtom end = bond.getEnd();
      if (bond.getOrder() == IBond.Order.DOUBLE && kept[begin.getIndex()] != kept[end.getIndex()]) {
        more.add(kept[begin.getIndex()] ? end : begin);
      }
    }
    for (IAtom atom : more) {
      kept[atom.getIndex()] = true;
    }
  }

  private static IAtomContainer copy(IAtomContainer molecule, boolean[] kept) {
    IAtomContainer scaffold = molecule.getBuilder().newAtomContainer();
    IAtom[] copies = new IAtom[kept.length];
    for (IAtom atom : molecule.atoms()) {
      if (kept[atom.getIndex()]) {
        copies[atom.getIndex()] = copy(atom, scaffold, kept);
      }
    }
    for (IBond bond : molecule.bonds()) {
      IAtom begin = copies[bond.getBegin().getIndex()];
      IAtom end = copies[bond.getEnd().getIndex()];
      if (begin != null && end != null) {
        IBond copied = scaffold.newBond(begin, end, bond.getOrder());
        copied.setIsAromatic(bond.isAromatic());
        copied.setIsInRing(bond.isInRing());
      }
    }
    return scaffold;
  }

  private static IAtom copy(IAtom atom, IAtomContainer scaffold, boolean[] kept) {
    int hydrogens = atom.getImplicitHydrogenCount();
    for (IBond bond : atom.bonds()) {
      hydrogens += kept[bond.getOther(atom).getIndex()] ? 0 : bond.getOrder().numeric();
    }
    IAtom copied = scaffold.newAtom(Atoms.element(atom), hydrogens);
    copied.setFormalCharge(Atoms.charge(atom));
    copied.setMassNumber(atom.getMassNumber());
    copied.setIsAromatic(atom.isAromatic());
    copied.setIsInRing(atom.isInRing());
    return copied;
  }
}

package org.gflownet.chem;

import static org.gflownet.chem.Molecule.AROMATIC;

import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.openscience.cdk.interfaces.IAtom;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.interfaces.IBond;
import org.openscience.cdk.silent.SilentChemObjectBuilder;

/** Molecules to and from the containers of CDK. Stereochemistry is not carried over. */
final class CdkContainers {
  private CdkContainers() {}

  static MolecularGraph read(IAtomContainer container) {
    MolecularGraph graph = new MolecularGraph();
    for (IAtom atom : container.atoms()) {
      Integer hydrogens = atom.getImplicitHydrogenCount();
      addAtom(graph, atom, hydrogens == null ? MolecularGraph.IMPLICIT : hydrogens);
    }
    addBonds(graph, container);
    return graph;
  }

  static void addAtom(MolecularGraph graph, IAtom atom, int hydrogens) {
    int z = or0(atom.getAtomicNumber());
    if (z == 0) {
      throw new InvalidMoleculeException(
          "atom " + graph.numAtoms() + " is not of one known element");
    }
    graph.addAtom(z, or0(atom.getFormalCharge()), or0(atom.getMassNumber()), hydrogens);
  }

  static void addBonds(MolecularGraph graph, IAtomContainer container) {
    Set<Long> bonded = new HashSet<>();
    for (IBond bond : container.bonds()) {
      int begin = bond.getBegin().getIndex();
      int end = bond.getEnd().getIndex();
      if (!bonded.add((long) Math.min(begin, end) << Integer.SIZE | Math.max(begin, end))) {
        throw new InvalidMoleculeException("atoms " + begin + " and " + end + " are bonded twice");
      }
      graph.addBond(begin, end, order(bond, begin, end));
    }
  }

  private static int order(IBond bond, int begin, int end) {
    IBond.Order order = bond.getOrder();
    if (order == null || order == IBond.Order.UNSET || order.numeric() > 3) {
      throw new InvalidMoleculeException(
          "the bond between atoms "
              + begin
              + " and "
              + end
              + " is not single, double, triple or aromatic");
    }
    return order.numeric();
  }

  private static int or0(Integer value) {
    return value == null ? 0 : value;
  }

  static IAtomContainer write(Molecule molecule) {
    int[] identity = IntStream.range(0, molecule.numAtoms()).toArray();
    IntStream bonds = IntStream.range(0, molecule.numBonds());
    return write(molecule, identity, identity, bonds);
  }

  /** Atoms in their canonical order, bonds sorted by their atoms. */
  static IAtomContainer writeCanonical(Molecule molecule, int[] ranks) {
    int[] atoms = new int[ranks.length];
    for (int i = 0; i < ranks.length; i++) {
      atoms[ranks[i]] = i;
    }
    IntStream bonds =
        IntStream.range(0, molecule.numBonds())
            .boxed()
            .sorted(Comparator.comparingLong(b -> place(molecule, ranks, b)))
            .mapToInt(Integer::intValue);
    return write(molecule, atoms, ranks, bonds);
  }

  private static long place(Molecule molecule, int[] ranks, int b) {
    int begin = ranks[molecule.begin(b)];
    int end = ranks[molecule.end(b)];
    return (long) Math.min(begin, end) * ranks.length + Math.max(begin, end);
  }

  private static IAtomContainer write(
      Molecule molecule, int[] atoms, int[] ranks, IntStream bonds) {
    IAtomContainer container = SilentChemObjectBuilder.getInstance().newAtomContainer();
    for (int i : atoms) {
      IAtom atom = container.newAtom(molecule.atomicNumber(i), molecule.hydrogens(i));
      atom.setFormalCharge(molecule.charge(i));
      atom.setIsAromatic(molecule.isAromatic(i));
      if (molecule.isotope(i) != 0) {
        atom.setMassNumber(molecule.isotope(i));
      }
    }
    bonds.forEach(b -> addBond(container, molecule, b, ranks));
    return container;
  }

  private static void addBond(IAtomContainer container, Molecule molecule, int b, int[] ranks) {
    IBond.Order order =
        switch (molecule.order(b)) {
          case 1 -> IBond.Order.SINGLE;
          case 2 -> IBond.Order.DOUBLE;
          default -> IBond.Order.TRIPLE;
        };
    int begin = ranks[molecule.begin(b)];
    int end = ranks[molecule.end(b)];
    IAtom first = container.getAtom(Math.min(begin, end));
    IAtom second = container.getAtom(Math.max(begin, end));
    container.newBond(first, second, order).setIsAromatic(molecule.bondKind(b) == AROMATIC);
  }
}

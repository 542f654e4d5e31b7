package org.gflownet.chem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gflownet.math.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.tools.periodictable.PeriodicTable;

class SanitizerTest {
  /** RDKit writes aromatic atoms in lower case: aromaticity told by another program. */
  @Test
  void aromaticAtomsAreThoseOfRdkit() {
    List<String> all = SehData.smiles();
    assertThat(all).hasSizeGreaterThan(3000);
    for (String smiles : all) {
      Molecule molecule = MoleculeReader.parse(smiles);
      StringBuilder symbols = new StringBuilder();
      StringBuilder expected = new StringBuilder();
      String atoms = smiles.replaceAll("\\[\\d*([A-Za-z][a-z]?)[^]]*]", "<$1>");
      for (int at = 0, i = 0; at < atoms.length(); at++) {
        char c = atoms.charAt(at);
        if (Character.isLetter(c)) {
          expected.append(Character.isLowerCase(c) ? 'a' : 'A');
          symbols.append(molecule.isAromatic(i) ? 'a' : 'A');
          i++;
          at += isPartOfSymbol(atoms, at + 1) ? 1 : 0;
        }
      }
      assertThat(symbols.toString()).as(smiles).isEqualTo(expected.toString());
    }
  }

  private static boolean isPartOfSymbol(String atoms, int at) {
    if (at >= atoms.length()) {
      return false;
    }
    char before = atoms.charAt(at - 1);
    char c = atoms.charAt(at);
    boolean inBrackets = at >= 2 && atoms.charAt(at - 2) == '<' && Character.isLowerCase(c);
    return inBrackets || (before == 'C' && c == 'l') || (before == 'B' && c == 'r');
  }

  @Test
  void formulasAndRingsAreThoseOfRdkit() {
    for (Map<String, String> row : SehData.rows("golden_props_dev.csv")) {
      Molecule molecule = MoleculeReader.parse(row.get("smiles"));
      assertThat(formula(molecule)).as(row.get("smiles")).isEqualTo(row.get("formula"));
      assertThat(molecule.numRings())
          .as(row.get("smiles"))
          .isEqualTo(Integer.parseInt(row.get("rings")));
    }
  }

  /** As RDKit writes it: carbon, hydrogen, the others by name, then the charge. */
  private static String formula(Molecule molecule) {
    Map<String, Integer> counts = new TreeMap<>();
    int charge = 0;
    for (int i = 0; i < molecule.numAtoms(); i++) {
      counts.merge(PeriodicTable.getSymbol(molecule.atomicNumber(i)), 1, Integer::sum);
      if (molecule.hydrogens(i) > 0) {
        counts.merge("H", molecule.hydrogens(i), Integer::sum);
      }
      charge += molecule.charge(i);
    }
    StringBuilder formula = new StringBuilder();
    for (String first : List.of("C", "H")) {
      if (counts.containsKey(first)) {
        append(formula, first, counts.remove(first));
      }
    }
    counts.forEach((symbol, count) -> append(formula, symbol, count));
    if (charge != 0) {
      formula.append(charge > 0 ? '+' : '-');
      formula.append(Math.abs(charge) > 1 ? Integer.toString(Math.abs(charge)) : "");
    }
    return formula.toString();
  }

  private static void append(StringBuilder formula, String symbol, int count) {
    formula.append(symbol).append(count > 1 ? Integer.toString(count) : "");
  }

  @ParameterizedTest
  @CsvSource({
    "CN(=O)=O, C[N+](=O)[O-]",
    "CN=N#N, CN=[N+]=[N-]",
    "O=n1ccccc1, [O-][n+]1ccccc1",
    "OCl(=O)(=O)=O, O[Cl+3]([O-])([O-])[O-]",
    "CC=P(C)=O, CC=[P+](C)[O-]",
    "C1=CC=CC=C1, c1ccccc1",
    "[H]N([H])C, NC",
    "[H]n1cccc1, c1cc[nH]c1",
  })
  void twoDrawingsAreOneMolecule(String some, String other) {
    assertThat(MoleculeReader.parse(some).canonicalSmiles())
        .isEqualTo(MoleculeReader.parse(other).canonicalSmiles());
  }

  @ParameterizedTest
  @CsvSource({
    "C1=CC=CC=CC=C1, 0",
    "C1=CC2=CC=CC2=C1, 0",
    "C1=CC=CC=C1, 6",
    "C1=CC=C[NH]1, 5",
    "c1ccc2cccc2cc1, 10",
    "C1=CC(=O)C=CC=C1, 7",
    "O=C1C=CC(=O)C=C1, 0",
    "C1=CC=C[CH+]C=C1, 7",
    "[CH-]1C=CC=C1, 5",
    "C1=C=NC=N1, 0",
    "C[Si]1=CC=CC=C1, 6",
    "C1=CC=C[SiH]=C1, 6"
  })
  void huckelsRule(String smiles, int numAromatic) {
    Molecule molecule = MoleculeReader.parse(smiles);
    int count = 0;
    for (int i = 0; i < molecule.numAtoms(); i++) {
      count += molecule.isAromatic(i) ? 1 : 0;
    }
    assertThat(count).isEqualTo(numAromatic);
  }

  @Test
  void fusionBondOfAzuleneIsNotAromatic() {
    Molecule azulene = MoleculeReader.parse("c1ccc2cccc2cc1");
    int single = 0;
    for (int b = 0; b < azulene.numBonds(); b++) {
      single += azulene.bondKind(b) == 1 ? 1 : 0;
    }
    assertThat(single).isEqualTo(1);
  }

  @Test
  void canonicalSmilesDoesNotDependOnTheOrderOfAtoms() {
    RandomStream random = new RandomStream(7, 0, 0);
    for (String smiles : SehData.smiles().subList(0, 1200)) {
      MolecularGraph graph = GraphReader.graph(smiles);
      String canonical = Sanitizer.sanitize(graph).canonicalSmiles();
      assertThat(Sanitizer.sanitize(shuffled(graph, random)).canonicalSmiles())
          .as(smiles)
          .isEqualTo(canonical);
      assertThat(MoleculeReader.parse(canonical).canonicalSmiles()).isEqualTo(canonical);
    }
  }

  private static MolecularGraph shuffled(MolecularGraph graph, RandomStream random) {
    int[] order = shuffle(graph.numAtoms(), random);
    int[] position = new int[order.length];
    MolecularGraph shuffled = new MolecularGraph();
    for (int i : order) {
      position[i] =
          shuffled.addAtom(
              graph.atomicNumber(i), graph.charge(i), graph.isotope(i), graph.hydrogens(i));
    }
    for (int b : shuffle(graph.numBonds(), random)) {
      shuffled.addBond(position[graph.end(b)], position[graph.begin(b)], graph.order(b));
    }
    return shuffled;
  }

  private static int[] shuffle(int size, RandomStream random) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  @Test
  void sulfurGainsHydrogenWhenABlockIsJoined() {
    MolecularGraph graph = GraphReader.graph("O=S=O");
    int shift = graph.append(GraphReader.graph("CC"));
    graph.join(1, shift);
    Molecule joined = Sanitizer.sanitize(graph);
    assertThat(joined.hydrogens(1)).isEqualTo(1);
    assertThat(joined.hydrogens(shift)).isEqualTo(2);
    assertThat(joined.canonicalSmiles())
        .isEqualTo(MoleculeReader.parse("CC[SH](=O)=O").canonicalSmiles());
  }

  @Test
  void joiningTakesAHydrogenOutOfBrackets() {
    MolecularGraph graph = GraphReader.graph("c1cc[nH]c1");
    int shift = graph.append(GraphReader.graph("[NH4+]"));
    graph.join(3, shift);
    Molecule joined = Sanitizer.sanitize(graph);
    assertThat(joined.hydrogens(3)).isZero();
    assertThat(joined.hydrogens(shift)).isEqualTo(3);
  }

  @Test
  void containersOfCdkComeBackAsTheyWere() {
    Molecule molecule = MoleculeReader.parse("O=C([O-])c1cc([13CH3])ccc1[N+](=O)[O-].[Na+]");
    IAtomContainer container = molecule.toContainer();
    assertThat(Sanitizer.sanitize(container).canonicalSmiles())
        .isEqualTo(molecule.canonicalSmiles())
        .contains("[13CH3]")
        .contains("[Na+]");
    container.getAtom(0).setImplicitHydrogenCount(null);
    assertThat(Sanitizer.sanitize(container).hydrogens(0)).isZero();
  }

  @Test
  void tooManyRingsAreRefused() {
    MolecularGraph grid = new MolecularGraph();
    int width = 30;
    for (int i = 0; i < width * width; i++) {
      grid.addAtom(6, 0, 0, MolecularGraph.IMPLICIT);
    }
    for (int i = 0; i < width * width; i++) {
      if (i % width + 1 < width) {
        grid.addBond(i, i + 1, 1);
      }
      if (i + width < width * width) {
        grid.addBond(i, i + width, 1);
      }
    }
    assertThatThrownBy(() -> Sanitizer.sanitize(grid))
        .isInstanceOf(InvalidMoleculeException.class)
        .hasMessage("it has 841 rings, at most 200 are read");
  }

  /** Each benzene of a ring of para-phenylenes can be gone around on two sides. */
  @Test
  void exponentiallyManyRingsAreRefused() {
    String ring = "c1cc2ccc1" + "-c1ccc(cc1)".repeat(11) + "-2";
    assertThatThrownBy(() -> MoleculeReader.parse(ring))
        .isInstanceOf(InvalidMoleculeException.class)
        .hasMessage("its smallest rings are more than 400");
  }

  @ParameterizedTest
  @CsvSource({
    "C12C3C4C1C5C2C3C45, 6",
    "C1C2CC3CC1CC(C2)C3, 4",
    "C1CC2CCC1CC2, 3",
    "C1CC2CCC1C2, 2",
    "CC, 0"
  })
  void ringsAreCountedAsRdkitDoes(String smiles, int numRings) {
    assertThat(MoleculeReader.parse(smiles).numRings()).isEqualTo(numRings);
  }

  @Test
  void emptyGraphIsRefused() {
    assertThatThrownBy(() -> Sanitizer.sanitize(new MolecularGraph()))
        .isInstanceOf(InvalidMoleculeException.class)
        .hasMessage("it has no atoms");
  }
}

package org.gflownet.chem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.interfaces.IBond;
import org.openscience.cdk.silent.SilentChemObjectBuilder;

class MoleculeReaderTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "CCO ethanol",
        "CC>>CO",
        "C1CC",
        "C(C",
        "CC)",
        "C=(",
        "[C",
        "[Xx]",
        "[13",
        "*",
        "C*C",
        "C[R1]",
        "C(C)(C)(C)(C)C",
        "CN(C)(C)C",
        "FC(F)(F)(F)F",
        "CO(C)C",
        "F[Cl](F)F",
        "c1cccc1",
        "c1ccccc1c",
        "c1cccn1",
        "C$C",
        "[C+99999999999]",
        "C%(100000000000)C",
        "\u0421\u0421\u041e",
        "C\nC"
      })
  void refusesOnOneLine(String smiles) {
    assertThatThrownBy(() -> MoleculeReader.parse(smiles))
        .isInstanceOf(InvalidMoleculeException.class)
        .satisfies(
            e -> {
              assertThat(e.getMessage()).isNotBlank().hasSizeLessThanOrEqualTo(200);
              assertThat(e.getMessage().lines()).hasSize(1);
            });
  }

  @Test
  void refusesWhatIsTooLong() {
    assertThatThrownBy(() -> MoleculeReader.parse("C".repeat(10_000_000)))
        .isInstanceOf(InvalidMoleculeException.class)
        .hasMessage("10000000 characters; at most 4000 are read");
    assertThatThrownBy(() -> MoleculeReader.parse("C".repeat(1001)))
        .isInstanceOf(InvalidMoleculeException.class)
        .hasMessage("1001 atoms; at most 1000 are read");
  }

  /** The longest chain and the deepest branches fit, and can be written again. */
  @ParameterizedTest
  @ValueSource(strings = {"chain", "branches"})
  void readsWhatIsLong(String kind) {
    String smiles =
        kind.equals("chain") ? "C".repeat(1000) : "C(".repeat(999) + "C" + ")".repeat(999);
    Molecule molecule = MoleculeReader.parse(smiles);
    assertThat(molecule.canonicalSmiles()).isEqualTo("C".repeat(molecule.numAtoms()));
  }

  @ParameterizedTest
  @CsvSource({
    "CCO, 3, 6",
    "[Na+].[Cl-], 2, 0",
    "[13CH4], 1, 4",
    "[2H]C([2H])[2H], 4, 4",
    "[H]C([H])([H])[H], 1, 4",
    "[H][H], 2, 2",
    "C[N+](C)(C)C, 5, 12",
    "C[N-]C, 3, 6",
    "[se]1cccc1, 5, 4",
    "c1cc[nH]c1, 5, 5",
    "CS(=O)(=O)C, 5, 6",
    "OP(O)(O)=O, 5, 3",
    "[BH4-], 1, 4",
    "[cH-]1cccc1.[Fe+2], 6, 5"
  })
  void readsAtomsAndHydrogens(String smiles, int numAtoms, int hydrogens) {
    Molecule molecule = MoleculeReader.parse(smiles);
    int sum = 0;
    for (int a = 0; a < molecule.numAtoms(); a++) {
      sum += molecule.hydrogens(a);
    }
    assertThat(molecule.numAtoms()).isEqualTo(numAtoms);
    assertThat(sum).isEqualTo(hydrogens);
  }

  @Test
  void keepsChargesAndIsotopes() {
    Molecule molecule = MoleculeReader.parse("[18F-].[K+]");
    assertThat(molecule.isotope(0)).isEqualTo(18);
    assertThat(molecule.isotope(1)).isZero();
    assertThat(molecule.charge(0)).isEqualTo(-1);
    assertThat(molecule.charge(1)).isEqualTo(1);
    assertThat(molecule.element(1)).isEqualTo(19);
  }

  @ParameterizedTest
  @CsvSource({
    "C1=CC=CC=C1C, Cc1ccccc1",
    "OCC, CCO",
    "C[N+](=O)[O-], CN(=O)=O",
    "CN=[N+]=[N-], CN=N#N",
    "[H]OC, CO",
    "c1ccc2ccccc2c1, C1=CC=C2C=CC=CC2=C1",
    "O=c1cc[nH]cc1, O=C1C=CNC=C1"
  })
  void oneCanonicalSmilesForAMolecule(String one, String other) {
    assertThat(MoleculeReader.parse(one).canonicalSmiles())
        .isEqualTo(MoleculeReader.parse(other).canonicalSmiles());
  }

  /** What RDKit's book and source say of its model. */
  @ParameterizedTest
  @CsvSource({
    "c1ccccc1, 6",
    "C1=CC=CC1, 0",
    "O=C1C=CC=CC=C1, 7",
    "O=C1C=CC(=O)C=C1, 0",
    "C1=CC=CC=CC=C1, 0",
    "C1=CC2=CC=CC=CC2=C1, 10",
    "[CH+]1C=CC=CC=C1, 7",
    "C1=COC=C1, 5",
    "C1CCCCC1, 0"
  })
  void countsAromaticAtoms(String smiles, int expected) {
    Molecule molecule = MoleculeReader.parse(smiles);
    int count = 0;
    for (int a = 0; a < molecule.numAtoms(); a++) {
      count += molecule.isAromatic(a) ? 1 : 0;
    }
    assertThat(count).isEqualTo(expected);
  }

  /** The bond that the two rings of azulene share is no part of the aromatic envelope. */
  @Test
  void fusionBondOfAzuleneStaysOut() {
    Molecule molecule = MoleculeReader.parse("C1=CC2=CC=CC=CC2=C1");
    int aromatic = 0;
    for (int b = 0; b < molecule.numBonds(); b++) {
      aromatic += molecule.bondType(b) == Molecule.AROMATIC ? 1 : 0;
    }
    assertThat(molecule.numBonds()).isEqualTo(11);
    assertThat(aromatic).isEqualTo(10);
  }

  /** Of 2858 rows 6 have no SMILES; all that there are can be read. */
  @Test
  void readsAllMeasuredInhibitors() throws IOException {
    TreeSet<String> distinct = new TreeSet<>();
    SehData.rows("seh_chembl.csv", ';').forEach(row -> distinct.add(row.get("Smiles")));
    assertThat(distinct.remove("")).isTrue();
    int read = 0;
    for (String smiles : distinct) {
      read += MoleculeReader.parse(smiles).numAtoms() > 0 ? 1 : 0;
    }
    assertThat(read).isEqualTo(distinct.size()).isGreaterThanOrEqualTo(2073);
  }

  @Test
  void refusesContainersWithoutHydrogenCounts() {
    IAtomContainer container = SilentChemObjectBuilder.getInstance().newAtomContainer();
    container.newAtom(6).setImplicitHydrogenCount(null);
    assertThatThrownBy(() -> Sanitizer.sanitize(container))
        .isInstanceOf(InvalidMoleculeException.class)
        .hasMessageContaining("hydrogen count");
  }

  @Test
  void perceivesWhatOthersAssembled() {
    IAtomContainer ring = SilentChemObjectBuilder.getInstance().newAtomContainer();
    for (int a = 0; a < 6; a++) {
      ring.newAtom(6, 1);
    }
    for (int a = 0; a < 6; a++) {
      IBond.Order order = a % 2 == 0 ? IBond.Order.DOUBLE : IBond.Order.SINGLE;
      ring.newBond(ring.getAtom(a), ring.getAtom((a + 1) % 6), order);
    }
    assertThat(Sanitizer.sanitize(ring).canonicalSmiles()).isEqualTo("c1ccccc1");
  }
}

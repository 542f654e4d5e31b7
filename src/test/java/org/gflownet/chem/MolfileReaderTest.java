package org.gflownet.chem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connection tables of both versions; those of V2000 are also written, see {@link SdfRecord}. */
class MolfileReaderTest {
  private static String v3000(String counts, List<String> atoms, List<String> bonds) {
    StringBuilder table = new StringBuilder("name\n  by hand\n\n");
    table.append("  0  0  0     0  0            999 V3000\nM  V30 BEGIN CTAB\n");
    table.append("M  V30 COUNTS ").append(counts).append(" 0 0 0\nM  V30 BEGIN ATOM\n");
    atoms.forEach(atom -> table.append("M  V30 ").append(atom).append('\n'));
    table.append("M  V30 END ATOM\nM  V30 BEGIN BOND\n");
    bonds.forEach(bond -> table.append("M  V30 ").append(bond).append('\n'));
    return table.append("M  V30 END BOND\nM  V30 END CTAB\nM  END\n").toString();
  }

  private static String canonical(String smiles) {
    return MoleculeReader.parse(smiles).canonicalSmiles();
  }

  @Test
  void readsVersion3000() {
    String phenol =
        v3000(
            "7 7",
            List.of(
                "1 C 0.0 0.0 0 0",
                "2 C 1.2 0.7 0 0",
                "3 C 1.2 2.1 0 0",
                "4 C 0.0 2.8 0 0",
                "5 C -1.2 2.1 0 0",
                "6 C -1.2 0.7 0 0",
                "7 O 0.0 -1.4 0 0"),
            List.of("1 2 1 2", "2 1 2 3", "3 2 3 4", "4 1 4 5", "5 2 5 6", "6 1 6 1", "7 1 1 7"));
    Molecule molecule = MolfileReader.parse(phenol);
    assertThat(molecule.canonicalSmiles()).isEqualTo(canonical("Oc1ccccc1"));
    assertThat(molecule.numAtoms()).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource({
    "1 N 0 0 0 0 CHG=1, 2 C 1 0 0 0, 1 1 1 2, C[NH3+]",
    "1 C 0 0 0 0 MASS=13, 2 O 1 0 0 0, 1 1 1 2, [13CH3]O",
    "1 C 0 0 0 0, 2 N 1 0 0 0, 1 3 1 2, C#N",
    "1 C 0 0 0 0, 2 H 1 0 0 0, 1 1 1 2, C"
  })
  void readsChargesIsotopesOrdersAndHydrogens(String a, String b, String bond, String smiles) {
    Molecule molecule = MolfileReader.parse(v3000("2 1", List.of(a, b), List.of(bond)));
    assertThat(molecule.canonicalSmiles()).isEqualTo(canonical(smiles));
  }

  @Test
  void refusesAromaticBonds() {
    String table = v3000("2 1", List.of("1 C 0 0 0 0", "2 C 1 0 0 0"), List.of("1 4 1 2"));
    assertThatThrownBy(() -> MolfileReader.parse(table))
        .isInstanceOf(InvalidMoleculeException.class)
        .hasMessage("its connection table has aromatic bonds; write single and double ones");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1 C 0 0 0",
        "1 Qq 0 0 0 0",
        "x C 0 0 0 0",
        "1 C 0 0 0 0 CHG=many",
        "",
        "99999999999 C 0 0 0 0"
      })
  void whatCannotBeReadIsRefusedInOneLine(String atom) {
    String table = v3000("1 0", List.of(atom), List.of());
    assertThatThrownBy(() -> MolfileReader.parse(table))
        .isInstanceOf(InvalidMoleculeException.class)
        .hasMessageMatching("\\P{Cntrl}{5,200}");
  }

  @Test
  void everyTruncationIsRefusedOrAMolecule() {
    String whole = v3000("2 1", List.of("1 C 0 0 0 0", "2 O 1 0 0 0"), List.of("1 1 1 2"));
    for (int length = 0; length < whole.length(); length++) {
      String cut = whole.substring(0, length);
      try {
        assertThat(MolfileReader.parse(cut).numAtoms()).isBetween(1, 2);
      } catch (InvalidMoleculeException e) {
        assertThat(e.getMessage()).matches("\\P{Cntrl}{5,200}");
      }
    }
  }
}

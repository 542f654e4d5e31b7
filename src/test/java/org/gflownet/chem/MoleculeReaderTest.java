package org.gflownet.chem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoleculeReaderTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CN(C)(C)C | atom 1 (N) has valence 4, at most 3 is possible",
        "B(C)(C)(C)C | atom 0 (B) has valence 4, at most 3 is possible",
        "CO(C)C | atom 1 (O) has valence 3, at most 2 is possible",
        "[CH5] | atom 0 (C) has valence 5, at most 4 is possible",
        "[NH4] | atom 0 (N) has valence 4, at most 3 is possible",
        "O=[Cl]C | atom 1 (Cl) has valence 3, at most 1 is possible",
        "C[H]C | atom 1 (H) has valence 2, at most 1 is possible",
        "F[Si-2](F)(F)(F)(F)F | atom 1 (Si) has valence 6, at most 4 is possible",
        "[Sn](C)(C)(C)(C)C | atom 0 (Sn) has valence 5, at most 4 is possible",
        "[Xx] | atom 0 is not of one known element",
        "*C | atom 0 is not of one known element",
        "C$C | the bond between atoms 0 and 1 is not single, double, triple or aromatic",
        "C>>C | it is a reaction",
        "C C | character 2 of its SMILES is U+0020",
        "Cé | character 2 of its SMILES is U+00E9",
        "'' | its SMILES is empty",
      })
  void refusalSaysWhy(String smiles, String reason) {
    assertThatThrownBy(() -> MoleculeReader.parse(smiles))
        .isInstanceOf(InvalidMoleculeException.class)
        .hasMessage(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "C1CC",
        "C(C",
        "C)C",
        "[C",
        "T[-T[-[]-\\.P][]-\\.P]",
        "c1cccc1",
        "n1cccc1",
        "c1cc2ccccc2c1",
        "C%1",
        "[",
        "]",
        "()",
        "C1C1",
        "Q",
        "C==C",
        "[nH]",
        "1",
        "=",
        "C.",
        "[13]",
        "[C+99999999999]",
        "[99999999999C]"
      })
  void malformedTextIsRefusedInOneShortLine(String smiles) {
    assertThatThrownBy(() -> MoleculeReader.parse(smiles))
        .isInstanceOf(InvalidMoleculeException.class)
        .hasMessageMatching("[^\\n\\r]{5,200}");
  }

  @ParameterizedTest
  @CsvSource({
    "CIC, 1, 1",
    "CP(C)(C)(C)(C)C, 1, 1",
    "C[P](C)(C)(C)(C)C, 1, 0",
    "CS(C)C, 1, 1",
    "C[S+](C)C, 1, 0",
    "[2H]C, 1, 3",
    "[H]C, 0, 4",
    "[BH4-], 0, 4",
    "[Hg+2], 0, 0",
    "C[Al](C)C, 1, 0",
  })
  void hydrogensAreThoseOfRdkit(String smiles, int atom, int hydrogens) {
    assertThat(MoleculeReader.parse(smiles).hydrogens(atom)).isEqualTo(hydrogens);
  }

  @ParameterizedTest
  @CsvSource({"[CH3], 1", "[O], 2", "[H], 1", "C[C]C, 2", "[Cl], 1", "[N]1C=CC=C1, 1", "CC, 0"})
  void unpairedElectronsAreThoseOfRdkit(String smiles, int radicals) {
    Molecule molecule = MoleculeReader.parse(smiles);
    int most = 0;
    for (int i = 0; i < molecule.numAtoms(); i++) {
      most = Math.max(most, molecule.radicals(i));
    }
    assertThat(most).isEqualTo(radicals);
  }

  @Test
  void stereochemistryIsReadOver() {
    assertThat(MoleculeReader.parse("C[C@H](N)O").canonicalSmiles())
        .isEqualTo(MoleculeReader.parse("C[C@@H](N)O").canonicalSmiles());
    assertThat(MoleculeReader.parse("F/C=C/F").canonicalSmiles())
        .isEqualTo(MoleculeReader.parse("F/C=C\\F").canonicalSmiles());
  }

  @Test
  void hugeTextIsRefusedBeforeItIsLookedAt() {
    String huge = "C".repeat(10_000_000);
    assertThatThrownBy(() -> MoleculeReader.parse(huge))
        .isInstanceOf(InvalidMoleculeException.class)
        .hasMessage("its SMILES has 10000000 characters, at most 4000 are read");
    // Once more, since the first time loads CDK.
    long start = System.nanoTime();
    assertThatThrownBy(() -> MoleculeReader.parse(huge))
        .isInstanceOf(InvalidMoleculeException.class);
    assertThat(System.nanoTime() - start).isLessThan(100_000_000L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "c1ccccc1", "C1CCCCC1", "C(", "[", "C%10", "C1", "(", "[nH]"})
  void longTextsEnd(String part) {
    String text = part.repeat(MoleculeReader.MAX_LENGTH / part.length());
    assertThatThrownBy(() -> MoleculeReader.parse(text))
        .isInstanceOf(InvalidMoleculeException.class);
  }

  @Test
  void longestChainIsRead() {
    Molecule chain = MoleculeReader.parse("C".repeat(MoleculeReader.MAX_ATOMS));
    assertThat(chain.canonicalSmiles()).hasSize(MoleculeReader.MAX_ATOMS);
  }
}

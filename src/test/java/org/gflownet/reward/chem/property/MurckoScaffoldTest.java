package org.gflownet.reward.chem.property;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openscience.cdk.exception.CDKException;
import org.openscience.cdk.smiles.SmiFlavor;
import org.openscience.cdk.smiles.SmilesGenerator;

/** The scaffold against RDKit's. */
class MurckoScaffoldTest {
  private static final SmilesGenerator CANONICAL =
      new SmilesGenerator(SmiFlavor.Unique | SmiFlavor.UseAromaticSymbols);

  private final MurckoScaffold scaffold = new MurckoScaffold();

  @Test
  void agreesWithRdkit() throws IOException, CDKException {
    List<String> different = new ArrayList<>();
    for (GoldenProperties.Row row : GoldenProperties.rows()) {
      String expected = CANONICAL.create(GoldenProperties.parse(row.columns().get("scaffold")));
      String found = scaffold.smilesOf(row.molecule());
      if (!found.equals(expected)) {
        different.add(row.id() + " " + row.smiles() + " " + found + " not " + expected);
      }
    }
    assertThat(different).isEmpty();
  }

  @Test
  void hasNothingWithoutRings() {
    assertThat(scaffold.smilesOf(GoldenProperties.parse("CC(=O)NCCO"))).isEmpty();
  }

  @Test
  void leavesTheMoleculeAsItWas() {
    var molecule = GoldenProperties.parse("CC(=O)c1ccccc1CCC1CC1N");
    assertThat(scaffold.of(molecule).getAtomCount()).isEqualTo(11);
    assertThat(molecule.getAtomCount()).isEqualTo(15);
  }
}

package org.gflownet.chem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.io.iterator.IteratingSDFReader;
import org.openscience.cdk.silent.SilentChemObjectBuilder;
import org.openscience.cdk.smiles.SmiFlavor;
import org.openscience.cdk.smiles.SmilesGenerator;

class SdfRecordTest {
  private static Map<String, Object> properties() {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("smiles", "Oc1ccccc1");
    properties.put("log_reward", -1.25);
    properties.put("blocks", 2);
    return properties;
  }

  @Test
  void aReaderFindsTheMoleculeItsCoordinatesAndItsProperties() throws Exception {
    String text =
        SdfRecord.of("Oc1ccccc1", properties()) + "\n" + SdfRecord.of("CC", Map.of()) + "\n";
    try (IteratingSDFReader reader =
        new IteratingSDFReader(new StringReader(text), SilentChemObjectBuilder.getInstance())) {
      IAtomContainer phenol = reader.next();
      assertThat(phenol.getAtomCount()).isEqualTo(7);
      assertThat(phenol.<Object>getProperty("log_reward")).isEqualTo("-1.25");
      assertThat(phenol.<Object>getProperty("blocks")).isEqualTo("2");
      assertThat(phenol.getAtom(0).getPoint2d().distance(phenol.getAtom(1).getPoint2d()))
          .isBetween(0.5, 2.5);
      assertThat(new SmilesGenerator(SmiFlavor.Unique).create(phenol)).isEqualTo("OC=1C=CC=CC1");
      assertThat(reader.next().getAtomCount()).isEqualTo(2);
      assertThat(reader.hasNext()).isFalse();
    }
  }

  @Test
  void equalMoleculesHaveEqualRecords() {
    assertThat(SdfRecord.of("Oc1ccccc1", properties()))
        .isEqualTo(SdfRecord.of("Oc1ccccc1", properties()))
        .endsWith("\n$$$$");
  }

  @Test
  void whatIsNoMoleculeIsRefused() {
    assertThatThrownBy(() -> SdfRecord.of("c1cc", Map.of()))
        .isInstanceOf(InvalidMoleculeException.class);
  }
}

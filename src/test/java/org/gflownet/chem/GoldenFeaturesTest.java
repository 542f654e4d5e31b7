package org.gflownet.chem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Atom features and edges against those that RDKit gave for 20 molecules. */
class GoldenFeaturesTest {
  private static JsonNode golden() throws IOException {
    return new ObjectMapper().readTree(SehData.file("golden_features.json").toFile());
  }

  @Test
  void featuresAreExact() throws IOException {
    int compared = 0;
    for (JsonNode entry : golden()) {
      AtomFeatures features = AtomFeatures.of(MoleculeReader.parse(entry.get("smiles").asText()));
      assertThat(features.numAtoms()).isEqualTo(entry.get("x_nonzero").size());
      float[] expected = new float[features.numAtoms() * AtomFeatures.WIDTH];
      for (int i = 0; i < features.numAtoms(); i++) {
        for (JsonNode pair : entry.get("x_nonzero").get(i)) {
          expected[i * AtomFeatures.WIDTH + pair.get(0).asInt()] = (float) pair.get(1).asDouble();
        }
      }
      assertThat(features.x()).as(entry.get("smiles").asText()).isEqualTo(expected);
      compared++;
    }
    assertThat(compared).isEqualTo(20);
  }

  @Test
  void edgesAreExact() throws IOException {
    for (JsonNode entry : golden()) {
      AtomFeatures features = AtomFeatures.of(MoleculeReader.parse(entry.get("smiles").asText()));
      List<List<Integer>> edges = new ArrayList<>();
      for (int e = 0; e < features.kinds().length; e++) {
        // The file writes -1 where no attribute is set.
        int kind = features.kinds()[e] == AtomFeatures.NO_BOND ? -1 : features.kinds()[e];
        edges.add(List.of(features.sources()[e], features.targets()[e], kind));
      }
      List<List<Integer>> expected = new ArrayList<>();
      for (JsonNode edge : entry.get("edges")) {
        expected.add(List.of(edge.get(0).asInt(), edge.get(1).asInt(), edge.get(2).asInt()));
      }
      assertThat(edges)
          .as(entry.get("smiles").asText())
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @Test
  void hybridizationAndChargeAreThoseOfRdkit() throws IOException {
    for (JsonNode entry : golden()) {
      Molecule molecule = MoleculeReader.parse(entry.get("smiles").asText());
      Hybridization[] hybridizations = molecule.hybridizations();
      for (int i = 0; i < molecule.numAtoms(); i++) {
        assertThat(hybridizations[i].name()).isEqualTo(entry.get("hybridization").get(i).asText());
        assertThat(molecule.charge(i)).isEqualTo(entry.get("charges").get(i).asInt());
      }
    }
  }

  @Test
  void moleculeWithoutBondsHasOneLoop() {
    AtomFeatures salt = AtomFeatures.of(MoleculeReader.parse("[Na+].[Cl-]"));
    assertThat(salt.numAtoms()).isEqualTo(2);
    assertThat(salt.sources()).containsExactly(0);
    assertThat(salt.targets()).containsExactly(0);
    assertThat(salt.kinds()).containsExactly(AtomFeatures.NO_BOND);
  }
}

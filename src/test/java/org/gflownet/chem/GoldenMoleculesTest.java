package org.gflownet.chem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.silent.SilentChemObjectBuilder;
import org.openscience.cdk.smiles.SmilesParser;

/** Agreement with RDKit, atom by atom, on the molecules of the data sets. */
class GoldenMoleculesTest {
  private static final int[] NO_STEMS = {};

  @Test
  void featuresAndEdgesAgree() throws IOException {
    JsonNode molecules = new JsonMapper().readTree(SehData.file("golden_features.json").toFile());
    assertThat(molecules).hasSize(20);
    for (JsonNode golden : molecules) {
      String smiles = golden.get("smiles").textValue();
      AtomFeatures features = AtomFeatures.of(MoleculeReader.parse(smiles), stems(golden));
      assertThat(features.dense()).as(smiles).isEqualTo(dense(golden));
      assertThat(features.numEdges()).isEqualTo(golden.get("edges").size());
      for (int e = 0; e < features.numEdges(); e++) {
        int[] edge = {features.edgeFrom(e), features.edgeTo(e), features.edgeType(e)};
        assertThat(edge).as(smiles).isEqualTo(ints(golden.get("edges").get(e)));
      }
    }
  }

  private static int[] stems(JsonNode golden) {
    return golden.get("stem_atoms").isNull() ? NO_STEMS : ints(golden.get("stem_atoms"));
  }

  private static int[] ints(JsonNode array) {
    int[] values = new int[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).intValue();
    }
    return values;
  }

  private static float[] dense(JsonNode golden) {
    JsonNode atoms = golden.get("x_nonzero");
    float[] rows = new float[atoms.size() * AtomFeatures.NUM_FEATURES];
    for (int a = 0; a < atoms.size(); a++) {
      for (JsonNode entry : atoms.get(a)) {
        rows[a * AtomFeatures.NUM_FEATURES + entry.get(0).intValue()] =
            (float) entry.get(1).doubleValue();
      }
    }
    for (int a : stems(golden)) {
      rows[a * AtomFeatures.NUM_FEATURES + AtomFeatures.STEM] = 1;
    }
    return rows;
  }

  @Test
  void formulasAgree() throws IOException {
    var rows = SehData.rows("golden_props_dev.csv", ',');
    assertThat(rows).hasSize(296);
    for (Map<String, String> row : rows) {
      Molecule molecule = MoleculeReader.parse(row.get("smiles"));
      assertThat(formula(molecule)).as(row.get("smiles")).isEqualTo(row.get("formula"));
    }
  }

  /** Carbon and hydrogen first, as RDKit has it; the molecules have no hydrogens that are atoms. */
  private static String formula(Molecule molecule) {
    Map<String, Integer> counts = new TreeMap<>();
    int charge = 0;
    for (int a = 0; a < molecule.numAtoms(); a++) {
      counts.merge(molecule.container().getAtom(a).getSymbol(), 1, Integer::sum);
      if (molecule.hydrogens(a) > 0) {
        counts.merge("H", molecule.hydrogens(a), Integer::sum);
      }
      charge += molecule.charge(a);
    }
    StringBuilder text = new StringBuilder();
    for (String first : List.of("C", "H")) {
      if (counts.containsKey(first)) {
        append(text, first, counts.remove(first));
      }
    }
    counts.forEach((symbol, count) -> append(text, symbol, count));
    if (charge != 0) {
      text.append(charge > 0 ? "+" : "-").append(Math.abs(charge) > 1 ? Math.abs(charge) : "");
    }
    return text.toString();
  }

  private static void append(StringBuilder text, String symbol, int count) {
    text.append(symbol).append(count > 1 ? count : "");
  }

  /** RDKit wrote these SMILES: lower case is what it perceives as aromatic. */
  @Test
  void aromaticAtomsAndBondsAgree() throws Exception {
    TreeSet<String> smiles = new TreeSet<>();
    SehData.rows("golden_dev.csv", ',').forEach(row -> smiles.add(row.get("smiles")));
    SehData.rows("seh_chembl.csv", ';').forEach(row -> smiles.add(row.get("Smiles")));
    smiles.remove("");
    SmilesParser parser = new SmilesParser(SilentChemObjectBuilder.getInstance());
    int compared = 0;
    for (String text : smiles) {
      IAtomContainer written = parser.parseSmiles(text);
      Molecule perceived = MoleculeReader.parse(text);
      assertThat(perceived.numAtoms()).as(text).isEqualTo(written.getAtomCount());
      for (int a = 0; a < perceived.numAtoms(); a++) {
        assertThat(perceived.isAromatic(a)).as(text).isEqualTo(written.getAtom(a).isAromatic());
      }
      for (int b = 0; b < perceived.numBonds(); b++) {
        boolean aromatic = perceived.bondType(b) == Molecule.AROMATIC;
        assertThat(aromatic).as(text).isEqualTo(written.getBond(b).isAromatic());
      }
      compared++;
    }
    assertThat(compared).isGreaterThan(2300);
  }
}

package org.gflownet.chem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MorganFingerprintTest {
  private static double tanimoto(long[] a, long[] b) {
    int both = 0;
    int either = 0;
    for (int i = 0; i < a.length; i++) {
      both += Long.bitCount(a[i] & b[i]);
      either += Long.bitCount(a[i] | b[i]);
    }
    return (double) both / either;
  }

  private static Map<Integer, Integer> counts(String smiles) {
    Map<Integer, Integer> counts = new HashMap<>();
    for (int id : MorganFingerprint.identifiers(MoleculeReader.parse(smiles), 2)) {
      counts.merge(id, 1, Integer::sum);
    }
    return counts;
  }

  @Test
  void similaritiesAreRdkits() {
    List<Map<String, String>> pairs = SehData.rows("golden_tanimoto_pairs.csv");
    assertThat(pairs).hasSize(50);
    for (Map<String, String> pair : pairs) {
      long[] a = MorganFingerprint.bits(MoleculeReader.parse(pair.get("smiles1")), 2, 2048);
      long[] b = MorganFingerprint.bits(MoleculeReader.parse(pair.get("smiles2")), 2, 2048);
      assertThat(tanimoto(a, b))
          .as(pair.toString())
          .isCloseTo(Double.parseDouble(pair.get("tanimoto_morgan2_2048")), within(1e-12));
    }
  }

  @Test
  void similaritiesOfUnfoldedCountsAreRdkits() {
    for (Map<String, String> pair : SehData.rows("golden_tanimoto_pairs.csv")) {
      Map<Integer, Integer> a = counts(pair.get("smiles1"));
      Map<Integer, Integer> b = counts(pair.get("smiles2"));
      int both = 0;
      for (Map.Entry<Integer, Integer> entry : a.entrySet()) {
        both += Math.min(entry.getValue(), b.getOrDefault(entry.getKey(), 0));
      }
      int all =
          a.values().stream().mapToInt(n -> n).sum() + b.values().stream().mapToInt(n -> n).sum();
      assertThat((double) both / (all - both))
          .as(pair.toString())
          .isCloseTo(Double.parseDouble(pair.get("tanimoto_morgan2_counts_sparse")), within(1e-12));
    }
  }

  @Test
  void theOrderOfAtomsIsOfNoMatter() {
    int[] a = MorganFingerprint.identifiers(MoleculeReader.parse("OC(=O)c1ccccc1OC(C)=O"), 2);
    int[] b = MorganFingerprint.identifiers(MoleculeReader.parse("CC(=O)Oc1ccccc1C(=O)O"), 2);
    Arrays.sort(a);
    Arrays.sort(b);
    assertThat(a).isEqualTo(b);
  }

  @Test
  void isotopesDiffer() {
    assertThat(MorganFingerprint.identifiers(MoleculeReader.parse("[2H]C"), 0))
        .isNotEqualTo(MorganFingerprint.identifiers(MoleculeReader.parse("[3H]C"), 0));
    assertThat(MorganFingerprint.identifiers(MoleculeReader.parse("C"), 2)).hasSize(1);
  }

  @Test
  void aLengthThatIsNoWholeNumberOfWordsIsRefused() {
    Molecule ethanol = MoleculeReader.parse("CCO");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MorganFingerprint.bits(ethanol, 2, 100))
        .withMessageContaining("multiple of 64");
  }
}

package org.gflownet.chem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.gflownet.eval.Tanimoto;
import org.gflownet.math.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MorganFingerprintTest {
  private static Map<Long, Integer> counts(MorganFingerprint fingerprint) {
    Map<Long, Integer> counts = new TreeMap<>();
    for (int k = 0; k < fingerprint.size(); k++) {
      counts.put(Integer.toUnsignedLong(fingerprint.hash(k)), fingerprint.count(k));
    }
    return counts;
  }

  private static String text(String smiles, int radius) {
    return counts(MorganFingerprint.of(MoleculeReader.parse(smiles), radius)).entrySet().stream()
        .map(entry -> entry.getKey() + ":" + entry.getValue())
        .collect(Collectors.joining(" "));
  }

  /** Values of RDKit 2022.09, {@code GetMorganFingerprint(m, radius).GetNonzeroElements()}. */
  @ParameterizedTest
  @CsvSource({
    "C, 2, 2246733040:1",
    "[14CH4], 2, 2246733047:1",
    "[13CH4], 2, 2246733040:1",
    "[18OH2], 2, 864666388:1",
    "[2H]C, 2, 1481020642:1 2246733040:1 4277593707:1",
    "[H][H], 2, 1087756733:1 4277646599:2",
    "[Na+].[Cl-], 3, 3737048253:1 3855292234:1",
    "C1CC1, 2, 171200514:1 2142032900:3 2968968094:3",
    "CCO, 2, 864662311:1 1535166686:1 2245384272:1 2246728737:1 3542456614:1 4018048386:1",
    "Oc1ccccc1, 0, 864662311:1 3217380708:1 3218693969:5",
    "Oc1ccccc1, 2, 26234434:1 98513984:3 251179073:2 859799282:1 864662311:1 951226070:2"
        + " 2763854213:1 2905660137:1 3217380708:1 3218693969:5 3999906991:2",
    "Oc1ccccc1, 3, 26234434:1 98513984:3 251179073:2 742000539:1 859799282:1 864662311:1"
        + " 951226070:2 2763854213:1 2905660137:1 2985234959:1 3217380708:1 3218693969:5"
        + " 3999906991:2"
  })
  void hasTheNumbersOfRdkit(String smiles, int radius, String expected) {
    assertThat(text(smiles, radius)).isEqualTo(expected);
  }

  @Test
  void isFoldedByTheUnsignedRemainder() {
    Molecule phenol = MoleculeReader.parse("Oc1ccccc1");
    int[] expected = {65, 389, 745, 807, 1088, 1199, 1380, 1602, 1750, 1778, 1873};
    MorganFingerprint fingerprint = MorganFingerprint.of(phenol);
    long[] bits = fingerprint.bits(MorganFingerprint.NUM_BITS);
    assertThat(BitSet.valueOf(bits).stream().toArray()).isEqualTo(expected);
    assertThat(MorganFingerprint.bits(phenol, 2, 2048)).isEqualTo(bits);
    assertThat(fingerprint.features(2048, false)).isEqualTo(expected);
    int[] counted = fingerprint.features(2048, true);
    assertThat(counted).hasSize(20).isSorted();
    assertThat(Arrays.stream(counted).distinct().toArray()).isEqualTo(expected);
  }

  @Test
  void lengthsAreWholeWords() {
    MorganFingerprint fingerprint = MorganFingerprint.of(MoleculeReader.parse("CO"));
    for (int bits : new int[] {-64, 0, 63, 100}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> fingerprint.bits(bits))
          .withMessageContaining(bits + " bits");
    }
  }

  @Property(tries = 60)
  void theOrderOfAtomsIsNothing(
      @ForAll @IntRange(min = 0, max = 4) int which, @ForAll int seed, @ForAll boolean wide) {
    List<String> all =
        List.of(
            "C12C3C4C1C5C2C3C45",
            "CC(C)(C)c1ccc2[nH]c(=O)n(C3CC3)c2c1",
            "C1CC2(CC1)CCN(CC2)S(=O)(=O)c1ccccc1",
            "CC1(C)SC2C(NC(=O)C(N)c3ccc(O)cc3)C(=O)N2C1C(=O)O",
            "[2H]OC([O-])=O.[NH3+]CC#N");
    MolecularGraph graph = GraphReader.graph(all.get(which));
    int radius = wide ? 4 : 2;
    assertThat(counts(MorganFingerprint.of(Sanitizer.sanitize(shuffled(graph, seed)), radius)))
        .isEqualTo(counts(MorganFingerprint.of(Sanitizer.sanitize(graph), radius)));
  }

  private static MolecularGraph shuffled(MolecularGraph graph, int seed) {
    RandomStream random = new RandomStream(seed, 0, 0);
    int[] order = permutation(graph.numAtoms(), random);
    int[] places = new int[order.length];
    MolecularGraph copy = new MolecularGraph();
    for (int k = 0; k < order.length; k++) {
      int i = order[k];
      places[i] =
          copy.addAtom(
              graph.atomicNumber(i), graph.charge(i), graph.isotope(i), graph.hydrogens(i));
    }
    for (int b : permutation(graph.numBonds(), random)) {
      copy.addBond(places[graph.end(b)], places[graph.begin(b)], graph.order(b));
    }
    return copy;
  }

  private static int[] permutation(int size, RandomStream random) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  private static MorganFingerprint of(Map<String, String> row, String column) {
    return MorganFingerprint.of(MoleculeReader.parse(row.get(column)));
  }

  @Test
  void similaritiesAreThoseOfRdkit() {
    List<Map<String, String>> rows = SehData.rows("golden_tanimoto_pairs.csv");
    assertThat(rows).hasSize(50);
    for (Map<String, String> row : rows) {
      MorganFingerprint a = of(row, "smiles1");
      MorganFingerprint b = of(row, "smiles2");
      assertThat(Tanimoto.similarity(a.bits(2048), b.bits(2048)))
          .as(row.toString())
          .isEqualTo(Double.parseDouble(row.get("tanimoto_morgan2_2048")));
      assertThat(countTanimoto(counts(a), counts(b)))
          .as(row.toString())
          .isCloseTo(Double.parseDouble(row.get("tanimoto_morgan2_counts_sparse")), within(1e-15));
    }
  }

  private static double countTanimoto(Map<Long, Integer> a, Map<Long, Integer> b) {
    int both = 0;
    for (Map.Entry<Long, Integer> entry : a.entrySet()) {
      both += Math.min(entry.getValue(), b.getOrDefault(entry.getKey(), 0));
    }
    int all =
        a.values().stream().mapToInt(c -> c).sum() + b.values().stream().mapToInt(c -> c).sum();
    return (double) both / (all - both);
  }

  @Test
  void setsAsManyBitsAsInRdkit() {
    int compared = 0;
    for (Map<String, String> row : SehData.rows("golden_props_dev.csv")) {
      if (!row.get("n_morgan2_bits").isEmpty()) {
        assertThat(Tanimoto.numBits(of(row, "smiles").bits(2048)))
            .as(row.get("smiles"))
            .isEqualTo(Integer.parseInt(row.get("n_morgan2_bits")));
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(290);
  }
}

package org.gflownet.reward.chem.seh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.gflownet.chem.AtomFeatures;
import org.gflownet.chem.MoleculeReader;
import org.gflownet.chem.SehData;
import org.gflownet.model.Engines;
import org.gflownet.model.ScalarKernels;
import org.gflownet.reward.chem.Score;
import org.gflownet.reward.chem.ScoredMolecule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SehProxyTest {
  private static final SehWeights WEIGHTS = SehWeights.read(SehData.file("seh_proxy.npz"));

  private static SehConvention convention(String root, String mask) {
    return new SehConvention(
        SehConvention.Root.valueOf(root), SehConvention.StemMask.valueOf(mask));
  }

  private static List<ScoredMolecule> molecules(List<Map<String, String>> rows) {
    List<ScoredMolecule> molecules = new ArrayList<>();
    for (Map<String, String> row : rows) {
      int[] stems = SehData.integers(row.getOrDefault("stem_atoms_smiles_order", ""));
      molecules.add(new ScoredMolecule(MoleculeReader.parse(row.get("smiles")), stems));
    }
    return molecules;
  }

  /** Single precision against the double-precision values of RDKit and PyTorch. */
  @ParameterizedTest
  @CsvSource({
    "ORIG, NONE, raw_orig_nomask",
    "ORIG, OPEN_STEMS, raw_orig_mask",
    "LIN, NONE, raw_lin_nomask",
    "LIN, OPEN_STEMS, raw_lin_mask",
  })
  void agreesWithEveryGoldenPrediction(String root, String mask, String column) {
    SehProxy proxy = new SehProxy(WEIGHTS, convention(root, mask));
    assertThat(compare(proxy, "golden_dev.csv", column)).isGreaterThan(200);
    assertThat(compare(proxy, "upstream950.csv", column)).isEqualTo(950);
  }

  private static int compare(SehProxy proxy, String file, String column) {
    List<Map<String, String>> rows =
        SehData.rows(file).stream().filter(row -> !row.get(column).isEmpty()).toList();
    double[] raw = proxy.raw(molecules(rows));
    for (int i = 0; i < raw.length; i++) {
      double expected = Double.parseDouble(rows.get(i).get(column));
      assertThat(raw[i]).as(rows.get(i).get("smiles")).isCloseTo(expected, within(1e-4));
    }
    return raw.length;
  }

  @Test
  void recursionConventionGivesItsPublishedValues() {
    SehProxy proxy = new SehProxy(WEIGHTS, SehConvention.byName("recursion"));
    assertThat(compare(proxy, "recursion_some_mols.csv", "raw_lin_nomask")).isEqualTo(25);
  }

  /** Rewards that the published code stored: max(.1, raw) / 8, to the power of 10. */
  @Test
  void storedRewardsAreThoseOfTheLinearRootWithMask() {
    List<Map<String, String>> rows = SehData.rows("upstream950.csv");
    double[] raw = new SehProxy(WEIGHTS, convention("LIN", "OPEN_STEMS")).raw(molecules(rows));
    for (int i = 0; i < raw.length; i++) {
      double reward = Math.pow(Math.max(0.1, raw[i]) / 8, 10);
      double stored = Double.parseDouble(rows.get(i).get("stored_reward"));
      assertThat(reward).isCloseTo(stored, within(1e-3 * stored));
    }
  }

  @Test
  void doublePrecisionReferenceAgreesToNineDigits() {
    List<Map<String, String>> rows = SehData.rows("golden_dev.csv");
    for (int i = 0; i < rows.size(); i += 3) {
      ScoredMolecule molecule = molecules(rows.subList(i, i + 1)).get(0);
      AtomFeatures graph = AtomFeatures.of(molecule.molecule());
      for (String root : List.of("orig", "lin")) {
        ReferenceSeh reference =
            new ReferenceSeh(WEIGHTS, SehConvention.Root.valueOf(root.toUpperCase(Locale.ROOT)));
        double expected = Double.parseDouble(rows.get(i).get("raw_" + root + "_nomask"));
        assertThat(reference.predict(graph, null)).isCloseTo(expected, within(1e-9));
        if (molecule.stemAtoms() != null) {
          expected = Double.parseDouble(rows.get(i).get("raw_" + root + "_mask"));
          assertThat(reference.predict(graph, molecule.stemAtoms()))
              .isCloseTo(expected, within(1e-9));
        }
      }
    }
  }

  @Test
  void scoreHasTheSameBitsInEveryBatch() {
    List<ScoredMolecule> molecules = molecules(SehData.rows("golden_dev.csv"));
    SehProxy proxy = new SehProxy(WEIGHTS, SehConvention.PAPER_2021);
    double[] together = proxy.raw(molecules);
    List<ScoredMolecule> backwards = new ArrayList<>(molecules);
    Collections.reverse(backwards);
    double[] reversed = proxy.raw(backwards);
    for (int i = 0; i < together.length; i++) {
      assertThat(reversed[together.length - 1 - i]).isEqualTo(together[i]);
      assertThat(proxy.raw(molecules.subList(i, i + 1))[0]).isEqualTo(together[i]);
    }
  }

  @Test
  void scoreHasTheSameBitsOnPlainKernels() {
    List<ScoredMolecule> molecules = molecules(SehData.rows("golden_dev.csv")).subList(0, 60);
    double[] fast =
        new SehProxy(WEIGHTS, SehConvention.PAPER_2021, Engines::exactKernels).raw(molecules);
    double[] plain =
        new SehProxy(WEIGHTS, SehConvention.PAPER_2021, ScalarKernels::new).raw(molecules);
    assertThat(plain).isEqualTo(fast);
  }

  @Test
  void threadsDoNotDisturbOneAnother() {
    List<ScoredMolecule> molecules = molecules(SehData.rows("golden_dev.csv")).subList(0, 100);
    SehProxy proxy = new SehProxy(WEIGHTS, SehConvention.PAPER_2021);
    double[] expected = proxy.raw(molecules);
    List<double[]> results =
        IntStream.range(0, 16).parallel().mapToObj(k -> proxy.raw(molecules)).toList();
    assertThat(results).allSatisfy(result -> assertThat(result).isEqualTo(expected));
  }

  @Test
  void stemlessMoleculeIsMarkedAtItsFirstAtom() {
    var molecule = MoleculeReader.parse("CCO");
    SehProxy proxy = new SehProxy(WEIGHTS, SehConvention.PAPER_2021);
    double[] raw =
        proxy.raw(
            List.of(
                new ScoredMolecule(molecule, new int[0]),
                new ScoredMolecule(molecule, new int[] {0, 0}),
                new ScoredMolecule(molecule, new int[] {2}),
                ScoredMolecule.of(molecule)));
    assertThat(raw[0]).isEqualTo(raw[1]).isNotEqualTo(raw[2]).isNotEqualTo(raw[3]);
    assertThat(raw[2]).isNotEqualTo(raw[3]);
  }

  @Test
  void scoresOfUnusualMoleculesArePresent() {
    SehProxy proxy = new SehProxy(WEIGHTS, SehConvention.RECURSION);
    assertThat(proxy.readsStems()).isFalse();
    List<ScoredMolecule> molecules =
        List.of("C", "[Na+].[Cl-]", "[U]", "C".repeat(1000)).stream()
            .map(smiles -> ScoredMolecule.of(MoleculeReader.parse(smiles)))
            .toList();
    assertThat(proxy.score(molecules)).hasSize(4).allMatch(Score::isPresent);
    assertThat(proxy.score(List.of())).isEmpty();
  }

  @Test
  void conventionsHaveNames() {
    for (String name : SehConvention.names()) {
      assertThat(SehConvention.byName(name)).hasToString(name);
    }
    assertThat(convention("ORIG", "NONE")).hasToString("orig+none");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SehConvention.byName("seh"))
        .withMessage("no sEH convention 'seh'; known: paper-2021, recursion");
  }

  @Test
  void stemOutsideOfTheMoleculeIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ScoredMolecule(MoleculeReader.parse("CC"), new int[] {2}))
        .withMessage("stem at atom 2 of a molecule of 2 atoms");
  }
}

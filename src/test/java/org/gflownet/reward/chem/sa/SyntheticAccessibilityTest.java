package org.gflownet.reward.chem.sa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gflownet.chem.Molecule;
import org.gflownet.chem.MoleculeReader;
import org.gflownet.chem.MorganFingerprint;
import org.gflownet.chem.SehData;
import org.gflownet.reward.chem.Score;
import org.gflownet.reward.chem.ScoredMolecule;
import org.gflownet.testing.DataSets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyntheticAccessibilityTest {
  private static final FragmentScores NONE = new FragmentScores(new int[0], new double[0]);

  private static SyntheticAccessibility published() {
    return new SyntheticAccessibility(FragmentScores.read(DataSets.fragmentScores()));
  }

  private static double of(SyntheticAccessibility accessibility, String smiles) {
    return accessibility.of(MoleculeReader.parse(smiles));
  }

  @Test
  void hasAllFragments() {
    FragmentScores table = FragmentScores.read(DataSets.fragmentScores());
    assertThat(table.size()).isEqualTo(705_292);
    // The first row of the file, and hashes of 31 and 32 bits.
    assertThat(table.of(910163969)).isEqualTo(-2.8254);
    assertThat(table.of((int) 2365587616L)).isEqualTo(-2.8254);
    assertThat(table.of(1449131080)).isEqualTo(1.2233);
    assertThat(table.of(1300)).isEqualTo(FragmentScores.UNKNOWN);
  }

  @Test
  void everyMoleculeHasTheScoreOfRdkit() {
    SyntheticAccessibility accessibility = published();
    List<String> different = new ArrayList<>();
    List<Map<String, String>> rows = SehData.rows("golden_props_dev.csv");
    for (Map<String, String> row : rows) {
      double score = of(accessibility, row.get("smiles"));
      if (!(Math.abs(score - Double.parseDouble(row.get("sa"))) <= 1e-9)) {
        different.add(row.get("smiles") + " " + score + " not " + row.get("sa"));
      }
    }
    assertThat(rows).hasSize(296);
    assertThat(different).isEmpty();
  }

  /** Values of sascorer.py of RDKit 2022.09, here for what the data set has little of. */
  @ParameterizedTest
  @CsvSource({
    "C, 7.3284153846153846",
    "CC, 2.7475679189493913",
    "CCO, 1.9802570386349831",
    "C1CCCCCCCCC1, 1.0",
    "C1CC2(CC1)CCNCC2, 2.974553976056411",
    "C1CC2CCC1CC2, 2.7844309405370655",
    "C12C3C4C1C5C2C3C45, 3.1693957705375695",
    "C1C2CC3CC1CC(C2)C3, 3.058563940841239",
    "CC(O)C(N)C(F)Cl, 4.390819735311531",
    "CS(=O)c1ccccc1, 2.4631292319910703",
    "CC1CN1C, 2.5352438258862176",
    "C1CN2CCC1CC2, 3.263155067619067",
    "CP(C)C, 3.6834288156987505",
    "CCP(C)c1ccccc1, 3.2275103496827837",
    "[Na+].[Cl-], 8.485507008507629",
    "[2H]C(C)O, 4.613083809695031",
    "OC1CCC(N)CC1, 2.3439104282170184",
    "FC(Cl)(Br)I, 3.9197945301307984",
    "CC(C)(C)C(C)(C)C(C)(C)C, 2.367290635244343",
    "O=C1CCCCCCCCCCCCCC1, 1.9725740845431137",
    "C[Si](C)(C)C, 2.367859769840063",
    "CC[N+](C)(C)C, 2.921773151836458",
    "N[Pt](N)(Cl)Cl, 5.9451683822883625",
    "CC(=O)OC1CC2CCC1(C)C2(C)C, 4.086082477309015",
    "OCC1OC(O)C(O)C(O)C1O, 3.5954452778199304",
    "c1ccc2c(c1)C1CCC2N1, 3.882937517199233",
    "C[S+](CC)CCC, 4.243372811289591",
    "'C=CC(C)C#N', 4.441147465359366",
    "O=S1CCC1C, 4.593544593282616",
    "CC[Se](=O)C, 5.254288096564365",
    "C1=CC2C=CC1C2, 4.698507961190864",
    "B1C2CCCC1CCC2, 5.2650882060681665",
    "CCC(C)[2H], 4.3804699147461825",
    "C/C=C/C(C)O, 3.4989720807439806",
    "CC(C)N1CC1C, 3.0177109346879547",
    "C1CN2CCN1CC2C, 4.079445123141371",
    "CN1C2CCC1CC2, 2.9947350843414764",
    "CCOP(=O)(C)OC, 3.599191401234279",
    "CC(F)P(=O)(O)C, 3.8746407084436107",
    "C1CC11CC1, 2.955988257941449",
    "[O-][n+]1ccccc1, 2.5991982019086954",
    "C1N2CN3CN1CN(C2)C3, 4.5918685562258545",
    "[13CH3]C(C)O, 2.155114578925801",
    "[13CH3]C([H])(C)O, 2.155114578925801"
  })
  void uncommonMoleculesHaveTheScoreOfRdkit(String smiles, double expected) {
    assertThat(of(published(), smiles)).isCloseTo(expected, within(1e-9));
  }

  /** With no fragment known: s = -4 - (2^1.005 - 2), and no penalty. */
  @Test
  void unknownFragmentsMakeItHard() {
    double raw = 11 - 9 * (3 - Math.pow(2, 1.005)) / 6.5;
    assertThat(raw).isGreaterThan(8);
    double expected = Math.max(1, 8 + Math.log(raw - 8));
    assertThat(of(new SyntheticAccessibility(NONE), "CO")).isCloseTo(expected, within(1e-12));
  }

  @Test
  void isTheMeanOverEnvironmentsAndCutAtOne() {
    MorganFingerprint methanol = MorganFingerprint.of(MoleculeReader.parse("CO"));
    int[] hashes = new int[methanol.size()];
    double[] scores = new double[methanol.size()];
    for (int k = 0; k < hashes.length; k++) {
      hashes[k] = methanol.hash(k);
      scores[k] = k;
    }
    double size = Math.pow(2, 1.005) - 2;
    assertThat(of(new SyntheticAccessibility(new FragmentScores(hashes, scores)), "CO"))
        .isCloseTo(11 - 9 * (1 - size + 5) / 6.5, within(1e-12));
    scores[0] = 100;
    assertThat(of(new SyntheticAccessibility(new FragmentScores(hashes, scores)), "CO"))
        .isEqualTo(1.0);
  }

  @Test
  void scoresDoNotDependOnTheBatch() {
    SaScorer scorer = new SaScorer(new SyntheticAccessibility(NONE));
    Molecule a = MoleculeReader.parse("CC1CCCCCCCC1");
    Molecule b = MoleculeReader.parse("C1CC2(C1)CCC2");
    List<Score> both = scorer.score(List.of(ScoredMolecule.of(a), ScoredMolecule.of(b)));
    assertThat(scorer.score(List.of(ScoredMolecule.of(b)))).containsExactly(both.get(1));
    assertThat(scorer.name()).isEqualTo("sa");
    assertThat(scorer.readsStems()).isFalse();
  }
}

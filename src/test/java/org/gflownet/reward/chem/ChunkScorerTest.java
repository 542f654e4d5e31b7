package org.gflownet.reward.chem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.gflownet.chem.MolfileReader;
import org.gflownet.chem.SdfRecord;
import org.gflownet.chem.SehData;
import org.gflownet.reward.RewardScale;
import org.gflownet.reward.chem.property.Qed;
import org.gflownet.reward.chem.seh.SehConvention;
import org.gflownet.reward.chem.seh.SehProxy;
import org.gflownet.reward.chem.seh.SehWeights;
import org.junit.jupiter.api.Test;

class ChunkScorerTest {
  private static final RewardScale SCALE = new RewardScale(0.01, 2, 3);

  private static ChunkScorer qed() {
    return new ChunkScorer(
        CompositeScorer.single(new PropertyScorer("qed", new Qed())), SCALE, 100);
  }

  /** The stems decide on the score: their sum, plus a number for a molecule without stems. */
  private static ChunkScorer stems() {
    MoleculeScorer scorer =
        new MoleculeScorer() {
          @Override
          public String name() {
            return "stems";
          }

          @Override
          public boolean readsStems() {
            return true;
          }

          @Override
          public List<Score> score(List<ScoredMolecule> molecules) {
            return molecules.stream()
                .map(
                    m ->
                        m.stemAtoms() == null
                            ? Score.of(-1)
                            : Score.of(
                                Arrays.stream(m.stemAtoms())
                                    .map(a -> m.molecule().atomicNumber(a))
                                    .sum()))
                .toList();
          }
        };
    return new ChunkScorer(CompositeScorer.single(scorer), SCALE, 100);
  }

  private static MoleculeChunk chunk(String[] stems, String... smiles) {
    return new MoleculeChunk(false, smiles, stems);
  }

  @Test
  void rewardsAreTheScaleOfRawScores() {
    ChunkScores scores = qed().score(chunk(null, "c1ccccc1O", "C(", null));
    double raw = scores.raw()[0];
    assertThat(scores.rewards()[0]).isEqualTo(StrictMath.exp(SCALE.logReward(raw)));
    assertThat(scores.rewards()[0])
        .isCloseTo(Math.pow(raw / 2, 3), org.assertj.core.data.Percentage.withPercentage(1e-9));
    assertThat(scores.errors()[0]).isNull();
    assertThat(scores.errors()[1]).contains("cannot be read");
    assertThat(scores.errors()[2]).isEqualTo("the row has no structure");
    assertThat(scores.raw()[1]).isNaN();
    assertThat(scores.rewards()[2]).isNaN();
  }

  @Test
  void stemsAreAtomsOfTheSmilesAsItIsWritten() {
    String[] stems = {null, " ", "0", "1;2", "[2, 2]", "3", "-1", "x", "0;", "0"};
    String[] smiles = {"OCN", "OCN", "NCO", "OCN", "OCN", "OCN", "OCN", "OCN", "OCN", "[H]OCN"};
    ChunkScores scores = stems().score(chunk(stems, smiles));
    assertThat(Arrays.copyOf(scores.raw(), 5)).containsExactly(8, 8, 7, 6 + 7, 7 + 7);
    assertThat(scores.errors()[5]).isEqualTo("stem_atoms has atom 3, the last atom is 2");
    assertThat(scores.errors()[6]).contains("no list of atom indices");
    assertThat(scores.errors()[7]).contains("no list of atom indices");
    assertThat(scores.raw()[8]).isEqualTo(8);
    assertThat(scores.errors()[9]).contains("[H]");
    assertThat(stems().score(chunk(null, "OCN")).raw()[0]).isEqualTo(-1);
  }

  @Test
  void neitherChunksNorCachesChangeABit() {
    ChunkScorer scorer =
        new ChunkScorer(
            CompositeScorer.single(
                new SehProxy(
                    SehWeights.read(SehData.file("seh_proxy.npz")), SehConvention.PAPER_2021)),
            SCALE,
            50);
    String[] smiles = SehData.smiles().stream().limit(300).toArray(String[]::new);
    String[] stems = new String[smiles.length];
    Arrays.setAll(stems, i -> i % 3 == 0 ? null : "0;" + i % 3);
    double[] whole = scorer.score(chunk(stems, smiles)).raw();
    for (int from = 0; from < smiles.length; from += 7) {
      int to = Math.min(smiles.length, from + 7);
      double[] part =
          scorer
              .score(
                  chunk(Arrays.copyOfRange(stems, from, to), Arrays.copyOfRange(smiles, from, to)))
              .raw();
      assertThat(part).containsExactly(Arrays.copyOfRange(whole, from, to));
    }
  }

  @Test
  void connectionTablesAreScoredAsTheirSmiles() {
    String[] smiles = {"CCO", "c1ccc2[nH]ccc2c1", "C[N+](C)(C)C", "[13CH4]", "CC(=O)[O-].[Na+]"};
    String[] tables = new String[smiles.length + 2];
    for (int i = 0; i < smiles.length; i++) {
      String record = SdfRecord.of(smiles[i], java.util.Map.of());
      tables[i] = record.substring(0, record.indexOf("$$$$"));
    }
    tables[smiles.length] = "no\n\n\n  table\n";
    tables[smiles.length + 1] = "";
    ChunkScores scores = qed().score(new MoleculeChunk(true, tables, null));
    ChunkScores expected = qed().score(chunk(null, smiles));
    for (int i = 0; i < smiles.length; i++) {
      assertThat(scores.errors()[i]).isNull();
      assertThat(scores.raw()[i]).isEqualTo(expected.raw()[i]);
      assertThat(scores.smiles()[i]).isEqualTo(MolfileReader.parse(tables[i]).canonicalSmiles());
    }
    assertThat(scores.errors()[smiles.length]).isEqualTo("its connection table cannot be read");
    assertThat(scores.errors()[smiles.length + 1]).isEqualTo("the row has no structure");
  }
}

package org.gflownet.spark.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.gflownet.chem.MoleculeReader;
import org.gflownet.chem.SdfRecord;
import org.gflownet.math.RandomStream;
import org.gflownet.model.Activation;
import org.gflownet.model.MlpSpec;
import org.gflownet.reward.RewardScale;
import org.gflownet.reward.chem.ChunkScorer;
import org.gflownet.reward.chem.ChunkScores;
import org.gflownet.reward.chem.CompositeScorer;
import org.gflownet.reward.chem.MoleculeChunk;
import org.gflownet.reward.chem.MoleculeScorer;
import org.gflownet.reward.chem.PropertyScorer;
import org.gflownet.reward.chem.property.MolecularWeight;
import org.gflownet.reward.chem.property.Qed;
import org.gflownet.reward.chem.proxy.FingerprintSpec;
import org.gflownet.reward.chem.proxy.ProxyModel;
import org.gflownet.reward.chem.proxy.ProxyScorer;
import org.gflownet.testing.LocalSpark;
import org.junit.jupiter.api.Test;

class ProxyChunkScorerSparkTest {
  private static final FingerprintSpec SPEC =
      new FingerprintSpec(FingerprintSpec.Kind.MORGAN, 2, 512, true);
  private static final MlpSpec NETWORK =
      new MlpSpec(SPEC.bits(), List.of(48, 24), 1, Activation.RELU);

  /** Makes scorers of the proxy alone or between two properties. */
  private record Proxies(String key, boolean alone) implements ChunkScorer.Factory {
    @Override
    public ChunkScorer create() {
      ProxyScorer proxy = new ProxyScorer(model());
      return new ChunkScorer(
          alone ? CompositeScorer.single(proxy) : product(proxy), new RewardScale(1e-3, 2, 3), 40);
    }

    private static CompositeScorer product(ProxyScorer proxy) {
      return CompositeScorer.of(
          "product",
          CompositeScorer.Rule.PRODUCT,
          List.of(
              part(new PropertyScorer("qed", new Qed()), 0, 1),
              part(proxy, -5, 5),
              part(new PropertyScorer("mw", new MolecularWeight()), 500, 0)));
    }

    private static CompositeScorer.Part part(MoleculeScorer scorer, double zero, double one) {
      return new CompositeScorer.Part(scorer, 1, 2, zero, one);
    }
  }

  private static ProxyModel model() {
    RandomStream random = new RandomStream(5, 0, 0);
    float[] parameters = new float[NETWORK.numParameters()];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) (0.4 * random.nextDouble() - 0.2);
    }
    return new ProxyModel(SPEC, NETWORK, 1.5, 0.8, parameters);
  }

  /** Some molecules twice, some rows without one. */
  private static String[] rows() {
    List<String> smiles = new ArrayList<>(Molecules.chains(150, 3));
    smiles.addAll(7, Arrays.asList(null, " ", "C(", smiles.get(0)));
    smiles.addAll(smiles.subList(20, 60));
    return smiles.toArray(String[]::new);
  }

  private static MoleculeChunk chunk(String... smiles) {
    return new MoleculeChunk(false, smiles, null);
  }

  private static void assertAlike(ChunkScores actual, ChunkScores expected) {
    assertThat(actual.errors()).isEqualTo(expected.errors());
    assertThat(actual.smiles()).isEqualTo(expected.smiles());
    assertThat(actual.parts()).hasDimensions(expected.parts().length, expected.size());
    for (int i = 0; i < expected.size(); i++) {
      if (expected.errors()[i] != null) {
        assertThat(actual.raw()[i]).isNaN();
        assertThat(actual.rewards()[i]).isNaN();
      } else {
        assertThat(actual.raw()[i]).isCloseTo(expected.raw()[i], within(2e-6));
        assertThat(actual.rewards()[i]).isCloseTo(expected.rewards()[i], within(1e-5));
        for (int p = 0; p < expected.parts().length; p++) {
          assertThat(actual.parts()[p][i]).isCloseTo(expected.parts()[p][i], within(2e-6));
        }
      }
    }
  }

  @Test
  void distributedInferenceAgreesWithTheScorerOfExecutors() {
    for (boolean alone : new boolean[] {true, false}) {
      Proxies factory = new Proxies("agrees " + alone, alone);
      MoleculeChunk chunk = chunk(rows());
      ChunkScores expected = factory.create().score(chunk);
      assertThat(Arrays.stream(expected.raw()).distinct().count()).isGreaterThan(100);
      try (ProxyChunkScorer scorer = new ProxyChunkScorer(LocalSpark.context(), factory)) {
        assertThat(scorer.window()).isEqualTo(4);
        assertAlike(scorer.score(chunk), expected);
      }
    }
  }

  @Test
  void neitherChunksNorCachesNorThreadsChangeABit() {
    String[] rows = rows();
    try (ProxyChunkScorer scorer =
        new ProxyChunkScorer(LocalSpark.context(), new Proxies("bits", true))) {
      double[] whole = scorer.score(chunk(rows)).raw();
      int size = 13;
      double[][] parts =
          IntStream.range(0, (rows.length + size - 1) / size)
              .parallel()
              .mapToObj(
                  p -> {
                    int to = Math.min(rows.length, (p + 1) * size);
                    return scorer.score(chunk(Arrays.copyOfRange(rows, p * size, to))).raw();
                  })
              .toArray(double[][]::new);
      double[] joined = Arrays.stream(parts).flatMapToDouble(Arrays::stream).toArray();
      assertThat(joined).containsExactly(whole);
    }
  }

  @Test
  void connectionTablesAndEmptyChunksAreScoredToo() {
    String[] tables = new String[4];
    String[] smiles = {"CCO", "c1ccncc1CN", "CC(=O)NC"};
    for (int i = 0; i < smiles.length; i++) {
      String record = SdfRecord.of(smiles[i], java.util.Map.of());
      tables[i] = record.substring(0, record.indexOf("$$$$"));
    }
    tables[3] = "no table";
    Proxies factory = new Proxies("tables", false);
    MoleculeChunk chunk = new MoleculeChunk(true, tables, null);
    try (ProxyChunkScorer scorer = new ProxyChunkScorer(LocalSpark.context(), factory)) {
      ChunkScores scores = scorer.score(chunk);
      assertAlike(scores, factory.create().score(chunk));
      assertThat(scores.smiles()[1]).isEqualTo(MoleculeReader.parse(smiles[1]).canonicalSmiles());
      assertThat(scorer.score(chunk("C(", null)).errors()).doesNotContainNull().hasSize(2);
    }
  }

  @Test
  void aRewardWithoutAProxyIsRefused() {
    ChunkScorer.Factory plain =
        new ChunkScorer.Factory() {
          @Override
          public String key() {
            return "plain";
          }

          @Override
          public ChunkScorer create() {
            return new ChunkScorer(
                CompositeScorer.single(new PropertyScorer("qed", new Qed())),
                new RewardScale(0.1, 1, 1),
                1);
          }
        };
    assertThatThrownBy(() -> new ProxyChunkScorer(LocalSpark.context(), plain))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has no proxy");
  }
}

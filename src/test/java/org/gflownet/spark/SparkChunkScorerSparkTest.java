package org.gflownet.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.gflownet.reward.RewardScale;
import org.gflownet.reward.chem.ChunkScorer;
import org.gflownet.reward.chem.CompositeScorer;
import org.gflownet.reward.chem.MoleculeChunk;
import org.gflownet.reward.chem.PropertyScorer;
import org.gflownet.reward.chem.property.MolecularWeight;
import org.gflownet.reward.chem.property.Qed;
import org.gflownet.testing.LocalSpark;
import org.junit.jupiter.api.Test;

class SparkChunkScorerSparkTest {
  /** Makes scorers of a combination in tasks. */
  private record Combination(String key) implements ChunkScorer.Factory {
    @Override
    public ChunkScorer create() {
      return new ChunkScorer(
          CompositeScorer.of(
              "weighted",
              CompositeScorer.Rule.WEIGHTED,
              List.of(
                  new CompositeScorer.Part(new PropertyScorer("qed", new Qed()), 1, 2, 0, 1),
                  new CompositeScorer.Part(
                      new PropertyScorer("mw", new MolecularWeight()), 1, 1, 0, 100))),
          new RewardScale(0.1, 1, 2),
          10);
    }
  }

  @Test
  void tasksGiveTheBitsOfTheDriver() {
    Combination factory = new Combination("test");
    String[] smiles = {"CCO", null, "C(", "c1ccccc1", "CCO"};
    MoleculeChunk chunk = new MoleculeChunk(false, smiles, null);
    var expected = factory.create().score(chunk);
    try (SparkChunkScorer scorer = new SparkChunkScorer(LocalSpark.context(), factory)) {
      assertThat(scorer.window()).isEqualTo(4);
      IntStream.range(0, 4)
          .parallel()
          .mapToObj(i -> scorer.score(chunk))
          .forEach(
              actual ->
                  assertThat(actual)
                      .usingRecursiveComparison()
                      .withComparatorForType(Double::compare, Double.class)
                      .isEqualTo(expected));
    }
  }
}

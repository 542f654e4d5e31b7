package org.gflownet.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.execution.columnar.DefaultCachedBatch;
import org.apache.spark.unsafe.types.UTF8String;
import org.gflownet.eval.ScoredObjects;
import org.gflownet.objective.GradientSum;
import org.gflownet.reward.RewardCounts;
import org.gflownet.reward.chem.ChunkScores;
import org.gflownet.reward.chem.MoleculeChunk;
import org.gflownet.train.RolloutCounts;
import org.gflownet.train.RoundResult;
import org.gflownet.train.SliceResult;
import org.gflownet.train.StoredRows;
import org.gflownet.train.VisitedRows;
import org.gflownet.trajectory.ActionPaths;
import org.gflownet.trajectory.Exploration;
import org.junit.jupiter.api.Test;

class KryoRoundTripTest {
  private final Kryo kryo =
      new KryoSerializer(
              new SparkConf(false)
                  .set("spark.kryo.registrationRequired", "true")
                  .set("spark.kryo.registrator", GflownetKryoRegistrator.class.getName()))
          .newKryo();

  private Object roundTrip(Object value) {
    Output output = new Output(64, -1);
    kryo.writeClassAndObject(output, value);
    return kryo.readClassAndObject(new Input(output.toBytes()));
  }

  private static VisitedRows rows() {
    return new VisitedRows(
        new long[] {7, 1L << 40},
        new int[] {0, 3},
        List.of(
            new String[] {"c1ccccc1", null},
            new int[] {2, Integer.MIN_VALUE},
            new long[] {Long.MAX_VALUE, -1},
            new double[] {Double.NEGATIVE_INFINITY, -0.0}),
        List.of(
            new StoredRows(
                ".rows-é", 1 << 30, 1L << 40, 2, new double[] {-0.0}, new long[] {-7}, marks()),
            new StoredRows("b", 3, 0, 0, new double[0], new long[0], new byte[0])));
  }

  private static byte[] marks() {
    return new byte[] {StoredRows.NAMED | StoredRows.INVALID};
  }

  private static RewardCounts rewards() {
    return new RewardCounts(new long[] {Long.MIN_VALUE, 5}, 1L << 33, 7, 1, 3, "no");
  }

  private static ActionPaths paths() {
    return new ActionPaths(
        new int[] {0, 0, 3},
        new int[] {5, Integer.MAX_VALUE, 0},
        new double[] {-0.0, Double.NEGATIVE_INFINITY},
        new int[] {Integer.MIN_VALUE, 9},
        new long[] {Long.MIN_VALUE, 3});
  }

  private static SliceResult result() {
    GradientSum sum =
        new GradientSum(
            new float[][] {{1.5f, -0f, Float.MIN_VALUE}, {Float.NaN, 2f, 3f}},
            new double[] {4, 5},
            new double[] {6.25, Double.NEGATIVE_INFINITY},
            -0.75);
    return new SliceResult(
        sum,
        new RolloutCounts(2, new long[] {0, Long.MAX_VALUE, 7}, 1L << 40, 12, 3, rows(), rewards()),
        List.of(paths(), ActionPaths.NONE));
  }

  @Test
  void scoredObjectsKeepTheirBits() {
    ScoredObjects expected =
        new ScoredObjects(
            new double[] {-0.0, Double.NaN, Double.NEGATIVE_INFINITY},
            new double[] {Double.MIN_VALUE},
            paths(),
            rewards());
    ScoredObjects actual = (ScoredObjects) roundTrip(expected);
    assertThat(actual.logRewards()).containsExactly(expected.logRewards());
    assertThat(actual.logWeights()).containsExactly(expected.logWeights());
    assertThat(actual.paths()).usingRecursiveComparison().isEqualTo(paths());
    assertThat(actual.counts()).usingRecursiveComparison().isEqualTo(rewards());
    assertThat(roundTrip(new ScoredObjects[] {expected})).isInstanceOf(ScoredObjects[].class);
  }

  @Test
  void sliceResultsKeepTheirBits() {
    SliceResult expected = result();
    SliceResult actual = (SliceResult) roundTrip(expected);
    for (int k = 0; k < 2; k++) {
      for (int i = 0; i < 3; i++) {
        assertThat(Float.floatToRawIntBits(actual.gradient().vector(k)[i]))
            .isEqualTo(Float.floatToRawIntBits(expected.gradient().vector(k)[i]));
      }
      assertThat(actual.gradient().weight(k)).isEqualTo(expected.gradient().weight(k));
      assertThat(actual.gradient().loss(k)).isEqualTo(expected.gradient().loss(k));
    }
    assertThat(actual.counts().visited()).containsExactly(expected.counts().visited());
    assertThat(actual.counts().numTransitions()).isEqualTo(expected.counts().numTransitions());
    assertThat(actual.counts().numEvaluations()).isEqualTo(expected.counts().numEvaluations());
    assertThat(actual.counts().divergedSlice()).isEqualTo(3);
    assertThat(actual.counts().rewards()).usingRecursiveComparison().isEqualTo(rewards());
    assertThat(actual.counts().numTrajectories()).isEqualTo(2);
    assertThat(actual.sampled()).usingRecursiveComparison().isEqualTo(expected.sampled());
    assertThat(actual.counts().rows()).usingRecursiveComparison().isEqualTo(rows());
  }

  @Test
  void roundResultsKeepTheirBits() {
    RoundResult expected =
        new RoundResult(
            new float[] {1f, -0f},
            new float[] {Float.MAX_VALUE},
            3,
            0.1,
            new RolloutCounts(2, new long[] {9}, 4, 5, -1, rows(), rewards()));
    RoundResult actual = (RoundResult) roundTrip(expected);
    assertThat(actual).usingRecursiveComparison().isEqualTo(expected);
  }

  @Test
  void sumsArraysAndListsOfResultsCross() {
    GradientSum sum = (GradientSum) roundTrip(result().gradient());
    assertThat(sum.numParameters()).isEqualTo(3);
    assertThat(sum.pivot()).isEqualTo(-0.75);
    assertThat((float[]) roundTrip(new float[] {1f, 2f})).containsExactly(1f, 2f);
    assertThat((Object[]) roundTrip(new Object[] {result()})).hasSize(1);
    assertThat(roundTrip(paths())).usingRecursiveComparison().isEqualTo(paths());
  }

  @Test
  void chunksOfTablesAndTheirScoresCross() {
    for (boolean molfiles : new boolean[] {false, true}) {
      for (String[] stems : new String[][] {null, {"0;1", null}}) {
        MoleculeChunk chunk = new MoleculeChunk(molfiles, new String[] {"C\n", null}, stems);
        assertThat(roundTrip(chunk)).usingRecursiveComparison().isEqualTo(chunk);
      }
    }
    double[] values = {0.1, Double.NaN};
    String[] texts = {null, "no"};
    for (String[] smiles : new String[][] {null, texts}) {
      ChunkScores scores =
          new ChunkScores(values, values, new double[][] {values, values}, texts, smiles);
      assertThat(roundTrip(scores))
          .usingRecursiveComparison()
          .withComparatorForType(Double::compare, Double.class)
          .isEqualTo(scores);
    }
  }

  @Test
  void anythingElseIsRefused() {
    assertThatThrownBy(() -> roundTrip(Exploration.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not registered");
  }

  @Test
  void keptTablesKeepTheirBytesAndBounds() {
    Object[] bounds = {UTF8String.fromString("C"), null, 3, 1L << 40, -0.5, (byte) 1};
    DefaultCachedBatch batch =
        new DefaultCachedBatch(
            2, new byte[][] {{1, -1}, {}}, new GenericInternalRow(bounds.clone()));
    DefaultCachedBatch read = (DefaultCachedBatch) roundTrip(batch);
    assertThat(read.numRows()).isEqualTo(2);
    assertThat(read.buffers()).isDeepEqualTo(new byte[][] {{1, -1}, {}});
    assertThat(((GenericInternalRow) read.stats()).values()).isEqualTo(bounds);
  }
}

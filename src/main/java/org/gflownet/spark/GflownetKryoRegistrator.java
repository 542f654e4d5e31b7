package org.gflownet.spark;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.serializer.KryoRegistrator;
import org.gflownet.baseline.SliceOutput;
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

/**
 * Registers every type of this project that crosses between driver and executors as data. With
 * {@code spark.kryo.registrationRequired=true} anything else is an error.
 */
public final class GflownetKryoRegistrator implements KryoRegistrator {

  @Override
  public void registerClasses(Kryo kryo) {
    kryo.register(SliceResult.class, new SliceResultSerializer());
    kryo.register(SliceResult[].class);
    kryo.register(RolloutCounts.class, new RolloutCountsSerializer());
    kryo.register(ActionPaths.class, new ActionPathsSerializer());
    kryo.register(ActionPaths[].class);
    kryo.register(VisitedRows.class, new VisitedRowsSerializer());
    kryo.register(SliceOutput.class, new SliceOutputSerializer());
    kryo.register(SliceOutput[].class);
    kryo.register(RewardCounts.class, new RewardCountsSerializer());
    kryo.register(ScoredObjects.class, new ScoredObjectsSerializer());
    kryo.register(ScoredObjects[].class);
    kryo.register(GradientSum.class, new GradientSumSerializer());
    kryo.register(RoundResult.class, new RoundResultSerializer());
    kryo.register(RoundResult[].class);
    kryo.register(MoleculeChunk.class, new MoleculeChunkSerializer());
    kryo.register(ChunkScores.class, new ChunkScoresSerializer());
    kryo.register(ChunkScores[].class);
    kryo.register(Object[].class);
    kryo.register(float[][].class);
    kryo.register(long[][].class);
    CachedTable.register(kryo);
  }

  /** A baseline's output as its numbers, rows and what the reward was asked for. */
  static final class SliceOutputSerializer extends Serializer<SliceOutput> {
    private final VisitedRowsSerializer allRows = new VisitedRowsSerializer();
    private final RewardCountsSerializer allRewards = new RewardCountsSerializer();

    @Override
    public void write(Kryo kryo, Output output, SliceOutput result) {
      output.writeInt(result.numbers().length, true);
      output.writeLongs(result.numbers());
      allRows.write(kryo, output, result.rows());
      allRewards.write(kryo, output, result.rewards());
    }

    @Override
    public SliceOutput read(Kryo kryo, Input input, Class<SliceOutput> type) {
      long[] numbers = input.readLongs(input.readInt(true));
      return new SliceOutput(
          numbers,
          allRows.read(kryo, input, VisitedRows.class),
          allRewards.read(kryo, input, RewardCounts.class));
    }
  }

  /** A gradient sum as its shape and its primitive arrays. */
  static final class GradientSumSerializer extends Serializer<GradientSum> {
    @Override
    public void write(Kryo kryo, Output output, GradientSum sum) {
      output.writeInt(sum.numParts(), true);
      output.writeInt(sum.numParameters(), true);
      output.writeDouble(sum.pivot());
      for (int k = 0; k < sum.numParts(); k++) {
        output.writeDouble(sum.weight(k));
        output.writeDouble(sum.loss(k));
        output.writeFloats(sum.vector(k));
      }
    }

    @Override
    public GradientSum read(Kryo kryo, Input input, Class<GradientSum> type) {
      int numParts = input.readInt(true);
      int numParameters = input.readInt(true);
      double pivot = input.readDouble();
      float[][] vectors = new float[numParts][];
      double[] weights = new double[numParts];
      double[] losses = new double[numParts];
      for (int k = 0; k < numParts; k++) {
        weights[k] = input.readDouble();
        losses[k] = input.readDouble();
        vectors[k] = input.readFloats(numParameters);
      }
      return new GradientSum(vectors, weights, losses, pivot);
    }
  }

  /** Rows as their arrays, each with a letter for its type, and what is told of those in files. */
  static final class VisitedRowsSerializer extends Serializer<VisitedRows> {
    @Override
    public void write(Kryo kryo, Output output, VisitedRows rows) {
      output.writeInt(rows.size(), true);
      output.writeLongs(rows.steps());
      output.writeInts(rows.trajectories());
      output.writeInt(rows.numColumns(), true);
      for (int i = 0; i < rows.numColumns(); i++) {
        if (rows.column(i) instanceof int[] ints) {
          output.writeByte('i');
          output.writeInts(ints);
        } else if (rows.column(i) instanceof long[] longs) {
          output.writeByte('l');
          output.writeLongs(longs);
        } else if (rows.column(i) instanceof double[] doubles) {
          output.writeByte('d');
          output.writeDoubles(doubles);
        } else {
          output.writeByte('s');
          for (String text : (String[]) rows.column(i)) {
            output.writeString(text);
          }
        }
      }
      output.writeInt(rows.stored().size(), true);
      rows.stored().forEach(stored -> write(output, stored));
    }

    private static void write(Output output, StoredRows stored) {
      output.writeString(stored.file());
      output.writeInt(stored.size(), true);
      output.writeLong(stored.firstStep(), true);
      output.writeInt(stored.before(), true);
      output.writeInt(stored.rewards().length, true);
      output.writeDoubles(stored.rewards());
      output.writeLongs(stored.names());
      output.writeBytes(stored.marks());
    }

    private static StoredRows stored(Input input) {
      String file = input.readString();
      int size = input.readInt(true);
      long firstStep = input.readLong(true);
      int before = input.readInt(true);
      int told = input.readInt(true);
      return new StoredRows(
          file,
          size,
          firstStep,
          before,
          input.readDoubles(told),
          input.readLongs(told),
          input.readBytes(told));
    }

    @Override
    public VisitedRows read(Kryo kryo, Input input, Class<VisitedRows> type) {
      int size = input.readInt(true);
      long[] steps = input.readLongs(size);
      int[] trajectories = input.readInts(size);
      int numColumns = input.readInt(true);
      List<Object> columns = new ArrayList<>(numColumns);
      for (int i = 0; i < numColumns; i++) {
        columns.add(column(input, size));
      }
      int numStored = input.readInt(true);
      List<StoredRows> stored = new ArrayList<>(numStored);
      for (int i = 0; i < numStored; i++) {
        stored.add(stored(input));
      }
      return new VisitedRows(steps, trajectories, columns, stored);
    }

    private static Object column(Input input, int size) {
      byte type = input.readByte();
      return switch (type) {
        case 'i' -> input.readInts(size);
        case 'l' -> input.readLongs(size);
        case 'd' -> input.readDoubles(size);
        case 's' -> {
          String[] texts = new String[size];
          for (int i = 0; i < size; i++) {
            texts[i] = input.readString();
          }
          yield texts;
        }
        default -> throw new IllegalArgumentException("no column has the type " + type);
      };
    }
  }

  /** What a reward was asked for as digests, four numbers and a text. */
  static final class RewardCountsSerializer extends Serializer<RewardCounts> {
    @Override
    public void write(Kryo kryo, Output output, RewardCounts counts) {
      output.writeInt(counts.digests().length, true);
      output.writeLongs(counts.digests());
      output.writeLong(counts.numAsked(), true);
      output.writeLong(counts.numHits(), true);
      output.writeLong(counts.numEvaluations(), true);
      output.writeLong(counts.numFailures(), true);
      output.writeString(counts.failure());
    }

    @Override
    public RewardCounts read(Kryo kryo, Input input, Class<RewardCounts> type) {
      long[] digests = input.readLongs(input.readInt(true));
      return new RewardCounts(
          digests,
          input.readLong(true),
          input.readLong(true),
          input.readLong(true),
          input.readLong(true),
          input.readString());
    }
  }

  /** Scored objects as their arrays and what the reward was asked for. */
  static final class ScoredObjectsSerializer extends Serializer<ScoredObjects> {
    private final ActionPathsSerializer allPaths = new ActionPathsSerializer();
    private final RewardCountsSerializer allRewards = new RewardCountsSerializer();

    @Override
    public void write(Kryo kryo, Output output, ScoredObjects objects) {
      output.writeInt(objects.logRewards().length, true);
      output.writeDoubles(objects.logRewards());
      output.writeInt(objects.logWeights().length, true);
      output.writeDoubles(objects.logWeights());
      allPaths.write(kryo, output, objects.paths());
      allRewards.write(kryo, output, objects.counts());
    }

    @Override
    public ScoredObjects read(Kryo kryo, Input input, Class<ScoredObjects> type) {
      double[] logRewards = input.readDoubles(input.readInt(true));
      double[] logWeights = input.readDoubles(input.readInt(true));
      return new ScoredObjects(
          logRewards,
          logWeights,
          allPaths.read(kryo, input, ActionPaths.class),
          allRewards.read(kryo, input, RewardCounts.class));
    }
  }

  /** Paths as their arrays. */
  static final class ActionPathsSerializer extends Serializer<ActionPaths> {
    @Override
    public void write(Kryo kryo, Output output, ActionPaths paths) {
      output.writeInt(paths.size(), true);
      output.writeInt(paths.actions().length, true);
      output.writeInt(paths.fingerprints().length, true);
      output.writeInts(paths.offsets());
      output.writeInts(paths.actions());
      output.writeDoubles(paths.logRewards());
      output.writeInts(paths.hashes());
      output.writeLongs(paths.fingerprints());
    }

    @Override
    public ActionPaths read(Kryo kryo, Input input, Class<ActionPaths> type) {
      int size = input.readInt(true);
      int numActions = input.readInt(true);
      int numWords = input.readInt(true);
      return new ActionPaths(
          input.readInts(size + 1),
          input.readInts(numActions),
          input.readDoubles(size),
          input.readInts(size),
          input.readLongs(numWords));
    }
  }

  /** Counts as the visited indices, four numbers, rows and what the reward was asked for. */
  static final class RolloutCountsSerializer extends Serializer<RolloutCounts> {
    private final VisitedRowsSerializer allRows = new VisitedRowsSerializer();
    private final RewardCountsSerializer allRewards = new RewardCountsSerializer();

    @Override
    public void write(Kryo kryo, Output output, RolloutCounts counts) {
      output.writeLong(counts.numTrajectories());
      output.writeInt(counts.visited().length, true);
      output.writeLongs(counts.visited());
      output.writeLong(counts.numTransitions());
      output.writeLong(counts.numEvaluations());
      output.writeInt(counts.divergedSlice());
      allRows.write(kryo, output, counts.rows());
      allRewards.write(kryo, output, counts.rewards());
    }

    @Override
    public RolloutCounts read(Kryo kryo, Input input, Class<RolloutCounts> type) {
      long numTrajectories = input.readLong();
      long[] visited = input.readLongs(input.readInt(true));
      return new RolloutCounts(
          numTrajectories,
          visited,
          input.readLong(),
          input.readLong(),
          input.readInt(),
          allRows.read(kryo, input, VisitedRows.class),
          allRewards.read(kryo, input, RewardCounts.class));
    }
  }

  /** A slice result as its sum, its counts and its paths. */
  static final class SliceResultSerializer extends Serializer<SliceResult> {
    private final GradientSumSerializer sums = new GradientSumSerializer();
    private final RolloutCountsSerializer allCounts = new RolloutCountsSerializer();
    private final ActionPathsSerializer allPaths = new ActionPathsSerializer();

    @Override
    public void write(Kryo kryo, Output output, SliceResult result) {
      sums.write(kryo, output, result.gradient());
      allCounts.write(kryo, output, result.counts());
      output.writeInt(result.sampled().size(), true);
      result.sampled().forEach(paths -> allPaths.write(kryo, output, paths));
    }

    @Override
    public SliceResult read(Kryo kryo, Input input, Class<SliceResult> type) {
      GradientSum gradient = sums.read(kryo, input, GradientSum.class);
      RolloutCounts counts = allCounts.read(kryo, input, RolloutCounts.class);
      int numSlices = input.readInt(true);
      List<ActionPaths> sampled = new ArrayList<>(numSlices);
      for (int i = 0; i < numSlices; i++) {
        sampled.add(allPaths.read(kryo, input, ActionPaths.class));
      }
      return new SliceResult(gradient, counts, sampled);
    }
  }

  /** A round's result as its arrays and counts. */
  static final class RoundResultSerializer extends Serializer<RoundResult> {
    private final RolloutCountsSerializer allCounts = new RolloutCountsSerializer();

    @Override
    public void write(Kryo kryo, Output output, RoundResult result) {
      output.writeInt(result.parameters().length, true);
      output.writeFloats(result.parameters());
      output.writeInt(result.updaterState().length, true);
      output.writeFloats(result.updaterState());
      output.writeInt(result.numSlices(), true);
      output.writeDouble(result.lossSum());
      allCounts.write(kryo, output, result.counts());
    }

    @Override
    public RoundResult read(Kryo kryo, Input input, Class<RoundResult> type) {
      float[] parameters = input.readFloats(input.readInt(true));
      float[] updaterState = input.readFloats(input.readInt(true));
      return new RoundResult(
          parameters,
          updaterState,
          input.readInt(true),
          input.readDouble(),
          allCounts.read(kryo, input, RolloutCounts.class));
    }
  }
}

package org.gflownet.model.graph;

import java.util.List;
import java.util.Random;
import org.gflownet.model.Activation;
import org.gflownet.model.StateBatch;

/** Random networks on graphs of blocks, and batches of random graphs. */
public final class BlockGraphSamples {
  private static final List<Activation> ACTIVATIONS = List.of(Activation.values());

  private BlockGraphSamples() {}

  /** A network with widths up to {@code maxWidth}. */
  public static BlockGraphSpec spec(Random random, int maxWidth) {
    return new BlockGraphSpec(
        1 + random.nextInt(40),
        1 + random.nextInt(12),
        1 + random.nextInt(maxWidth),
        1 + random.nextInt(3),
        1 + random.nextInt(maxWidth),
        ACTIVATIONS.get(random.nextInt(ACTIVATIONS.size())),
        random.nextBoolean(),
        random.nextBoolean(),
        random.nextBoolean() ? 0 : 1 + random.nextInt(5),
        random.nextInt(3),
        random.nextBoolean());
  }

  /** The same network with an activation that finite differences can be taken of. */
  static BlockGraphSpec smooth(BlockGraphSpec spec) {
    return new BlockGraphSpec(
        spec.numFragments(),
        spec.numAttachmentTypes(),
        spec.width(),
        spec.rounds(),
        spec.headWidth(),
        Activation.TANH,
        spec.logFlow(),
        spec.backwardPolicy(),
        spec.numConditions(),
        spec.numScalars(),
        spec.pooledStems());
  }

  /** Graphs of up to seven blocks, the empty one among them, each wanting some of its units. */
  public static StateBatch batch(Random random, BlockGraphSpec spec, int rows) {
    StateBatch batch = new StateBatch();
    for (int r = 0; r < rows; r++) {
      int numBlocks = random.nextInt(8);
      int numStems = numBlocks == 0 ? 0 : random.nextInt(6);
      double wanted = random.nextInt(3) > 0 ? 1.1 : random.nextDouble();
      addGraph(random, spec, batch, numBlocks, numStems);
      addCondition(random, spec, batch);
      addUnits(random, spec, batch, numBlocks == 0 ? 1 : numStems, numBlocks, wanted);
      batch.endRow();
    }
    return batch;
  }

  /** Writes the code of a random tree of blocks. */
  public static void addGraph(
      Random random, BlockGraphSpec spec, StateBatch batch, int numBlocks, int numStems) {
    batch.newFeatures().add(numBlocks);
    batch.newFeatures().add(numStems);
    for (int i = 0; i < numBlocks; i++) {
      batch.newFeatures().add(random.nextInt(spec.numFragments()));
    }
    for (int i = 1; i < numBlocks; i++) {
      batch.newFeatures().add(random.nextInt(i));
      batch.newFeatures().add(i);
      batch.newFeatures().add(random.nextInt(spec.numAttachmentTypes()));
      batch.newFeatures().add(random.nextInt(spec.numAttachmentTypes()));
    }
    for (int s = 0; s < numStems; s++) {
      batch.newFeatures().add(random.nextInt(numBlocks));
      batch.newFeatures().add(random.nextInt(spec.numAttachmentTypes()));
    }
  }

  /** Writes some of the places of a random condition, from the first on. */
  public static void addCondition(Random random, BlockGraphSpec spec, StateBatch batch) {
    int numPlaces = random.nextInt(spec.numConditions() + 1);
    for (int k = 0; k < numPlaces; k++) {
      batch.addReal(1000 + k, (float) random.nextGaussian());
    }
  }

  /** Asks for each unit but those of removals with a probability. */
  public static void addUnits(
      Random random, BlockGraphSpec spec, StateBatch batch, int numWays, double wanted) {
    addUnits(random, spec, batch, numWays, 0, wanted);
  }

  /** Asks for each unit with a probability. */
  public static void addUnits(
      Random random,
      BlockGraphSpec spec,
      StateBatch batch,
      int numWays,
      int numBlocks,
      double wanted) {
    for (int u = 0; u < spec.unit(numWays, 0); u++) {
      if (random.nextDouble() < wanted) {
        batch.newOutputs().add(u);
      }
    }
    for (int b = 0; spec.backwardPolicy() && b < numBlocks; b++) {
      if (random.nextDouble() < wanted) {
        batch.newOutputs().add(BlockGraphSpec.BACKWARD_UNIT + b);
      }
    }
    if (spec.logFlow() && random.nextDouble() < wanted) {
      batch.newOutputs().add(BlockGraphSpec.LOG_FLOW_UNIT);
    }
  }
}

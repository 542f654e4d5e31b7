package org.gflownet.model.graph;

import java.util.List;
import org.gflownet.math.RandomStream;
import org.gflownet.model.Initialization;

/** How the parameters of a {@link BlockGraphSpec} begin. */
public final class BlockGraphInitialization {
  /** Rows of a table that meet in one sum, about; the table's fan-in. */
  private static final int TABLE_FAN = 2;

  private BlockGraphInitialization() {}

  /**
   * Initial parameters, drawn from the run's seed with the same bits on every machine. Layers
   * follow the rule of {@code initialization}; of a table few rows are added up, so its fan-in is
   * 2; the weights of {@code fragments} are sqrt(d) times larger, since their products are divided
   * by it; scalars are 0.
   *
   * @param seed of the run
   */
  public static float[] parameters(BlockGraphSpec spec, Initialization initialization, long seed) {
    float[] parameters = new float[spec.numParameters()];
    long purpose = RandomStream.derive(seed, "parameters");
    List<BlockGraphSpec.Layer> layers = spec.layers();
    for (int l = 0; l < layers.size(); l++) {
      BlockGraphSpec.Layer layer = layers.get(l);
      if (layer.name().equals("scalars")) {
        continue;
      }
      RandomStream random = new RandomStream(purpose, 0, l);
      double bound =
          layer.hasBias()
              ? initialization.bound(layer.numInputs(), layer.numOutputs())
              : initialization.bound(TABLE_FAN, TABLE_FAN);
      double scale = layer.name().equals("fragments") ? Math.sqrt(spec.width()) : 1.0;
      Initialization.fill(parameters, layer.offset(), layer.biasOffset(), bound * scale, random);
      if (initialization == Initialization.UNIFORM) {
        Initialization.fill(parameters, layer.biasOffset(), layer.end(), bound, random);
      }
    }
    return parameters;
  }
}

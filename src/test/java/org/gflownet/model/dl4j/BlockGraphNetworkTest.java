package org.gflownet.model.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.gflownet.math.IntList;
import org.gflownet.model.Activation;
import org.gflownet.model.FlowModel;
import org.gflownet.model.Initialization;
import org.gflownet.model.Kinks;
import org.gflownet.model.ModelSamples;
import org.gflownet.model.StateBatch;
import org.gflownet.model.graph.BlockGraphFactory;
import org.gflownet.model.graph.BlockGraphInitialization;
import org.gflownet.model.graph.BlockGraphSamples;
import org.gflownet.model.graph.BlockGraphSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

class BlockGraphNetworkTest {
  private static final double TOLERANCE = 1e-5;
  private static final BlockGraphSpec SPEC =
      new BlockGraphSpec(7, 3, 10, 3, 6, Activation.LEAKY_RELU, true, true, 4, 2)
          .withPooledStems(true);

  @Property(tries = 25, shrinking = ShrinkingMode.OFF)
  void enginesAgreeWithDl4j(@ForAll long seed) {
    Random random = new Random(seed);
    BlockGraphSpec spec = BlockGraphSamples.spec(random, 80);
    float[] parameters = ModelSamples.parameters(random, spec.numParameters());
    StateBatch batch = BlockGraphSamples.batch(random, spec, 1 + random.nextInt(100));
    double[] outputGradient = ModelSamples.outputGradient(random, batch);
    FlowModel record = new BlockGraphDl4jModel(spec);
    double[] expected =
        ModelSamples.toDouble(ModelSamples.gradient(record, parameters, batch, outputGradient));
    for (String engine : new String[] {"vector", "nd4j"}) {
      FlowModel model = BlockGraphFactory.select(engine, spec).create();
      float[] actual = ModelSamples.gradient(model, parameters, batch, outputGradient);
      assertThat(
              ModelSamples.relativeDifference(
                  model.outputs(), ModelSamples.toDouble(record.outputs()), batch.numOutputs()))
          .as(engine)
          .isLessThan(TOLERANCE);
      double difference = ModelSamples.relativeDifference(actual, expected, actual.length);
      Kinks.assertClose(
          engine,
          spec.activation(),
          near -> ModelSamples.gradient(record, near, batch, outputGradient),
          parameters,
          difference,
          TOLERANCE);
    }
  }

  @Test
  void weightsLieWhereTheSpecSays() {
    for (int heads = 0; heads < 16; heads++) {
      for (int rounds = 1; rounds < 12; rounds += 5) {
        boolean flow = heads % 2 == 1;
        boolean backward = heads / 2 % 2 == 1;
        int conditions = heads / 4 % 2 * 16;
        int scalars = heads % 2;
        BlockGraphSpec spec =
            new BlockGraphSpec(
                    7, 3, 10, rounds, 6, Activation.RELU, flow, backward, conditions, scalars)
                .withPooledStems(heads >= 8);
        float[] parameters = new float[spec.numParameters()];
        for (int i = 0; i < parameters.length; i++) {
          parameters[i] = i;
        }
        assertLayout(spec, graph(spec, parameters));
      }
    }
  }

  private static ComputationGraph graph(BlockGraphSpec spec, float[] parameters) {
    return BlockGraphNetwork.build(
        spec, Initialization.UNIFORM, UpdaterSettings.adam(), 1e-3, 1L, parameters);
  }

  private static void assertLayout(BlockGraphSpec spec, ComputationGraph graph) {
    for (BlockGraphSpec.Layer layer : spec.layers()) {
      INDArray weights = graph.getParam(layer.name() + "_W");
      int i = layer.numInputs() - 1;
      int o = layer.numOutputs() - 1;
      assertThat(weights.getFloat(i, o))
          .as(layer.name())
          .isEqualTo(layer.offset() + o * layer.numInputs() + i);
      if (layer.hasBias()) {
        assertThat(graph.getParam(layer.name() + "_b").getFloat(o))
            .isEqualTo(layer.biasOffset() + o);
      }
    }
  }

  @Test
  void zipGivesTheSameBitsBackAndIsDl4js(@TempDir Path folder) throws IOException {
    float[] parameters = BlockGraphInitialization.parameters(SPEC, Initialization.UNIFORM, 3L);
    float[] state = ModelSamples.parameters(new Random(1), 2 * parameters.length);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BlockGraphNetwork.write(
        out, SPEC, Initialization.UNIFORM, UpdaterSettings.adam(), 1e-3, 5L, 7L, parameters, state);
    ModelZip.Contents contents =
        ModelZip.read(new ByteArrayInputStream(out.toByteArray()), parameters.length, state.length);
    assertThat(contents.parameters()).isEqualTo(parameters);
    assertThat(contents.updaterState()).isEqualTo(state);
    Path file = Files.write(folder.resolve("model.zip"), out.toByteArray());
    ComputationGraph loaded = ComputationGraph.load(file.toFile(), true);
    assertThat(FlowGraphs.parameters(loaded)).isEqualTo(parameters);
    StateBatch batch = BlockGraphSamples.batch(new Random(2), SPEC, 1);
    IntList rows = new IntList();
    rows.add(0);
    INDArray[] inputs = new BlockGraphArrays(SPEC, batch, rows).inputs();
    assertThat(loaded.output(false, inputs)).isEqualTo(graph(SPEC, parameters).output(inputs));
  }
}

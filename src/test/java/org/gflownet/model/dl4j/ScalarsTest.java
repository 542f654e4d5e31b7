package org.gflownet.model.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.gflownet.model.Activation;
import org.gflownet.model.Heads;
import org.gflownet.model.Initialization;
import org.gflownet.model.MlpSpec;
import org.gflownet.model.ModelSamples;
import org.gflownet.model.Updater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The objective's own parameters behind those of the network, in updaters and in DL4J. */
class ScalarsTest {
  private static final MlpSpec SPEC =
      new MlpSpec(7, List.of(9, 5), 6, Activation.TANH, new Heads(4, 5), 2);
  private static final double LEARNING_RATE = 0.01;

  @TempDir Path folder;

  private final Random random = new Random(3);
  private final float[] parameters = ModelSamples.parameters(random, SPEC.numParameters());

  private static float[] gradient(int step) {
    return ModelSamples.parameters(new Random(step), SPEC.numParameters());
  }

  @ParameterizedTest
  @CsvSource({"adam, 0, 100", "adam, 0, 1", "adamw, 0.1, 1", "adamw, 0.1, 30", "rmsprop, 0, 10"})
  void plainDl4jGoesOnTrainingWithTheirOwnRate(String name, double decay, double factor)
      throws IOException {
    UpdaterSettings settings = new UpdaterSettings(name, 0.9, 0.99, 1e-8, 0.9, decay, factor);
    Updater updater = settings.create(SPEC.numParameters(), SPEC.numScalars());
    for (int step = 0; step < 3; step++) {
      updater.update(parameters, gradient(step), LEARNING_RATE, step);
    }
    Path file = folder.resolve("model.zip");
    try (OutputStream out = Files.newOutputStream(file)) {
      ModelZip.write(
          out,
          SPEC,
          Initialization.HE,
          settings,
          LEARNING_RATE,
          42L,
          3L,
          parameters,
          updater.state());
    }
    ComputationGraph graph = ComputationGraph.load(file.toFile(), true);
    assertThat(FlowGraphs.parameters(graph)).isEqualTo(parameters);
    INDArray[] outputs = graph.output(Nd4j.zeros(1, SPEC.numFeatures()));
    assertThat(outputs[1].dup().data().asFloat())
        .isEqualTo(Arrays.copyOfRange(parameters, SPEC.scalarOffset(), SPEC.numParameters()));

    graph.feedForward(new INDArray[] {Nd4j.ones(1, SPEC.numFeatures())}, true, false);
    Gradient external =
        graph.backpropGradient(
            Nd4j.ones(1, SPEC.numOutputs()), Nd4j.ones(1, SPEC.numScalars()).muli(0.5));
    float[] same = external.gradient().dup().data().asFloat();
    assertThat(same[SPEC.scalarOffset()]).isEqualTo(0.5f);
    graph.getUpdater().update(external, 3, 0, 1, LayerWorkspaceMgr.noWorkspaces());
    graph.params().subi(external.gradient());
    updater.update(parameters, same, LEARNING_RATE, 3);
    assertThat(
            ModelSamples.relativeDifference(
                parameters, ModelSamples.toDouble(FlowGraphs.parameters(graph)), parameters.length))
        .isLessThan(1e-6);
    float[] moments = graph.getUpdater().getUpdaterStateViewArray().dup().data().asFloat();
    assertThat(
            ModelSamples.relativeDifference(
                updater.state(), ModelSamples.toDouble(moments), moments.length))
        .isLessThan(1e-6);
  }

  @Test
  void theFirstStepOfAdamIsTheLearningRateOfEach() {
    UpdaterSettings settings = new UpdaterSettings("adam", 0.9, 0.999, 1e-8, 0.9, 0.0, 50);
    Updater updater = settings.create(5, 2);
    float[] values = new float[5];
    updater.update(values, new float[] {1, -2, 3, -4, 5}, 0.01, 0);
    float[] expected = {-0.01f, 0.01f, -0.01f, 0.5f, -0.5f};
    for (int i = 0; i < 5; i++) {
      assertThat(values[i]).isCloseTo(expected[i], org.assertj.core.api.Assertions.within(1e-6f));
    }
  }

  @Test
  void momentsAreRestored() {
    UpdaterSettings settings = new UpdaterSettings("adam", 0.9, 0.999, 1e-8, 0.9, 0.0, 50);
    Updater first = settings.create(SPEC.numParameters(), 2);
    first.update(parameters, gradient(1), 0.01, 0);
    Updater second = settings.create(SPEC.numParameters(), 2);
    second.restore(first.state());
    float[] one = parameters.clone();
    float[] other = parameters.clone();
    first.update(one, gradient(2), 0.01, 1);
    second.update(other, gradient(2), 0.01, 1);
    assertThat(one).isEqualTo(other).isNotEqualTo(parameters);
    assertThatIllegalArgumentException().isThrownBy(() -> second.restore(new float[3]));
  }
}

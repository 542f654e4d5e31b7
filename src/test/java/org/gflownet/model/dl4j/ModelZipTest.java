package org.gflownet.model.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.gflownet.model.Activation;
import org.gflownet.model.FlowModel;
import org.gflownet.model.Initialization;
import org.gflownet.model.MlpFlowModel;
import org.gflownet.model.MlpSpec;
import org.gflownet.model.ModelSamples;
import org.gflownet.model.ScalarKernels;
import org.gflownet.model.StateBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ModelZipTest {
  private static final MlpSpec SPEC = new MlpSpec(7, List.of(9, 5), 4, Activation.TANH);
  private static final double LEARNING_RATE = 0.01;

  @TempDir Path folder;

  private final Random random = new Random(3);
  private final float[] parameters = ModelSamples.parameters(random, SPEC.numParameters());
  private final int numState = 2 * SPEC.numParameters();

  private byte[] zip(UpdaterSettings updater, float[] state) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ModelZip.write(
        out, SPEC, Initialization.HE, updater, LEARNING_RATE, 42L, 3L, parameters, state);
    return out.toByteArray();
  }

  @Test
  void givesTheSameBitsBack() throws IOException {
    float[] state = ModelSamples.parameters(random, numState);
    ModelZip.Contents contents = ModelZip.read(zip(UpdaterSettings.adam(), state), SPEC, numState);
    assertThat(contents.parameters()).isEqualTo(parameters);
    assertThat(contents.updaterState()).isEqualTo(state);
  }

  @Test
  void plainDl4jEvaluatesTheSame() throws IOException {
    Path file = folder.resolve("model.zip");
    Files.write(file, zip(UpdaterSettings.adam(), new float[0]));
    INDArray input = Nd4j.zeros(1, 7).putScalar(2, 1f).putScalar(6, 1f);
    INDArray logits = ComputationGraph.load(file.toFile(), true).output(input)[0];
    StateBatch batch = new StateBatch();
    batch.newFeatures().add(2);
    batch.newFeatures().add(6);
    for (int u = 0; u < 4; u++) {
      batch.newOutputs().add(u);
    }
    batch.endRow();
    FlowModel model = new MlpFlowModel(SPEC, new ScalarKernels());
    model.load(parameters);
    model.evaluate(batch);
    assertThat(
            ModelSamples.relativeDifference(
                model.outputs(), ModelSamples.toDouble(logits.data().asFloat()), 4))
        .isLessThan(1e-6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"adam", "adamw", "rmsprop", "nesterovs"})
  void plainDl4jGoesOnTraining(String name) throws IOException {
    double decay = name.equals("adamw") ? 0.1 : 0.0;
    UpdaterSettings settings = new UpdaterSettings(name, 0.9, 0.99, 1e-8, 0.9, decay);
    Dl4jUpdater updater = new Dl4jUpdater(settings, SPEC.numParameters());
    for (int step = 0; step < 3; step++) {
      updater.update(parameters, gradient(step), LEARNING_RATE, step);
    }
    Path file = folder.resolve("model.zip");
    Files.write(file, zip(settings, updater.state()));
    ComputationGraph graph = ComputationGraph.load(file.toFile(), true);
    assertThat(graph.getConfiguration().getIterationCount()).isEqualTo(3);
    graph.feedForward(new INDArray[] {Nd4j.ones(1, SPEC.numFeatures())}, true, false);
    Gradient external = graph.backpropGradient(Nd4j.ones(1, SPEC.numOutputs()));
    float[] same = external.gradient().dup().data().asFloat();
    graph.getUpdater().update(external, 3, 0, 1, LayerWorkspaceMgr.noWorkspaces());
    graph.params().subi(external.gradient());
    updater.update(parameters, same, LEARNING_RATE, 3);
    assertThat(
            ModelSamples.relativeDifference(
                parameters, ModelSamples.toDouble(FlowGraphs.parameters(graph)), parameters.length))
        .isLessThan(1e-6);
    assertThat(graph.getUpdater().getUpdaterStateViewArray().dup().data().asFloat())
        .isEqualTo(updater.state());
  }

  private static float[] gradient(int step) {
    return ModelSamples.parameters(new Random(step), SPEC.numParameters());
  }

  @Test
  void rejectsAnotherShape() throws IOException {
    MlpSpec wider = new MlpSpec(7, List.of(9, 6), 4, Activation.TANH);
    byte[] bytes = zip(UpdaterSettings.adam(), new float[0]);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelZip.read(bytes, wider, 0))
        .withMessageContaining("model zip has " + SPEC.numParameters());
    byte[] withState = zip(UpdaterSettings.adam(), new float[numState]);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelZip.read(withState, SPEC, SPEC.numParameters()));
  }

  @Test
  void rejectsForeignAndOversizedEntries() throws IOException {
    byte[] foreign = entry("../evil.bin", new byte[4]);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelZip.read(foreign, SPEC, 0))
        .withMessage("model zip has an unknown entry '../evil.bin'");
    byte[] bomb = entry("coefficients.bin", new byte[10_000_000]);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelZip.read(bomb, SPEC, 0))
        .withMessageContaining("is longer than");
  }

  @Test
  void rejectsDamage() throws IOException {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelZip.read("no zip".getBytes(StandardCharsets.UTF_8), SPEC, 0));
    byte[] whole = zip(UpdaterSettings.adam(), new float[0]);
    for (int length = 0; length < whole.length - 300; length += 97) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatIllegalArgumentException().isThrownBy(() -> ModelZip.read(part, SPEC, 0));
    }
  }

  private static byte[] entry(String name, byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(bytes);
    }
    return out.toByteArray();
  }
}

package org.gflownet.model.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.gflownet.model.Activation;
import org.gflownet.model.Initialization;
import org.gflownet.model.MlpSpec;
import org.gflownet.model.ModelSamples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class FlowGraphsTest {
  private static final MlpSpec SPEC = new MlpSpec(7, List.of(9, 5), 4, Activation.LEAKY_RELU);

  private static ComputationGraph graph(Initialization initialization, float[] parameters) {
    return FlowGraphs.build(SPEC, initialization, UpdaterSettings.adam(), 1e-3, 1L, parameters);
  }

  @ParameterizedTest
  @EnumSource(Initialization.class)
  void parametersTravelBothWays(Initialization initialization) {
    float[] first = initialization.parameters(SPEC, 5);
    ComputationGraph graph = graph(initialization, first);
    assertThat(FlowGraphs.parameters(graph)).isEqualTo(first);
    float[] second = initialization.parameters(SPEC, 6);
    FlowGraphs.setParameters(graph, second);
    assertThat(FlowGraphs.parameters(graph)).isEqualTo(second);
  }

  @Test
  void weightsLieWhereTheSpecSays() {
    float[] parameters = ModelSamples.parameters(new Random(1), SPEC.numParameters());
    ComputationGraph graph = graph(Initialization.UNIFORM, parameters);
    INDArray weights = graph.getParam("hidden1_W");
    assertThat(weights.getFloat(8, 3)).isEqualTo(parameters[SPEC.weightOffset(1) + 3 * 9 + 8]);
    assertThat(graph.getParam(FlowGraphs.OUTPUT + "_b").getFloat(2))
        .isEqualTo(parameters[SPEC.biasOffset(2) + 2]);
  }

  @Test
  void rejectsAnotherLength() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> graph(Initialization.HE, new float[3]))
        .withMessage("the network has 146 parameters, not 3");
  }
}

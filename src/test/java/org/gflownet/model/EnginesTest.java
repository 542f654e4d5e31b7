package org.gflownet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnginesTest {
  private static final MlpSpec SPEC = new MlpSpec(3, List.of(4, 4), 2, Activation.RELU);

  @Test
  void autoTakesTheVectorEngineWhereItsModuleIs() {
    boolean present = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    assertThat(Engines.select("auto", SPEC).engine()).isEqualTo(present ? "vector" : "nd4j");
    assertThat(Engines.names()).containsExactly("vector", "nd4j", "dl4j", "plain");
  }

  @Test
  void unknownNameListsTheKnownOnes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Engines.select("cuda", SPEC))
        .withMessage("no engine 'cuda'; known: auto, vector, nd4j, dl4j, plain");
  }

  @ParameterizedTest
  @ValueSource(strings = {"vector", "nd4j", "dl4j", "plain"})
  void factoryTravelsAsPlainJava(String engine) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(Engines.select(engine, SPEC));
    }
    assertThat(bytes.size()).isLessThan(1000);
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      EngineFactory factory = (EngineFactory) in.readObject();
      assertThat(factory.engine()).isEqualTo(engine);
      assertThat(factory.describe()).startsWith(engine);
      assertThat(factory.create().numParameters()).isEqualTo(SPEC.numParameters());
    }
  }

  @Test
  void vectorEngineLoadsNoNativeLibrary() throws Exception {
    String output = runProbe("--add-modules", "jdk.incubator.vector", "-verbose:class");
    assertThat(output).contains("outputs: 2").doesNotContain("org.nd4j", "org.deeplearning4j");
  }

  @Test
  void missingModuleIsOneLineThatSaysWhatToAdd() throws Exception {
    assertThat(runProbe())
        .contains(
            "engine 'vector' cannot run here: start this JVM with --add-modules"
                + " jdk.incubator.vector");
  }

  private static String runProbe(String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    command.addAll(List.of(options));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), EngineProbe.class.getName()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }
}

package org.gflownet.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Optional;
import org.gflownet.config.GflownetConfig;
import org.gflownet.config.ModelConfig.Engine;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionEngineTest {
  private static GflownetConfig with(Engine engine) {
    return Settings.parse("model.engine = " + engine.name().toLowerCase(Locale.ROOT)).config();
  }

  @ParameterizedTest
  @CsvSource({
    "AUTO, AUTO, ND4J",
    "VECTOR, VECTOR, VECTOR",
    "ND4J, ND4J, ND4J",
    "PLAIN, PLAIN, PLAIN"
  })
  void trainingLeavesVectorOnlyWhereItWasNotAskedFor(Engine asked, Engine able, Engine unable) {
    GflownetConfig config = with(asked);
    assertThat(new SessionEngine(Optional.empty()).forTraining(config).model().engine())
        .isEqualTo(able);
    assertThat(new SessionEngine(Optional.of("no")).forTraining(config).model().engine())
        .isEqualTo(unable);
  }

  @ParameterizedTest
  @CsvSource({"VECTOR, VECTOR, PLAIN", "ND4J, ND4J, ND4J", "DL4J, DL4J, DL4J"})
  void policiesAreUsedWithTheBitsTheyWereTrainedWith(Engine trained, Engine able, Engine unable) {
    GflownetConfig config = with(trained);
    assertThat(new SessionEngine(Optional.empty()).forUse(config).model().engine()).isEqualTo(able);
    assertThat(new SessionEngine(Optional.of("no")).forUse(config).model().engine())
        .isEqualTo(unable);
  }
}

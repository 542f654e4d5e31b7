package org.gflownet.model.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.Stream;
import org.gflownet.model.ModelSamples;
import org.gflownet.model.Updater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class Dl4jUpdaterTest {

  private static Updater updater(String name, int numParameters) {
    return new UpdaterSettings(name, 0.9, 0.999, 1e-8, 0.9, 0.0).create(numParameters);
  }

  /** Two steps of 0.1 with gradients 1 and 2, from 1, by hand in double precision. */
  @ParameterizedTest
  @CsvSource({
    "sgd, 0.7",
    // m = .1, .29; v = .001, .004999; both corrected for their bias.
    "adam, 0.80347838",
    // v without decay of the first root: the same here, since v grows.
    "amsgrad, 0.80347838",
    // v = .001, .004999: 1 - .1/sqrt(.001) - .2/sqrt(.004999).
    "rmsprop, -4.99097838",
    // sums of squares 1 and 5: 1 - .1 - .2/sqrt(5).
    "adagrad, 0.81055729",
    // velocity -.1, -.29; steps (1.9) * .1 + ... = .19 and .461.
    "nesterovs, 0.349",
  })
  void takesTheStepsOfTheDefinition(String name, double expected) {
    float[] parameters = {1f, 1f};
    Updater updater = updater(name, 2);
    updater.update(parameters, new float[] {1f, 0f}, 0.1, 0);
    updater.update(parameters, new float[] {2f, 0f}, 0.1, 1);
    assertThat((double) parameters[0]).isCloseTo(expected, within(1e-4));
    assertThat(parameters[1]).isEqualTo(1f);
  }

  @Test
  void decoupledDecayIsThatShareOfTheParameter() {
    float[] parameters = {2f, 2f};
    Dl4jUpdater updater = new Dl4jUpdater("adamw", 0.9, 0.999, 1e-8, 0.9, 0.5, 2);
    updater.update(parameters, new float[] {1f, 0f}, 0.1, 0);
    assertThat(parameters[0]).isCloseTo(2f - 0.1f - 0.1f * 0.5f * 2f, within(1e-5f));
    assertThat(parameters[1]).isCloseTo(1.9f, within(1e-6f));
  }

  @Test
  void learningRateIsTheOneOfTheStep() {
    float[] parameters = {0f};
    Updater updater = updater("sgd", 1);
    updater.update(parameters, new float[] {1f}, 0.5, 0);
    updater.update(parameters, new float[] {1f}, 0.25, 1);
    assertThat(parameters[0]).isEqualTo(-0.75f);
  }

  @ParameterizedTest
  @MethodSource("names")
  void restoredStateContinuesBitForBit(String name) {
    float[] straight = {1f, -2f, 3f};
    Updater updater = updater(name, 3);
    updater.update(straight, new float[] {1f, -2f, 0.5f}, 0.01, 0);
    float[] resumed = straight.clone();
    Updater other = updater(name, 3);
    other.restore(updater.state());
    updater.update(straight, new float[] {-1f, 0.25f, 0.5f}, 0.01, 1);
    other.update(resumed, new float[] {-1f, 0.25f, 0.5f}, 0.01, 1);
    assertThat(resumed).isEqualTo(straight);
    assertThat(other.state()).isEqualTo(updater.state());
  }

  static Stream<String> names() {
    return UpdaterSettings.NAMES.stream();
  }

  @ParameterizedTest
  @CsvSource({"adam, 0.0", "adamw, 0.1"})
  void plainJavaAdamIsNd4js(String name, double weightDecay) {
    UpdaterSettings settings = new UpdaterSettings(name, 0.9, 0.999, 1e-8, 0.9, weightDecay);
    Random random = new Random(4);
    int count = 1000;
    float[] parameters = ModelSamples.parameters(random, count);
    float[] expected = parameters.clone();
    Updater java = settings.create(count);
    Updater nd4j = new Dl4jUpdater(settings, count);
    for (int step = 0; step < 50; step++) {
      float[] gradient = ModelSamples.parameters(random, count);
      java.update(parameters, gradient.clone(), 0.01, step);
      nd4j.update(expected, gradient, 0.01, step);
    }
    assertThat(ModelSamples.relativeDifference(parameters, ModelSamples.toDouble(expected), count))
        .isLessThan(1e-6);
    assertThat(
            ModelSamples.relativeDifference(
                java.state(), ModelSamples.toDouble(nd4j.state()), 2 * count))
        .isLessThan(1e-6);
  }

  @Test
  void rejectsWrongNamesRangesAndLengths() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> updater("adma", 1))
        .withMessageStartingWith("no updater 'adma'; known: adam, adamw");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Dl4jUpdater("adam", 1.0, 0.999, 1e-8, 0.9, 0.0, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Dl4jUpdater("sgd", 0.9, 0.999, 1e-8, 0.9, 0.1, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> updater("adam", 3).restore(new float[5]))
        .withMessage("updater state has length 5, not 6");
  }
}

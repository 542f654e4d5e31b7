package org.gflownet.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.gflownet.math.FloatVectors;
import org.gflownet.model.Updater;
import org.gflownet.model.dl4j.UpdaterSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What it takes to undo an update that leaves the range of floats. */
class UpdateGuardTest {
  private static final int SIZE = 37;

  private static Updater updater(String name) {
    double decay = name.equals("adamw") ? 0.01 : 0.0;
    return new UpdaterSettings(name, 0.9, 0.999, 1e-8, 0.9, decay, 100).create(SIZE, 1);
  }

  private static float[] numbers(Random random, double scale) {
    float[] numbers = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      numbers[i] = (float) (scale * random.nextGaussian());
    }
    return numbers;
  }

  /** Counts how often the moments are copied. */
  private static final class Counting implements Updater {
    private final Updater updater;
    private int copies;

    Counting(Updater updater) {
      this.updater = updater;
    }

    @Override
    public void update(float[] parameters, float[] gradient, double learningRate, long step) {
      updater.update(parameters, gradient, learningRate, step);
    }

    @Override
    public double largestChange(
        double learningRate, double parameter, double gradient, double moment) {
      return updater.largestChange(learningRate, parameter, gradient, moment);
    }

    @Override
    public void copyState(float[] to) {
      copies++;
      updater.copyState(to);
    }

    @Override
    public float[] state() {
      copies++;
      return updater.state();
    }

    @Override
    public void restore(float[] state) {
      updater.restore(state);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"adam", "adamw"})
  void aRunThatGoesWellCopiesNothing(String name) {
    Counting updater = new Counting(updater(name));
    UpdateGuard guard = new UpdateGuard();
    Random random = new Random(1);
    float[] parameters = numbers(random, 1);
    for (int step = 0; step < 2000; step++) {
      float[] gradient = numbers(random, step % 100 == 7 ? 1e4 : 1);
      double norm = FloatVectors.norm(gradient);
      guard.before(parameters, updater, 0.01, norm);
      updater.update(parameters, gradient, 0.01, step);
      assertThat(guard.isGood(parameters, updater, norm)).isTrue();
    }
    // To know what they are when it begins.
    assertThat(updater.copies).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "adam, 1e25, 0.01",
    "adam, 1, 1e39",
    "adamw, 1, 1e38",
    "sgd, 1e20, 1e30",
    "rmsprop, 1, 1e38",
    "nesterovs, 1e20, 1e30",
    "adagrad, 1e25, 0.01",
    "amsgrad, 1e25, 0.01",
    "nadam, 1, 1e38"
  })
  void anUpdateThatOverflowsIsUndoneWithItsMoments(String name, double size, double rate) {
    Updater updater = updater(name);
    UpdateGuard guard = new UpdateGuard();
    Random random = new Random(2);
    float[] parameters = numbers(random, 1);
    for (int step = 0; step < 9; step++) {
      float[] gradient = numbers(random, 1);
      double norm = FloatVectors.norm(gradient);
      guard.before(parameters, updater, 0.01, norm);
      updater.update(parameters, gradient, 0.01, step);
      assertThat(guard.isGood(parameters, updater, norm)).isTrue();
    }
    float[] good = parameters.clone();
    float[] moments = updater.state();
    float[] gradient = numbers(random, size);
    double norm = FloatVectors.norm(gradient);
    guard.before(parameters, updater, rate, norm);
    updater.update(parameters, gradient, rate, 9);
    assertThat(FloatVectors.isFinite(parameters) && FloatVectors.isFinite(updater.state()))
        .isFalse();
    assertThat(guard.isGood(parameters, updater, norm)).isFalse();
    assertThat(parameters).containsExactly(good);
    assertThat(updater.state()).containsExactly(moments);
  }

  @Test
  void noParameterMovesFurtherThanTheBound() {
    for (String name : new String[] {"adam", "adamw"}) {
      Updater updater = updater(name);
      Random random = new Random(3);
      float[] parameters = numbers(random, 5);
      double largestGradient = 0;
      for (int step = 0; step < 500; step++) {
        float[] gradient = numbers(random, Math.pow(10, random.nextInt(-9, 9)));
        largestGradient = Math.max(largestGradient, FloatVectors.largest(gradient));
        double bound =
            updater.largestChange(0.1, FloatVectors.largest(parameters), largestGradient, 0);
        float[] before = parameters.clone();
        updater.update(parameters, gradient, 0.1, step);
        for (int i = 0; i < SIZE; i++) {
          assertThat(Math.abs((double) parameters[i] - before[i])).isLessThanOrEqualTo(bound);
        }
      }
    }
  }

  @Test
  void theLargestValueIsThatWithoutSigns() {
    assertThat(FloatVectors.largest(new float[0])).isZero();
    assertThat(FloatVectors.largest(new float[] {1, -3, 2, -0f})).isEqualTo(3f);
    assertThat(FloatVectors.largest(new float[] {1, Float.NEGATIVE_INFINITY})).isInfinite();
    assertThat(FloatVectors.largest(new float[] {Float.NaN, 1, Float.POSITIVE_INFINITY})).isNaN();
  }
}

package org.gflownet.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.Function;
import net.jqwik.api.Assume;

/**
 * Tells a draw on which a gradient is not defined to rounding. Where the input of a rectifier is
 * zero up to rounding, two right engines may take different sides of the kink, and their gradients
 * differ by the jump between them, which is as large as any other derivative. About one random
 * network in three thousand has such a unit.
 */
public final class Kinks {
  private static final float RELATIVE_CHANGE = 1e-6f;
  private static final int PAIRS = 4;

  private Kinks() {}

  /**
   * Asserts that two gradients agree, on draws where a gradient is defined to rounding; others are
   * left out.
   *
   * @param what is under test
   * @param activation of the network
   * @param engine gradient at given parameters, of one engine alone
   * @param parameters of the draw
   * @param difference relative difference between the two at these parameters
   * @param tolerance for it
   */
  public static void assertClose(
      String what,
      Activation activation,
      Function<float[], float[]> engine,
      float[] parameters,
      double difference,
      double tolerance) {
    Assume.that(difference < tolerance || !explain(activation, engine, parameters, difference));
    assertThat(difference).as(what).isLessThan(tolerance);
  }

  /**
   * Whether the gradient of {@code engine} itself jumps by at least half of {@code difference} when
   * each parameter changes by a few roundings. A wrong gradient is not excused by this: away from a
   * kink such a change moves a gradient by about as much as the parameters moved.
   *
   * @param activation of the network; a smooth one has no kinks
   * @param engine the gradient at given parameters, computed by one engine alone
   * @param difference relative difference between two engines at {@code parameters}
   */
  static boolean explain(
      Activation activation,
      Function<float[], float[]> engine,
      float[] parameters,
      double difference) {
    if (activation == Activation.TANH) {
      return false;
    }
    double[] here = ModelSamples.toDouble(engine.apply(parameters));
    Random random = new Random(parameters.length);
    for (int pair = 0; pair < PAIRS; pair++) {
      float[] up = new float[parameters.length];
      float[] down = new float[parameters.length];
      for (int i = 0; i < parameters.length; i++) {
        float change = RELATIVE_CHANGE * (random.nextBoolean() ? parameters[i] : -parameters[i]);
        up[i] = parameters[i] + change;
        down[i] = parameters[i] - change;
      }
      for (float[] near : new float[][] {up, down}) {
        if (ModelSamples.relativeDifference(engine.apply(near), here, here.length)
            > difference / 2.0) {
          return true;
        }
      }
    }
    return false;
  }
}

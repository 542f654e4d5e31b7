package org.gflownet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.gflownet.objective.Objective;
import org.gflownet.trajectory.Exploration;

/**
 * Compares the gradient of a whole step, rollouts and network included, with the change of its loss
 * along the gradient's direction.
 *
 * <p>Rollouts draw uniformly (epsilon 1), so that the trajectories do not depend on the parameters
 * and the loss is differentiable. Parameters are single precision: rounding leaves about 1e-4
 * relative.
 */
public final class DirectionalDerivative {
  private static final double STEP = 1e-2;
  private static long version = 1_000;

  private DirectionalDerivative() {}

  /** Checks one step of 12 trajectories in 5 unequal slices. */
  public static void check(StepExecutor executor, Objective objective, float[] parameters) {
    float[] gradient = new float[parameters.length];
    loss(executor, objective, parameters, gradient);
    double norm = 0;
    for (float g : gradient) {
      norm += (double) g * g;
    }
    norm = Math.sqrt(norm);
    double[] at = new double[5];
    for (int k = -2; k <= 2; k++) {
      float[] moved = parameters.clone();
      for (int i = 0; i < moved.length; i++) {
        moved[i] += (float) (k * STEP * gradient[i] / norm);
      }
      at[k + 2] = loss(executor, objective, moved, new float[parameters.length]);
    }
    double numeric = (at[0] - 8 * at[1] + 8 * at[3] - at[4]) / (12 * STEP);
    assertThat(norm).isGreaterThan(0.1);
    assertThat(numeric).isCloseTo(norm, within(1e-3 * norm));
  }

  private static double loss(
      StepExecutor executor, Objective objective, float[] parameters, float[] gradient) {
    StepRequest request = new StepRequest(0, 5, 12, 5, new Exploration(1.0, 1.0), version++);
    return objective.combine(executor.execute(request, parameters).gradient(), gradient);
  }
}

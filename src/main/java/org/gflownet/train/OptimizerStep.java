package org.gflownet.train;

import org.gflownet.math.FloatVectors;
import org.gflownet.math.Progress;
import org.gflownet.model.Updater;
import org.gflownet.objective.GradientSum;
import org.gflownet.objective.Objective;

/**
 * What becomes of a step's merged sums: gradient, check, clipping, update. The same on the driver
 * and, when workers make updates of their own, on executors.
 *
 * <p>Mutable scratch; not thread-safe.
 */
final class OptimizerStep {
  private final Objective objective;
  private final float[] gradient;

  /** What an update was made of. */
  record Outcome(double loss, double gradientNorm) {
    boolean isFinite() {
      return Double.isFinite(loss) && Double.isFinite(gradientNorm);
    }
  }

  OptimizerStep(Objective objective, int numParameters) {
    this.objective = objective;
    this.gradient = new float[numParameters];
  }

  /**
   * Updates the parameters in place, unless loss or gradient are not finite.
   *
   * @param sum merged over the slices that take part
   * @return not finite where nothing was updated, or where the updated parameters are not finite
   */
  Outcome apply(
      GradientSum sum,
      float[] parameters,
      Updater updater,
      Trainer.Settings settings,
      Progress progress) {
    double loss = objective.combine(sum, gradient);
    double norm = FloatVectors.norm(gradient);
    Outcome outcome = new Outcome(loss, norm);
    if (!outcome.isFinite()) {
      return outcome;
    }
    clip(settings.gradientClip(), norm);
    updater.update(
        parameters, gradient, settings.learningRate().at(progress), progress.step());
    // An update may overflow even with a finite gradient; no checkpoint may hold the result.
    return FloatVectors.isFinite(parameters) ? outcome : new Outcome(loss, Double.NaN);
  }

  private void clip(double largest, double norm) {
    if (largest > 0.0 && norm > largest) {
      float factor = (float) (largest / norm);
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] *= factor;
      }
    }
  }
}

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
  private final UpdateGuard guard;

  /** What an update was made of. */
  record Outcome(double loss, double gradientNorm) {
    boolean isFinite() {
      return Double.isFinite(loss) && Double.isFinite(gradientNorm);
    }
  }

  /**
   * Updates of one vector by one updater.
   *
   * @param guard undoes an update that leaves the range of floats; null where nobody needs the
   *     parameters after that
   */
  OptimizerStep(Objective objective, int numParameters, UpdateGuard guard) {
    this.objective = objective;
    this.gradient = new float[numParameters];
    this.guard = guard;
  }

  /**
   * Updates the parameters in place, unless loss or gradient are not finite. An update whose result
   * is not finite is undone, moments included, where there is a guard.
   *
   * @param sum merged over the slices that take part
   * @return not finite where nothing was updated, or where the result was not finite
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
    double clipped = clip(settings.gradientClip(), norm);
    double learningRate = settings.learningRate().at(progress);
    if (guard != null) {
      guard.before(parameters, updater, learningRate, clipped);
    }
    updater.update(parameters, gradient, learningRate, progress.step());
    // An update may overflow even with a finite gradient; no checkpoint may hold the result.
    boolean good =
        guard == null
            ? FloatVectors.isFinite(parameters)
            : guard.isGood(parameters, updater, clipped);
    return good ? outcome : new Outcome(loss, Double.NaN);
  }

  /** Returns a bound on the norm of what becomes of the gradient. */
  private double clip(double largest, double norm) {
    if (!(largest > 0.0 && norm > largest)) {
      return norm;
    }
    float factor = (float) (largest / norm);
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] *= factor;
    }
    // A factor near the smallest float may be rounded to twice its size.
    return 2.0 * largest;
  }
}

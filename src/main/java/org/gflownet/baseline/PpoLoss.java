package org.gflownet.baseline;

import org.gflownet.math.LogSpace;

/**
 * The loss of proximal policy optimisation (Schulman et al. 2017, equations 7 and 9) for one
 * action, and its derivative by the network's outputs.
 *
 * <pre>
 * L = -min(r A, clip(r, 1 - c, 1 + c) A) + w (G - V)^2 - e H,   r = pi(a | s) / pi_old(a | s)
 * </pre>
 *
 * where A is the advantage and G the return, both constants; V the value that the network gives s;
 * H the entropy of pi(. | s) over the legal actions, in nats.
 *
 * @param clip c, in (0, 1)
 * @param valueWeight w
 * @param entropyWeight e
 */
public record PpoLoss(double clip, double valueWeight, double entropyWeight) {

  /**
   * An action that was taken.
   *
   * @param logProbability log pi_old(a | s)
   * @param advantage A
   * @param gain G, the return
   */
  public record Sample(double logProbability, double advantage, double gain) {}

  /**
   * The loss of one sample.
   *
   * @param outputs holds the logits of the legal actions and the value
   * @param from position of the first logit
   * @param to position behind the last logit, where the value is
   * @param chosen position of the logit of the action taken
   * @param sample what is known of it
   * @param scale factor of the derivative
   * @param derivative at the same positions: receives scale times the derivative
   * @return L, without the scale
   */
  public double evaluate(
      float[] outputs,
      int from,
      int to,
      int chosen,
      Sample sample,
      double scale,
      double[] derivative) {
    double logSum = LogSpace.logSumExp(outputs, from, to);
    double entropy = 0.0;
    for (int p = from; p < to; p++) {
      double logProbability = outputs[p] - logSum;
      entropy -= LogSpace.exp(logProbability) * logProbability;
    }
    double ratio = LogSpace.exp(outputs[chosen] - logSum - sample.logProbability());
    double clipped = Math.min(1.0 + clip, Math.max(1.0 - clip, ratio));
    double surrogate = Math.min(ratio * sample.advantage(), clipped * sample.advantage());
    // Where the clipped branch is the smaller one it is constant.
    double slope = surrogate == ratio * sample.advantage() ? -surrogate : 0.0;
    for (int p = from; p < to; p++) {
      double logProbability = outputs[p] - logSum;
      double probability = LogSpace.exp(logProbability);
      double bySurrogate = slope * ((p == chosen ? 1.0 : 0.0) - probability);
      double byEntropy = entropyWeight * probability * (logProbability + entropy);
      derivative[p] = scale * (bySurrogate + byEntropy);
    }
    double error = outputs[to] - sample.gain();
    derivative[to] = scale * 2.0 * valueWeight * error;
    return -surrogate + valueWeight * error * error - entropyWeight * entropy;
  }
}

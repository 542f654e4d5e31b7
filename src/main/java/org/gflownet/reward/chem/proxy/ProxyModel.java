package org.gflownet.reward.chem.proxy;

import java.io.Serializable;
import org.gflownet.model.MlpSpec;

/**
 * A fitted network and all that is needed to score molecules with it: {@code mean + sd * output} is
 * the prediction. Not to be changed.
 *
 * @param fingerprint what the network reads
 * @param network its shape: as many features as the fingerprint has, one output
 * @param mean of the target over the molecules that it was fitted to
 * @param sd standard deviation of the target over them, positive
 * @param parameters of the network, in the order of {@link MlpSpec}
 */
public record ProxyModel(
    FingerprintSpec fingerprint, MlpSpec network, double mean, double sd, float[] parameters)
    implements Serializable {

  /** Checks that the parts go together. */
  public ProxyModel {
    if (network.numFeatures() != fingerprint.bits() || network.numOutputs() != 1) {
      throw new IllegalArgumentException(
          "a network from "
              + network.numFeatures()
              + " features to "
              + network.numOutputs()
              + " outputs does not go with a fingerprint of "
              + fingerprint.bits()
              + " features and one target");
    }
    if (parameters.length != network.numParameters()) {
      throw new IllegalArgumentException(
          "the network has " + network.numParameters() + " parameters, not " + parameters.length);
    }
    for (float parameter : parameters) {
      if (!Float.isFinite(parameter)) {
        throw new IllegalArgumentException("a parameter of the network is " + parameter);
      }
    }
    if (!Double.isFinite(mean) || !Double.isFinite(sd) || sd <= 0) {
      throw new IllegalArgumentException(
          "mean " + mean + " and standard deviation " + sd + " are not those of a target");
    }
  }

  /** The prediction that an output of the network stands for. */
  public double prediction(float output) {
    return mean + sd * output;
  }
}

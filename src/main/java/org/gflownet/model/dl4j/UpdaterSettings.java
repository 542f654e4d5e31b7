package org.gflownet.model.dl4j;

import java.util.List;
import java.util.Locale;
import org.gflownet.model.GroupedUpdater;
import org.gflownet.model.Updater;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * Choice of an ND4J updater in plain values; each uses those that it knows.
 *
 * <p>Nadam as ND4J has it does not correct the mean square for its bias: its first steps are many
 * learning rates long.
 *
 * @param name one of {@link #NAMES}
 * @param beta1 decay of the mean: adam, adamw, adamax, nadam, amsgrad
 * @param beta2 decay of the mean square: the same and rmsprop
 * @param eps added to the root: all but sgd and nesterovs
 * @param momentum of nesterovs
 * @param weightDecay decoupled: learning rate * weightDecay * p is subtracted from each parameter
 *     p, with adamw only; 0 for others; never from the objective's scalars
 * @param scalarFactor learning rate of the objective's scalars (log Z) over that of the network;
 *     positive
 */
public record UpdaterSettings(
    String name,
    double beta1,
    double beta2,
    double eps,
    double momentum,
    double weightDecay,
    double scalarFactor) {

  /** Names of the updaters. */
  public static final List<String> NAMES =
      List.of(
          "adam", "adamw", "sgd", "rmsprop", "nesterovs", "adagrad", "adamax", "nadam", "amsgrad");

  /** Checks names and ranges. */
  public UpdaterSettings {
    name = name.toLowerCase(Locale.ROOT);
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException(
          "no updater '" + name + "'; known: " + String.join(", ", NAMES));
    }
    checkFraction("beta1", beta1);
    checkFraction("beta2", beta2);
    checkFraction("momentum", momentum);
    if (!(eps >= 0.0) || !(weightDecay >= 0.0) || Double.isInfinite(eps + weightDecay)) {
      throw new IllegalArgumentException("eps and weight decay must be finite and not negative");
    }
    if (!(scalarFactor > 0.0) || Double.isInfinite(scalarFactor)) {
      throw new IllegalArgumentException("scalar factor must be positive, was " + scalarFactor);
    }
    if (weightDecay > 0.0 && !name.equals("adamw")) {
      throw new IllegalArgumentException(
          "updater '" + name + "' has no weight decay; adamw has, set it to 0 otherwise");
    }
  }

  /** The same learning rate for all parameters. */
  public UpdaterSettings(
      String name, double beta1, double beta2, double eps, double momentum, double weightDecay) {
    this(name, beta1, beta2, eps, momentum, weightDecay, 1.0);
  }

  /** Adam with the usual constants: .9, .999, 1e-8. */
  public static UpdaterSettings adam() {
    return new UpdaterSettings("adam", 0.9, 0.999, 1e-8, 0.9, 0.0);
  }

  /**
   * A new updater of these settings: adam and adamw in plain Java, the others ND4J's own; all keep
   * their moments as a {@code ComputationGraph} does.
   *
   * @param numParameters length P of the flat vector
   */
  public Updater create(int numParameters) {
    return name.equals("adam") || name.equals("adamw")
        ? new FlatAdam(this, numParameters)
        : new Dl4jUpdater(this, numParameters);
  }

  /**
   * A new updater for a network with scalars behind its parameters, which get their own learning
   * rate and no weight decay.
   *
   * @param numParameters length P of the flat vector, scalars included
   * @param numScalars how many of them are scalars
   */
  public Updater create(int numParameters, int numScalars) {
    if (numScalars == 0) {
      return create(numParameters);
    }
    int numNetwork = numParameters - numScalars;
    return new GroupedUpdater(
        create(numNetwork),
        numNetwork,
        withoutDecay().create(numScalars),
        numScalars,
        scalarFactor);
  }

  private UpdaterSettings withoutDecay() {
    return new UpdaterSettings(name, beta1, beta2, eps, momentum, 0.0, scalarFactor);
  }

  private static void checkFraction(String what, double value) {
    if (!(value >= 0.0 && value < 1.0)) {
      throw new IllegalArgumentException(what + " must be in [0, 1), was " + value);
    }
  }

  /**
   * ND4J's updater of the scalars. Never equal to that of the network, so that DL4J keeps their
   * moments apart and {@link #create(int, int)} its layout: hence the last bit.
   */
  IUpdater scalarConfig(double learningRate) {
    return config(Math.nextUp(learningRate * scalarFactor));
  }

  /** ND4J's updater of these settings. */
  IUpdater config(double learningRate) {
    return switch (name) {
      case "adam", "adamw" -> new Adam(learningRate, beta1, beta2, eps);
      case "sgd" -> new Sgd(learningRate);
      case "rmsprop" -> new RmsProp(learningRate, beta2, eps);
      case "nesterovs" -> new Nesterovs(learningRate, momentum);
      case "adagrad" -> new AdaGrad(learningRate, eps);
      case "adamax" -> new AdaMax(learningRate, beta1, beta2, eps);
      case "nadam" -> new Nadam(learningRate, beta1, beta2, eps);
      case "amsgrad" -> new AMSGrad(learningRate, beta1, beta2, eps);
      default -> throw new IllegalStateException(name);
    };
  }
}

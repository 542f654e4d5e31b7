package org.gflownet.spark.dl4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.gflownet.math.RandomStream;
import org.gflownet.math.RegressionFigures;
import org.gflownet.model.Activation;
import org.gflownet.model.MlpSpec;
import org.gflownet.reward.chem.proxy.DataSplit;
import org.gflownet.reward.chem.proxy.FingerprintSpec;
import org.gflownet.reward.chem.proxy.LabelledMolecule;
import org.gflownet.reward.chem.proxy.ProxyModel;

/**
 * From molecules with measured values to a proxy and its figures on molecules that took no part:
 * split, standardise, fit, predict.
 */
public final class ProxyTraining {
  /** Fewest molecules that are split. */
  public static final int MIN_MOLECULES = 10;

  /**
   * What is decided beforehand.
   *
   * @param fingerprint that the network reads
   * @param hidden widths of its hidden layers
   * @param split how molecules are kept together
   * @param holdout share of the molecules that take no part
   * @param validation share of the others that decide when to stop
   * @param fit settings of the fit, its seed also the split's
   */
  public record Plan(
      FingerprintSpec fingerprint,
      List<Integer> hidden,
      DataSplit.Kind split,
      double holdout,
      double validation,
      ProxyFit.Settings fit) {
    /** Copies the widths. */
    public Plan {
      hidden = List.copyOf(hidden);
    }
  }

  /**
   * The molecules in three parts, and the scale of the targets.
   *
   * @param training molecules to fit to
   * @param validation molecules that decide when to stop
   * @param heldOut molecules that take no part
   * @param mean target of the training part
   * @param sd standard deviation of its targets, positive
   */
  public record Parts(
      List<LabelledMolecule> training,
      List<LabelledMolecule> validation,
      List<LabelledMolecule> heldOut,
      double mean,
      double sd) {
    /** Copies the lists. */
    public Parts {
      training = List.copyOf(training);
      validation = List.copyOf(validation);
      heldOut = List.copyOf(heldOut);
    }
  }

  /**
   * What came out.
   *
   * @param model the proxy
   * @param fit how the fit went
   * @param predictions for the held-out molecules, in their order
   * @param figures of these predictions
   * @param constantMse mean squared error of the training part's mean on the same molecules
   */
  public record Result(
      ProxyModel model,
      ProxyFit.Result fit,
      double[] predictions,
      RegressionFigures figures,
      double constantMse) {}

  private final JavaSparkContext spark;
  private final Plan plan;

  /** A training. */
  public ProxyTraining(JavaSparkContext spark, Plan plan) {
    this.spark = spark;
    this.plan = plan;
  }

  /**
   * Divides molecules.
   *
   * @param molecules in an order that does not depend on chance
   * @throws IllegalArgumentException in one line, if there are too few or their targets are equal
   */
  public Parts split(List<LabelledMolecule> molecules) {
    if (molecules.size() < MIN_MOLECULES) {
      throw new IllegalArgumentException(
          "there are "
              + molecules.size()
              + " molecules with a target, at least "
              + MIN_MOLECULES
              + " are needed");
    }
    long seed = plan.fit().seed();
    DataSplit outer =
        DataSplit.of(
            molecules, plan.holdout(), plan.split(), RandomStream.derive(seed, "proxy holdout"));
    DataSplit inner =
        DataSplit.of(
            outer.larger(),
            plan.validation(),
            plan.split(),
            RandomStream.derive(seed, "proxy validation"));
    requireSome(outer.smaller(), "held out; hold out a larger share");
    requireSome(inner.smaller(), "left to decide when to stop; set a larger proxy.validation");
    double mean = 0;
    for (LabelledMolecule molecule : inner.larger()) {
      mean += molecule.target() / inner.larger().size();
    }
    double squares = 0;
    for (LabelledMolecule molecule : inner.larger()) {
      squares += (molecule.target() - mean) * (molecule.target() - mean);
    }
    double sd = Math.sqrt(squares / inner.larger().size());
    if (!(sd > 0) || !Double.isFinite(sd)) {
      throw new IllegalArgumentException(
          "all molecules to fit to have the same target, or one too large to square; there is"
              + " nothing to fit");
    }
    return new Parts(inner.larger(), inner.smaller(), outer.smaller(), mean, sd);
  }

  private void requireSome(List<LabelledMolecule> part, String what) {
    if (part.isEmpty()) {
      throw new IllegalArgumentException(
          "no molecules are " + what + " or split them otherwise than by " + plan.split());
    }
  }

  /**
   * Fits and predicts.
   *
   * @param parts of the molecules
   * @param progress told after each epoch
   * @param finished told the result of the fit before the held-out molecules are predicted
   * @throws ProxyDivergedException if the fit diverges
   */
  public Result run(Parts parts, ProxyFit.Progress progress, Consumer<ProxyFit.Result> finished) {
    MlpSpec network = new MlpSpec(plan.fingerprint().bits(), plan.hidden(), 1, Activation.RELU);
    ProxyFit.Result fit =
        new ProxyFit(spark, network, plan.fit())
            .run(rows(parts.training(), parts), rows(parts.validation(), parts), progress);
    finished.accept(fit);
    ProxyModel model =
        new ProxyModel(plan.fingerprint(), network, parts.mean(), parts.sd(), fit.parameters());
    List<int[]> fingerprints = new ArrayList<>();
    parts.heldOut().forEach(molecule -> fingerprints.add(molecule.features()));
    double[] predictions;
    try (ProxyInference inference = new ProxyInference(spark, model)) {
      predictions = inference.predict(fingerprints, plan.fit().workers());
    }
    double[] measured = parts.heldOut().stream().mapToDouble(LabelledMolecule::target).toArray();
    double[] constant = new double[measured.length];
    Arrays.fill(constant, parts.mean());
    return new Result(
        model,
        fit,
        predictions,
        RegressionFigures.of(measured, predictions),
        RegressionFigures.of(measured, constant).mse());
  }

  private FingerprintRows rows(List<LabelledMolecule> molecules, Parts parts) {
    List<int[]> fingerprints = new ArrayList<>();
    float[] targets = new float[molecules.size()];
    for (int i = 0; i < targets.length; i++) {
      fingerprints.add(molecules.get(i).features());
      targets[i] = (float) ((molecules.get(i).target() - parts.mean()) / parts.sd());
    }
    return FingerprintRows.of(plan.fingerprint().bits(), fingerprints, targets);
  }
}

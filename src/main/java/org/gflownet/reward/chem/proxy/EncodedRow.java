package org.gflownet.reward.chem.proxy;

import java.util.ArrayList;
import java.util.List;
import org.gflownet.reward.chem.Score;

/**
 * A row of a table as far as it is known without a proxy's network. Not to be changed; the arrays
 * are not copied.
 */
public final class EncodedRow {
  private final String smiles;
  private final String error;
  private final double[] values;
  private final String[] failures;

  /**
   * A row.
   *
   * @param smiles canonical; null if there is no molecule
   * @param error why there is none; null if there is one
   * @param values scores of the other parts of the reward, in their order; NaN where there is none
   * @param failures why there is none; null where there is one
   */
  public EncodedRow(String smiles, String error, double[] values, String[] failures) {
    this.smiles = smiles;
    this.error = error;
    this.values = values;
    this.failures = failures;
  }

  /** A row without a molecule. */
  static EncodedRow refused(String reason) {
    return new EncodedRow(null, reason, new double[0], new String[0]);
  }

  /** A row with a molecule. */
  static EncodedRow of(String smiles, List<Score> others) {
    return new EncodedRow(
        smiles,
        null,
        others.stream().mapToDouble(Score::value).toArray(),
        others.stream().map(Score::failure).toArray(String[]::new));
  }

  /** Canonical SMILES; null if there is no molecule. */
  public String smiles() {
    return smiles;
  }

  /** Why there is no molecule; null if there is one. */
  public String error() {
    return error;
  }

  /** Scores of the other parts; not to be changed. */
  public double[] values() {
    return values;
  }

  /** Failures of the other parts; not to be changed. */
  public String[] failures() {
    return failures;
  }

  /**
   * The scores of all parts.
   *
   * @param place of the proxy among them
   * @param prediction the proxy's score
   */
  public List<Score> scores(int place, double prediction) {
    List<Score> all = new ArrayList<>(values.length + 1);
    for (int i = 0; i < values.length; i++) {
      all.add(failures[i] == null ? Score.of(values[i]) : Score.failed(failures[i]));
    }
    all.add(place, Score.of(prediction));
    return all;
  }
}

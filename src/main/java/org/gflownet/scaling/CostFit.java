package org.gflownet.scaling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Fits the constants of the cost model to measured runs: non-negative least squares of the relative
 * errors, repeated until the largest case of {@link StepEquation} is the same in every run.
 *
 * <p>A constant that the runs cannot tell apart from the others, because they vary too little,
 * keeps the value it had.
 */
public final class CostFit {
  /**
   * Those that matter most come first: the later ones are held where two go together. Whole runs
   * cannot tell what an executor costs the driver from what its cores do for it, nor a byte sent to
   * it from others.
   */
  private static final Constant[] BY_WEIGHT = {
    Constant.TRANSITION,
    Constant.JOB,
    Constant.BYTE,
    Constant.TASK,
    Constant.CALL,
    Constant.MERGE,
    Constant.UPDATE
  };

  /** Least sine of the angle between a constant's column and the space of those before it. */
  private static final double LEAST_SINE = 0.02;

  private static final int MAX_ROUNDS = 100;

  private CostFit() {}

  /**
   * The outcome.
   *
   * @param model with the fitted constants
   * @param fitted constants that the runs determine; the others have kept their values
   */
  public record Result(StepCostModel model, Set<Constant> fitted) {
    /** Keeps its own copy. */
    public Result {
      fitted = Set.copyOf(fitted);
    }
  }

  /**
   * Fits.
   *
   * @param runs pipelined ones are passed over, since they have no closed form
   * @param start where to begin, and what constants that cannot be told apart keep
   * @throws IllegalArgumentException if fewer than two runs can be used, or they say that
   *     transitions cost nothing
   */
  public static Result fit(List<Measurement> runs, StepCostModel start) {
    return fit(runs, start, Set.of());
  }

  /**
   * Fits some of the constants.
   *
   * @param held constants that keep the value they have in {@code start}, since they are known from
   *     elsewhere
   * @see #fit(List, StepCostModel)
   */
  public static Result fit(List<Measurement> runs, StepCostModel start, Set<Constant> held) {
    List<Measurement> usable =
        runs.stream().filter(run -> run.mode().kind() != SyncMode.Kind.PIPELINED).toList();
    if (usable.size() < 2) {
      throw new IllegalArgumentException(
          "a fit needs at least 2 runs with gradient or averaging, not " + usable.size());
    }
    Result result = new Result(start, Set.of());
    for (int round = 0; round < MAX_ROUNDS; round++) {
      Result next = improve(usable, result.model(), start, held);
      boolean settled = next.equals(result);
      result = next;
      if (settled) {
        break;
      }
    }
    return result;
  }

  private static Result improve(
      List<Measurement> runs, StepCostModel current, StepCostModel start, Set<Constant> held) {
    double[][] rows = new double[runs.size()][];
    for (int r = 0; r < rows.length; r++) {
      Measurement run = runs.get(r);
      rows[r] = StepEquation.coefficients(current, run.cluster(), run.workload(), run.mode());
      for (int i = 0; i < rows[r].length; i++) {
        rows[r][i] /= run.secondsPerStep();
      }
    }
    List<Constant> fitted = distinguishable(rows, BY_WEIGHT, held);
    double[] solution =
        NonNegativeLeastSquares.solve(columns(rows, fitted), rest(rows, fitted, start));
    double[] values = start.values();
    for (int j = 0; j < solution.length; j++) {
      values[fitted.get(j).index()] = solution[j];
    }
    if (values[Constant.TRANSITION.index()] == 0) {
      throw new IllegalArgumentException(
          "the runs say that transitions cost nothing: measure larger batches too");
    }
    return new Result(StepCostModel.of(values), EnumSet.copyOf(fitted));
  }

  static double[][] columns(double[][] rows, List<Constant> fitted) {
    double[][] columns = new double[rows.length][fitted.size()];
    for (int r = 0; r < rows.length; r++) {
      for (int j = 0; j < fitted.size(); j++) {
        columns[r][j] = rows[r][fitted.get(j).index()];
      }
    }
    return columns;
  }

  /** What is left to explain: 1 per run, less what does not change. */
  static double[] rest(double[][] rows, List<Constant> fitted, StepCostModel start) {
    double[] rest = new double[rows.length];
    for (int r = 0; r < rows.length; r++) {
      rest[r] = 1 - rows[r][StepEquation.LENGTH - 1];
      for (Constant constant : Constant.values()) {
        if (!fitted.contains(constant)) {
          rest[r] -= rows[r][constant.index()] * start.value(constant);
        }
      }
    }
    return rest;
  }

  /** Constants whose columns are far enough from being sums of those before (Gram and Schmidt). */
  static List<Constant> distinguishable(double[][] rows, Constant[] byWeight, Set<Constant> held) {
    List<Constant> chosen = new ArrayList<>();
    List<double[]> basis = new ArrayList<>();
    for (Constant constant : byWeight) {
      if (held.contains(constant)) {
        continue;
      }
      double[] column = Arrays.stream(rows).mapToDouble(row -> row[constant.index()]).toArray();
      double length = Math.sqrt(dot(column, column));
      // Twice: once leaves rounding errors of the size that is tested for.
      for (int pass = 0; pass < 2; pass++) {
        for (double[] direction : basis) {
          addInPlace(column, -dot(column, direction), direction);
        }
      }
      double left = Math.sqrt(dot(column, column));
      if (left > LEAST_SINE * length) {
        chosen.add(constant);
        basis.add(Arrays.stream(column).map(v -> v / left).toArray());
      }
    }
    return chosen;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void addInPlace(double[] a, double factor, double[] b) {
    for (int i = 0; i < a.length; i++) {
      a[i] += factor * b[i];
    }
  }
}

package org.gflownet.scaling;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Fits what a job, an executor, a task, a byte in and out and a second stage cost the driver to the
 * CPU time of its probe: non-negative least squares of the relative errors, over the cells of small
 * clusters. Those of larger ones check it.
 *
 * <p>What adding two floats costs is taken as known. A result goes with its task: a stage has as
 * many of one as of the other, so that no cell can tell them apart.
 */
public final class DriverFit {
  /** Most executors of a cell that the constants are fitted to. */
  public static final int LARGEST_FITTED = 16;

  private static final Constant[] BY_WEIGHT = {
    Constant.JOB, Constant.TASK, Constant.BYTE, Constant.EXECUTOR, Constant.COPY, Constant.STAGE
  };

  private static final String DRIVER = "driver";

  private DriverFit() {}

  /**
   * The outcome.
   *
   * @param model with the fitted constants
   * @param fitted constants that the cells determine; the others have kept their values
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
   * @param runs cells, of which those with an unknown way to add up are left out; those of more
   *     than {@link #LARGEST_FITTED} executors count only where there are no others
   * @param start what constants keep that cannot be told apart
   * @param held constants that keep the value they have in {@code start}
   * @throws IllegalArgumentException if there are fewer cells than two
   */
  public static Result fit(List<DriverRun> runs, StepCostModel start, Set<Constant> held) {
    List<DriverRun> small = runs.stream().filter(DriverFit::isFitted).toList();
    List<DriverRun> all = runs.stream().filter(DriverFit::isModelled).toList();
    List<DriverRun> used = small.isEmpty() ? all : small;
    if (used.size() < 2) {
      throw new IllegalArgumentException("a fit needs at least 2 cells, not " + used.size());
    }
    double[][] rows = new double[used.size()][];
    for (int r = 0; r < rows.length; r++) {
      rows[r] = coefficients(used.get(r));
      double seconds = used.get(r).cpuMs() * 1e-3;
      if (seconds == 0) {
        throw new IllegalArgumentException(
            "driver_cpu_ms_per_step of a cell is 0: measure more steps");
      }
      for (int i = 0; i < rows[r].length; i++) {
        rows[r][i] /= seconds;
      }
    }
    List<Constant> fitted = CostFit.distinguishable(rows, BY_WEIGHT, held);
    double[] values = start.values();
    if (!fitted.isEmpty()) {
      double[] solution =
          NonNegativeLeastSquares.solve(
              CostFit.columns(rows, fitted), CostFit.rest(rows, fitted, start));
      for (int j = 0; j < solution.length; j++) {
        values[fitted.get(j).index()] = solution[j];
      }
    }
    Set<Constant> named = EnumSet.noneOf(Constant.class);
    named.addAll(fitted);
    return new Result(StepCostModel.of(values), named);
  }

  /** Whether a cell is of a cluster that the constants are fitted to. */
  public static boolean isFitted(DriverRun run) {
    return isModelled(run) && run.executors() <= LARGEST_FITTED;
  }

  /** Whether the model says something of a cell: it knows two ways to add up. */
  public static boolean isModelled(DriverRun run) {
    return run.gather().equals(DRIVER) || run.pieces() > 0;
  }

  /** What a model says of a cell, in CPU seconds of the driver a step. */
  public static double predictedSeconds(StepCostModel model, DriverRun run) {
    double[] coefficients = coefficients(run);
    double seconds = 0;
    for (Constant constant : Constant.values()) {
      seconds += coefficients[constant.index()] * model.value(constant);
    }
    return seconds;
  }

  /** Relative errors of the cells of larger clusters than those fitted to; empty without any. */
  public static List<Double> errors(StepCostModel model, List<DriverRun> runs) {
    List<Double> errors = new ArrayList<>();
    for (DriverRun run : runs) {
      if (isModelled(run) && !isFitted(run)) {
        errors.add(predictedSeconds(model, run) / (run.cpuMs() * 1e-3) - 1);
      }
    }
    return errors;
  }

  private static double[] coefficients(DriverRun run) {
    double[] coefficients = new double[StepEquation.LENGTH];
    coefficients[Constant.JOB.index()] = 1;
    coefficients[Constant.EXECUTOR.index()] = run.executors();
    coefficients[Constant.TASK.index()] = run.tasks();
    // The broadcast is written once, and sent as often as executors ask the driver for it.
    coefficients[Constant.BYTE.index()] = run.bytesIn() + Float.BYTES * (double) run.floats();
    coefficients[Constant.COPY.index()] = run.bytesOut();
    coefficients[Constant.MERGE.index()] = run.vectorsMerged() * run.floats();
    int pieces = run.pieces();
    if (pieces > 0) {
      coefficients[Constant.TASK.index()] += pieces;
      coefficients[Constant.STAGE.index()] = 1;
    }
    return coefficients;
  }
}

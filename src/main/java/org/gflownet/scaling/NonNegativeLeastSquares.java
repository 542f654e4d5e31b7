package org.gflownet.scaling;

/**
 * The x, each at least 0, for which {@code |A x - b|^2} is least: the active-set method of Lawson
 * and Hanson, Solving Least Squares Problems, 1974, chapter 23, on the normal equations of columns
 * scaled to length 1.
 */
final class NonNegativeLeastSquares {
  private static final double TOLERANCE = 1e-12;

  private final int n;
  private final double[][] gram;
  private final double[] right;
  private final double[] scale;
  private final boolean[] free;
  private final double[] x;

  private NonNegativeLeastSquares(double[][] rows, double[] b) {
    n = rows[0].length;
    gram = new double[n][n];
    right = new double[n];
    scale = new double[n];
    free = new boolean[n];
    x = new double[n];
    for (int j = 0; j < n; j++) {
      double square = 0;
      for (double[] row : rows) {
        square += row[j] * row[j];
      }
      scale[j] = square > 0 ? 1 / Math.sqrt(square) : 0;
    }
    for (int r = 0; r < rows.length; r++) {
      for (int i = 0; i < n; i++) {
        double scaled = rows[r][i] * scale[i];
        right[i] += scaled * b[r];
        for (int j = 0; j < n; j++) {
          gram[i][j] += scaled * rows[r][j] * scale[j];
        }
      }
    }
  }

  /**
   * Solves.
   *
   * @param rows of A, all of one length; columns linearly independent (a column of zeros gets 0)
   * @param b one number per row
   */
  static double[] solve(double[][] rows, double[] b) {
    NonNegativeLeastSquares problem = new NonNegativeLeastSquares(rows, b);
    // Each round but finitely many lowers the residual; the bound only guards against rounding.
    for (int round = 0; round < 10 * problem.n; round++) {
      int entering = problem.steepest();
      if (entering < 0) {
        break;
      }
      problem.free[entering] = true;
      problem.moveToFeasibleOptimum();
    }
    double[] solution = new double[problem.n];
    for (int j = 0; j < problem.n; j++) {
      solution[j] = problem.x[j] * problem.scale[j];
    }
    return solution;
  }

  /** The variable at its bound that gains most by leaving it; -1 if none gains. */
  private int steepest() {
    int best = -1;
    double most = TOLERANCE * norm(right);
    for (int i = 0; i < n; i++) {
      if (!free[i] && scale[i] > 0) {
        double slope = right[i];
        for (int j = 0; j < n; j++) {
          slope -= gram[i][j] * x[j];
        }
        if (slope > most) {
          most = slope;
          best = i;
        }
      }
    }
    return best;
  }

  /** Goes towards the optimum of the free variables; those that reach 0 first stay there. */
  private void moveToFeasibleOptimum() {
    boolean feasible = false;
    while (!feasible) {
      double[] optimum = solveFree();
      double step = 1;
      for (int i = 0; i < n; i++) {
        if (free[i] && optimum[i] <= 0) {
          step = x[i] == 0 ? 0 : Math.min(step, x[i] / (x[i] - optimum[i]));
        }
      }
      feasible = true;
      for (int i = 0; i < n; i++) {
        if (free[i]) {
          x[i] += step * (optimum[i] - x[i]);
          if (optimum[i] <= 0 && x[i] <= TOLERANCE) {
            x[i] = 0;
            free[i] = false;
            feasible = false;
          }
        }
      }
    }
  }

  /** Least squares over the free variables alone, by Cholesky's elimination; 0 for the others. */
  private double[] solveFree() {
    double[][] factor = new double[n][n];
    double[] solution = new double[n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = free[i] && free[j] ? gram[i][j] : i == j ? 1 : 0;
        for (int k = 0; k < j; k++) {
          sum -= factor[i][k] * factor[j][k];
        }
        factor[i][j] = i == j ? Math.sqrt(Math.max(sum, TOLERANCE)) : sum / factor[j][j];
      }
    }
    for (int i = 0; i < n; i++) {
      double sum = free[i] ? right[i] : 0;
      for (int k = 0; k < i; k++) {
        sum -= factor[i][k] * solution[k];
      }
      solution[i] = sum / factor[i][i];
    }
    for (int i = n - 1; i >= 0; i--) {
      double sum = solution[i];
      for (int k = i + 1; k < n; k++) {
        sum -= factor[k][i] * solution[k];
      }
      solution[i] = sum / factor[i][i];
    }
    return solution;
  }

  private static double norm(double[] vector) {
    double square = 0;
    for (double v : vector) {
      square += v * v;
    }
    return Math.sqrt(square);
  }
}

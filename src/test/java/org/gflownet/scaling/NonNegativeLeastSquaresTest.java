package org.gflownet.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.gflownet.math.RandomStream;
import org.junit.jupiter.api.Test;

class NonNegativeLeastSquaresTest {
  @Test
  void solvesASquareSystemExactly() {
    double[] x =
        NonNegativeLeastSquares.solve(new double[][] {{2, 1}, {1, 3}}, new double[] {4, 7});
    assertThat(x).containsExactly(new double[] {1, 2}, within(1e-12));
  }

  /** By hand: the free optimum is (2, -1); on the bound x2 = 0 the best x1 is 3 / 2. */
  @Test
  void staysAtTheBound() {
    double[][] rows = {{1, 0}, {1, 1}};
    double[] x = NonNegativeLeastSquares.solve(rows, new double[] {2, 1});
    assertThat(x).containsExactly(new double[] {1.5, 0}, within(1e-12));
  }

  @Test
  void columnsOfVeryDifferentSizeAreNoTrouble() {
    double[][] rows = {{1e9, 1e-6}, {2e9, 5e-6}, {1e9, 7e-6}};
    double[] x = NonNegativeLeastSquares.solve(rows, new double[] {2 + 3, 4 + 15, 2 + 21});
    assertThat(x[0]).isEqualTo(2e-9, within(1e-18));
    assertThat(x[1]).isEqualTo(3e6, within(1e-3));
  }

  @Test
  void aColumnOfZerosGetsZero() {
    double[] x =
        NonNegativeLeastSquares.solve(new double[][] {{0, 1}, {0, 1}}, new double[] {1, 3});
    assertThat(x).containsExactly(new double[] {0, 2}, within(1e-12));
  }

  /** Karush, Kuhn and Tucker: a slope of 0 where x is positive, none downhill where x is 0. */
  @Property(tries = 300)
  void satisfiesTheConditionsOfTheOptimum(@ForAll long seed) {
    RandomStream random = new RandomStream(seed, 0, 0);
    double[][] rows = new double[12][5];
    double[] b = new double[12];
    for (int r = 0; r < 12; r++) {
      b[r] = 2 * random.nextDouble() - 1;
      for (int j = 0; j < 5; j++) {
        rows[r][j] = 2 * random.nextDouble() - 1;
      }
    }
    double[] x = NonNegativeLeastSquares.solve(rows, b);
    for (int j = 0; j < 5; j++) {
      double slope = 0;
      for (int r = 0; r < 12; r++) {
        double left = b[r];
        for (int k = 0; k < 5; k++) {
          left -= rows[r][k] * x[k];
        }
        slope += rows[r][j] * left;
      }
      assertThat(x[j]).isNotNegative();
      assertThat(slope).isLessThanOrEqualTo(1e-9);
      if (x[j] > 0) {
        assertThat(slope).isEqualTo(0, within(1e-9));
      }
    }
  }
}

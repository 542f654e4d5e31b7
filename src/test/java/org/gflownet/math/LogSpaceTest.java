package org.gflownet.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogSpaceTest {
  private static final double INF = Double.POSITIVE_INFINITY;

  @Test
  void expIsWithinTwoUlpOfTheTruth() {
    RandomStream random = new RandomStream(1, 0, 0);
    double worst = 0;
    for (int i = 0; i < 2000; i++) {
      double scale = i % 4 == 0 ? 1e-3 : i % 4 == 1 ? 1 : i % 4 == 2 ? 40 : 708;
      double x = (2 * random.nextDouble() - 1) * scale;
      worst = Math.max(worst, BigMath.ulps(LogSpace.exp(x), BigMath.exp(new BigDecimal(x))));
    }
    assertThat(worst).isLessThan(2.0);
  }

  @Test
  void logIsWithinTwoUlpOfTheTruth() {
    RandomStream random = new RandomStream(2, 0, 0);
    double worst = 0;
    for (int i = 0; i < 2000; i++) {
      double x =
          i % 2 == 0
              ? 0.5 + random.nextDouble()
              : Double.longBitsToDouble(
                  (1L + random.nextInt(2045)) << 52 | random.nextLong() >>> 12);
      worst = Math.max(worst, BigMath.ulps(LogSpace.log(x), BigMath.log(x)));
    }
    assertThat(worst).isLessThan(2.0);
  }

  @Test
  void agreesWithStrictMathOnManyPoints() {
    RandomStream random = new RandomStream(3, 0, 0);
    double worst = 0;
    for (int i = 0; i < 500_000; i++) {
      double x = (2 * random.nextDouble() - 1) * 750;
      worst = Math.max(worst, ulps(LogSpace.exp(x), StrictMath.exp(x)));
      double bits = Math.abs(Double.longBitsToDouble(random.nextLong()));
      worst = Math.max(worst, ulps(LogSpace.log(bits), StrictMath.log(bits)));
    }
    assertThat(worst).isLessThanOrEqualTo(3); // of which one is StrictMath's
  }

  private static double ulps(double actual, double expected) {
    if (Double.compare(actual, expected) == 0) {
      return 0;
    }
    double ulps = Math.abs(actual - expected) / Math.ulp(expected);
    return Double.isNaN(ulps) ? Double.POSITIVE_INFINITY : ulps;
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {
        0.0,
        -0.0,
        1.0,
        -1.0,
        709.0,
        709.7,
        709.78,
        -708.0,
        -708.1,
        -745.0,
        -745.2,
        1e-300,
        -1e-300,
        1e-17,
        0.34657359027997264,
        -0.34657359027997264,
        0.6931471805599453
      })
  void expIsRightAtTheSeams(double x) {
    double expected = StrictMath.exp(x);
    assertThat(LogSpace.exp(x)).isCloseTo(expected, within(2 * Math.ulp(expected)));
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {
        1.0,
        0.7071067811865475,
        0.7071067811865476,
        0.9999999999999999,
        1.0000000000000002,
        2.0,
        0.5,
        Double.MIN_VALUE,
        Double.MIN_NORMAL,
        Double.MAX_VALUE,
        1.000000000001,
        1e-12
      })
  void logIsRightAtTheSeams(double x) {
    double expected = StrictMath.log(x);
    assertThat(LogSpace.log(x)).isCloseTo(expected, within(2 * Math.ulp(expected)));
  }

  @Test
  void specialValues() {
    assertThat(LogSpace.exp(0)).isEqualTo(1.0);
    assertThat(LogSpace.log(1)).isEqualTo(0.0);
    assertThat(LogSpace.exp(-INF)).isEqualTo(0.0);
    assertThat(LogSpace.exp(INF)).isEqualTo(INF);
    assertThat(LogSpace.exp(-746)).isEqualTo(0.0);
    assertThat(LogSpace.exp(710)).isEqualTo(INF);
    assertThat(LogSpace.exp(Double.NaN)).isNaN();
    assertThat(LogSpace.log(0)).isEqualTo(-INF);
    assertThat(LogSpace.log(-0.0)).isEqualTo(-INF);
    assertThat(LogSpace.log(INF)).isEqualTo(INF);
    assertThat(LogSpace.log(-1)).isNaN();
    assertThat(LogSpace.log(Double.NaN)).isNaN();
  }

  @Test
  void sumsTreatMinusInfinityAsEmpty() {
    assertThat(LogSpace.logAddExp(-INF, -INF)).isEqualTo(-INF);
    assertThat(LogSpace.logAddExp(-INF, 3.5)).isEqualTo(3.5);
    assertThat(LogSpace.logAddExp(3.5, -INF)).isEqualTo(3.5);
    assertThat(LogSpace.logSumExp(new double[] {1, 2}, 1, 1)).isEqualTo(-INF);
    assertThat(LogSpace.logSumExp(new double[] {-INF, -INF}, 0, 2)).isEqualTo(-INF);
    assertThat(LogSpace.logSumExp(new float[0], 0, 0)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(LogSpace.logSumExp(new double[] {INF, 1}, 0, 2)).isEqualTo(INF);
    assertThat(LogSpace.logSumExp(new double[] {Double.NaN, 1}, 0, 2)).isNaN();
    assertThat(LogSpace.logSumExp(new float[] {1, Float.NaN}, 0, 2)).isNaN();
    assertThat(LogSpace.logAddExp(Double.NaN, 1)).isNaN();
  }

  @Test
  void sumsUseOnlyTheirRange() {
    double[] values = {100, 1, 2, 100};
    assertThat(LogSpace.logSumExp(values, 1, 3))
        .isCloseTo(Math.log(Math.E + Math.E * Math.E), within(1e-15));
    float[] floats = {100, 1, 2, 100};
    assertThat(LogSpace.logSumExp(floats, 1, 3)).isEqualTo(LogSpace.logSumExp(values, 1, 3));
  }

  @Property
  void sharesAreThoseOfTheSum(
      @ForAll @Size(min = 1, max = 20) List<@DoubleRange(min = -500, max = 500) Double> list) {
    double[] values = list.stream().mapToDouble(v -> v).toArray();
    double[] shares = new double[values.length + 2];
    Arrays.fill(shares, 7.0);
    System.arraycopy(values, 0, shares, 1, values.length);
    double sum = LogSpace.logSumExp(values, 0, values.length);
    assertThat(LogSpace.toShares(shares, 1, values.length + 1)).isEqualTo(sum);
    double total = 0.0;
    for (int i = 0; i < values.length; i++) {
      double share = Math.exp(values[i] - sum);
      // The difference of values of up to 500 is rounded to 6e-14. Among subnormal numbers the
      // relative bound vanishes: two exponentials and a product may each round by one unit.
      assertThat(shares[i + 1])
          .isCloseTo(share, within(Math.max(1e-12 * share, 3 * Double.MIN_VALUE)));
      total += shares[i + 1];
    }
    assertThat(total).isCloseTo(1.0, within(1e-14));
    assertThat(shares[0]).isEqualTo(7.0);
    assertThat(shares[values.length + 1]).isEqualTo(7.0);
  }

  @Test
  void subnormalSharesAreRoundedToTheirUnit() {
    for (double gap = 710.0; gap < 745.0; gap += 0.01) {
      double[] shares = {0.0, -gap, -gap + 0.005};
      double sum = LogSpace.logSumExp(shares, 0, 3);
      LogSpace.toShares(shares, 0, 3);
      assertThat(shares[1]).isCloseTo(Math.exp(-gap - sum), within(3 * Double.MIN_VALUE));
    }
  }

  @Test
  void sharesOfSumsThatAreNotFinite() {
    double[] empty = {-INF, -INF};
    assertThat(LogSpace.toShares(empty, 0, 2)).isEqualTo(-INF);
    assertThat(empty).containsExactly(0.0, 0.0);
    double[] one = {-INF, 3.0};
    assertThat(LogSpace.toShares(one, 0, 2)).isEqualTo(3.0);
    assertThat(one).containsExactly(0.0, 1.0);
    double[] broken = {Double.NaN, 3.0};
    assertThat(LogSpace.toShares(broken, 0, 2)).isNaN();
    assertThat(broken).containsOnly(Double.NaN);
    double[] infinite = {INF, 3.0};
    assertThat(LogSpace.toShares(infinite, 0, 2)).isEqualTo(INF);
    assertThat(infinite).containsOnly(Double.NaN);
  }

  @Property
  void sumsDoNotOverflow(
      @ForAll @DoubleRange(min = -1e6, max = 1e6) double a,
      @ForAll @DoubleRange(min = -1e6, max = 1e6) double b) {
    double sum = LogSpace.logAddExp(a, b);
    assertThat(sum).isBetween(Math.max(a, b), Math.max(a, b) + 0.6931471805599454);
    assertThat(sum).isEqualTo(LogSpace.logAddExp(b, a));
    assertThat(LogSpace.logSumExp(new double[] {a, b}, 0, 2)).isEqualTo(sum);
  }

  @Property
  void shiftingAllTermsShiftsTheSum(
      @ForAll @Size(min = 1, max = 20) List<@DoubleRange(min = -50, max = 50) Double> list) {
    double[] values = list.stream().mapToDouble(v -> v).toArray();
    double[] shifted = values.clone();
    for (int i = 0; i < shifted.length; i++) {
      shifted[i] += 1000;
    }
    assertThat(LogSpace.logSumExp(shifted, 0, shifted.length))
        .isCloseTo(LogSpace.logSumExp(values, 0, values.length) + 1000, within(1e-11));
  }
}

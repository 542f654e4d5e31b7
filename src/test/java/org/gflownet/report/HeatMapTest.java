package org.gflownet.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class HeatMapTest {

  @Test
  void aPlaneIsItself() {
    // Coordinate 0 is most significant and horizontal.
    double[] p = {0, 0.1, 0.2, 0.3, 0.4, 0, 0, 0, 0};
    HeatMap map = HeatMap.ofGrid(p, p, 2, 3, 0, 1);
    assertThat(map.learned())
        .isDeepEqualTo(new double[][] {{0, 0.3, 0}, {0.1, 0.4, 0}, {0.2, 0, 0}});
    assertThat(map.xLabel()).isEqualTo("x0");
    assertThat(map.yLabel()).isEqualTo("x1");
    assertThat(map.max()).isEqualTo(0.4);
    HeatMap turned = HeatMap.ofGrid(p, p, 2, 3, 1, 0);
    assertThat(turned.learned()[1]).containsExactly(0.3, 0.4, 0);
  }

  @Test
  void otherDimensionsAreSummedOut() {
    double[] p = {1, 2, 3, 4, 5, 6, 7, 8};
    HeatMap map = HeatMap.ofGrid(p, p, 3, 2, 0, 2);
    assertThat(map.truth()).isDeepEqualTo(new double[][] {{1 + 3, 5 + 7}, {2 + 4, 6 + 8}});
    HeatMap line = HeatMap.ofGrid(new double[] {1, 2}, new double[] {3, 4}, 1, 2, 0, 0);
    assertThat(line.numRows()).isEqualTo(1);
    assertThat(line.learned()[0]).containsExactly(1, 2);
    assertThat(line.truth()[0]).containsExactly(3, 4);
  }

  @Test
  void blocksAreMeansOfTheCellsTheyHave() {
    double[][] fine = {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}};
    HeatMap map = new HeatMap(fine, fine, "x", "y").blockMeans(2);
    assertThat(map.learned()).isDeepEqualTo(new double[][] {{3, 4.5}, {7.5, 9}});
  }

  @Test
  void rejectsWhatIsNoPlane() {
    double[] p = new double[4];
    assertThatIllegalArgumentException().isThrownBy(() -> HeatMap.ofGrid(p, p, 2, 2, 0, 2));
    assertThatIllegalArgumentException().isThrownBy(() -> HeatMap.ofGrid(p, p, 2, 2, 1, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HeatMap(new double[2][2], new double[2][3], "x", "y"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HeatMap(new double[0][2], new double[0][2], "x", "y"));
  }

  @Test
  void coloursRunFromDarkToBright() {
    assertThat(ColorMap.rgb(0)).isEqualTo(0x440154);
    assertThat(ColorMap.rgb(1)).isEqualTo(0xFDE725);
    assertThat(ColorMap.rgb(-1)).isEqualTo(ColorMap.rgb(0));
    assertThat(ColorMap.rgb(2)).isEqualTo(ColorMap.rgb(1));
    double previous = 0;
    for (double t = 0; t <= 1; t += 1 / 64.0) {
      double luminance = luminance(ColorMap.rgb(t));
      assertThat(luminance).isGreaterThan(previous);
      previous = luminance;
    }
    assertThat(ColorMap.cube(0)).isEqualTo(16);
    assertThat(ColorMap.cube(0xFFFFFF)).isEqualTo(231);
    assertThat(ColorMap.cube(0x5F87AF)).isEqualTo(16 + 36 + 12 + 3);
  }

  private static double luminance(int rgb) {
    return 0.2126 * (rgb >> 16) + 0.7152 * (rgb >> 8 & 0xFF) + 0.0722 * (rgb & 0xFF);
  }

  @Test
  void maximumIsThatOfBothPanels() {
    HeatMap map = new HeatMap(new double[][] {{0.1}}, new double[][] {{0.2}}, "x", "y");
    assertThat(map.max()).isCloseTo(0.2, within(0.0));
  }
}

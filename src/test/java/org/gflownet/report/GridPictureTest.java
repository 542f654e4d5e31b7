package org.gflownet.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class GridPictureTest {
  /** p(x) in proportion to the index, over a grid. */
  private static double[] rising(int length) {
    double[] p = new double[length];
    Arrays.setAll(p, i -> i / (0.5 * length * (length - 1)));
    return p;
  }

  @Test
  void twoDimensionsAreShownAsTheyAre() {
    double[] p = rising(9);
    List<double[]> flows = List.of(new double[] {0, 0, 1, 0, 0.5});
    GridPicture picture = GridPicture.of(p, p, 2, 3, flows);
    // x is the first coordinate, which is the most significant of the index.
    assertThat(picture.learned()[1][2]).isEqualTo(p[2 * 3 + 1]);
    assertThat(picture.flows()).isSameAs(flows);
    assertThat(picture.marginals()).isEmpty();
    assertThat(picture.block()).isOne();
    assertThat(picture.max()).isEqualTo(p[8]);
    assertThat(picture.note()).contains("arrows");
  }

  @Test
  void moreDimensionsAreSummed() {
    double[] p = rising(64);
    GridPicture picture = GridPicture.of(p, rising(64), 3, 4, null);
    assertThat(picture.marginals()).hasSize(3);
    double all = 0;
    for (double share : picture.marginals().get(2).learned()) {
      all += share;
    }
    assertThat(all).isCloseTo(1, within(1e-12));
    double first = 0;
    for (int i = 0; i < 16; i++) {
      first += p[i];
    }
    assertThat(picture.marginals().get(0).truth()[0]).isCloseTo(first, within(1e-15));
    assertThat(picture.note()).contains("other 1 coordinates");
  }

  @Test
  void largeGridsAreShownByBlocks() {
    double[] p = rising(200 * 200);
    GridPicture picture = GridPicture.of(p, p, 2, 200, null);
    assertThat(picture.block()).isEqualTo(4);
    assertThat(picture.columns()).isEqualTo(50);
    assertThat(picture.learned()).hasDimensions(50, 50);
  }
}

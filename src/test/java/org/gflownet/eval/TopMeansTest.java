package org.gflownet.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class TopMeansTest {
  @Property(tries = 100)
  void areMeansOfTheSortedValues(@ForAll List<@DoubleRange(min = -9, max = 9) Double> values) {
    TopMeans top = new TopMeans(7);
    List<Double> soFar = new ArrayList<>();
    for (double value : values) {
      top.add(value);
      soFar.add(value);
      soFar.sort(Comparator.reverseOrder());
      for (int k : new int[] {1, 3, 7}) {
        if (soFar.size() < k) {
          assertThat(top.mean(k)).isEmpty();
        } else {
          double mean =
              soFar.subList(0, k).stream().mapToDouble(Double::doubleValue).average().orElseThrow();
          assertThat(top.mean(k).getAsDouble()).isCloseTo(mean, within(1e-12));
        }
      }
    }
  }

  @Test
  void whatHasNoRankIsRefused() {
    TopMeans top = new TopMeans(2);
    assertThatIllegalArgumentException().isThrownBy(() -> top.add(Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> top.mean(3));
    assertThatIllegalArgumentException().isThrownBy(() -> new TopMeans(0));
  }
}

package org.gflownet.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LongSetTest {

  @Property(tries = 200)
  void holdsWhatASetHolds(
      @ForAll @Size(max = 300) List<@LongRange(min = -40, max = 40) Long> values) {
    LongSet set = new LongSet();
    TreeSet<Long> expected = new TreeSet<>();
    for (long value : values) {
      assertThat(set.add(value)).isEqualTo(expected.add(value));
    }
    assertThat(set.size()).isEqualTo(expected.size());
    assertThat(set.toArray())
        .containsExactly(expected.stream().mapToLong(Long::longValue).toArray());
  }

  @Test
  void growsBeyondItsFirstArray() {
    LongSet set = new LongSet();
    for (int round = 0; round < 2; round++) {
      for (long value = 0; value < 5000; value++) {
        assertThat(set.add(RandomStream.derive(value, ""))).isEqualTo(round == 0);
      }
    }
    assertThat(set.size()).isEqualTo(5000);
    set.clear();
    assertThat(set.size()).isZero();
    assertThat(set.toArray()).isEmpty();
  }
}

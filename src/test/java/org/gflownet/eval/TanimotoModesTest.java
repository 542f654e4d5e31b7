package org.gflownet.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.gflownet.math.RandomStream;
import org.junit.jupiter.api.Test;

class TanimotoModesTest {
  /** The definition word for word. */
  private static List<long[]> byDefinition(List<long[]> objects, double limit) {
    List<long[]> modes = new ArrayList<>();
    for (long[] object : objects) {
      if (modes.stream().allMatch(mode -> Tanimoto.similarity(object, mode) < limit)) {
        modes.add(object);
      }
    }
    return modes;
  }

  @Property(tries = 200)
  void areThoseOfTheDefinition(
      @ForAll @Size(max = 60) List<Byte> bits, @ForAll @DoubleRange(min = 0.05, max = 1) double t) {
    List<long[]> objects = bits.stream().map(b -> new long[] {b & 0xFF}).toList();
    TanimotoModes modes = new TanimotoModes(t);
    objects.forEach(modes::add);
    assertThat(modes.representatives()).containsExactlyElementsOf(byDefinition(objects, t));
  }

  @Test
  void anObjectAtTheLimitIsNoNewMode() {
    TanimotoModes modes = new TanimotoModes(0.7);
    assertThat(modes.add(new long[] {0x3FF})).isTrue();
    assertThat(modes.add(new long[] {0x7F})).isFalse(); // 7/10
    assertThat(modes.add(new long[] {0x3F})).isTrue(); // 6/10 and 6/7 of what is no mode
    assertThat(modes.size()).isEqualTo(2);
  }

  @Test
  void theOrderDecides() {
    long[] small = {0x3F};
    long[] middle = {0xFF};
    long[] large = {0x3FF};
    assertThat(count(0.7, small, middle, large)).isEqualTo(2);
    assertThat(count(0.7, middle, small, large)).isEqualTo(1);
  }

  private static int count(double limit, long[]... objects) {
    TanimotoModes modes = new TanimotoModes(limit);
    for (long[] object : objects) {
      modes.add(object);
    }
    return modes.size();
  }

  @Test
  void leavingOutWhatEarlierModesCoverChangesNothing() {
    List<long[]> objects = new ArrayList<>();
    RandomStream random = new RandomStream(3, 0, 0);
    for (int i = 0; i < 400; i++) {
      long mask = random.nextLong();
      objects.add(new long[] {random.nextLong() & mask & 0xFFFF});
    }
    TanimotoModes inBlocks = new TanimotoModes(0.5);
    for (int from = 0; from < 400; from += 70) {
      List<long[]> block = objects.subList(from, Math.min(400, from + 70));
      List<long[]> rest = block.stream().filter(object -> !inBlocks.isCovered(object)).toList();
      rest.forEach(inBlocks::add);
    }
    assertThat(inBlocks.representatives()).containsExactlyElementsOf(byDefinition(objects, 0.5));
    assertThat(inBlocks.size()).isBetween(10, 399);
  }

  @Test
  void aLimitBeyondItsBoundsIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new TanimotoModes(0));
    assertThatIllegalArgumentException().isThrownBy(() -> new TanimotoModes(1.1));
  }
}

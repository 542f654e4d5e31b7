package org.gflownet.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class TanimotoTest {
  @Test
  void isSharedBitsOverAllBits() {
    long[] a = {0b1011L, 1L << 63};
    long[] b = {0b0011L, 0L};
    assertThat(Tanimoto.similarity(a, b)).isEqualTo(2.0 / 4);
    assertThat(Tanimoto.similarity(a, a)).isEqualTo(1.0);
    assertThat(Tanimoto.similarity(new long[] {4}, new long[] {3})).isZero();
    assertThat(Tanimoto.numBits(a)).isEqualTo(4);
  }

  @Test
  void twoEmptyFingerprintsAreEqual() {
    assertThat(Tanimoto.similarity(new long[2], new long[2])).isEqualTo(1.0);
  }

  @Test
  void otherLengthsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tanimoto.similarity(new long[1], new long[2]))
        .withMessageContaining("1 and 2 words");
  }

  @Test
  void meanIsOverPairsOfDifferentPositions() {
    List<long[]> three = List.of(new long[] {0b11}, new long[] {0b01}, new long[] {0b110});
    // 1/2, 1/3, 0
    assertThat(Tanimoto.meanPairwise(three).getAsDouble()).isCloseTo(5.0 / 18, within(1e-15));
    assertThat(Tanimoto.meanPairwise(three.subList(0, 1))).isEmpty();
  }
}

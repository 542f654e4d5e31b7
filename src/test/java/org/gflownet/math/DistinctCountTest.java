package org.gflownet.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class DistinctCountTest {
  private static long hash(int i) {
    return new RandomStream(1, 2, i).nextLong();
  }

  private static DistinctCount counted(int limit, int numDistinct, long order) {
    DistinctCount count = new DistinctCount(limit);
    for (int i = 0; i < numDistinct; i++) {
      count.add(hash(i));
    }
    Random random = new Random(order);
    for (int i = 0; i < numDistinct; i++) {
      count.add(hash(random.nextInt(numDistinct)));
    }
    return count;
  }

  @Test
  void isExactUpToTheLimit() {
    assertThat(counted(1000, 1000, 1).value()).isEqualTo(1000);
    assertThat(counted(1000, 1000, 1).isExact()).isTrue();
    assertThat(counted(1000, 1001, 1).isExact()).isFalse();
    assertThat(new DistinctCount(1).value()).isZero();
  }

  @Test
  void isCloseBeyondIt() {
    DistinctCount count = counted(4096, 200_000, 1);
    // Five standard errors.
    assertThat((double) count.value()).isCloseTo(200_000, within(5 * 1.2 / 64 * 200_000));
    assertThat(count.save().length).isLessThanOrEqualTo(4097);
  }

  @Test
  void dependsOnNeitherOrderNorRepetition() {
    DistinctCount backwards = new DistinctCount(512);
    for (int i = 9999; i >= 0; i--) {
      backwards.add(hash(i));
    }
    assertThat(backwards.save()).isEqualTo(counted(512, 10_000, 3).save());
    assertThat(backwards.value()).isEqualTo(counted(512, 10_000, 4).value());
  }

  @Test
  void goesOnFromWhatWasSaved() {
    DistinctCount before = counted(512, 5000, 1);
    DistinctCount after = new DistinctCount(512);
    after.restore(before.save());
    for (int i = 5000; i < 9000; i++) {
      after.add(hash(i));
    }
    assertThat(after.save()).isEqualTo(counted(512, 9000, 1).save());
  }

  @Test
  void somethingElseIsRefused() {
    for (long[] saved : new long[][] {{}, {-1}, {64}}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new DistinctCount(9).restore(saved))
          .withMessageContaining("no hashes");
    }
  }
}

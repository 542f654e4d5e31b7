package org.gflownet.trajectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.gflownet.math.RandomStream;
import org.junit.jupiter.api.Test;

class StateDrawsTest {
  private static final int NUM_ACTIONS = 7;

  /** Trajectories stand in rows by chance, some alone, over several depths. */
  @Property(tries = 200)
  void drawsHaveTheBitsOfDrawsOneByOne(
      @ForAll @LongRange(min = 0, max = 1L << 40) long seed,
      @ForAll @IntRange(min = 1, max = 9) int numRows,
      @ForAll @IntRange(min = 1, max = 40) int numTrajectories) {
    RandomStream random = new RandomStream(seed, 0, 0);
    Exploration exploration =
        new Exploration(0.5 * random.nextInt(2) * random.nextDouble(), 0.5 + random.nextDouble());
    float[] logits = new float[numRows * NUM_ACTIONS];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) (20 * random.nextDouble() - 10);
    }
    StateDraws draws = new StateDraws();
    draws.reset();
    for (int depth = 0; depth < 3; depth++) {
      int[] rows = new int[numTrajectories];
      for (int t = 0; t < numTrajectories; t++) {
        rows[t] = random.nextInt(numRows);
        draws.expect(rows[t]);
      }
      for (int t = 0; t < numTrajectories; t++) {
        int from = rows[t] * NUM_ACTIONS;
        // Rows have from one action on to all.
        int to = from + 1 + rows[t] % NUM_ACTIONS;
        RandomStream own = new RandomStream(seed, depth, t);
        RandomStream same = new RandomStream(seed, depth, t);
        assertThat(draws.draw(rows[t], logits, from, to, exploration, own))
            .isEqualTo(ActionSampler.explore(logits, from, to, exploration, same));
        assertThat(own.nextLong()).isEqualTo(same.nextLong());
      }
      // The next depth has other logits in the same rows.
      for (int i = 0; i < logits.length; i++) {
        logits[i] = -logits[i];
      }
    }
  }

  @Test
  void refusesSharedLogitsThatAreNotFinite() {
    float[] logits = {0f, 1f, 2f};
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      float[] broken = Arrays.copyOf(logits, 3);
      broken[1] = bad;
      StateDraws draws = new StateDraws();
      draws.reset();
      draws.expect(0);
      draws.expect(0);
      assertThatThrownBy(
              () -> draws.draw(0, broken, 0, 3, Exploration.NONE, new RandomStream(1, 0, 0)))
          .isInstanceOf(ArithmeticException.class);
    }
  }

  @Test
  void goesOnAfterAFailureOnceReset() {
    StateDraws draws = new StateDraws();
    draws.reset();
    draws.expect(3);
    draws.expect(3);
    draws.reset();
    float[] logits = {0f, 1f};
    draws.expect(3);
    assertThat(draws.draw(3, logits, 0, 2, Exploration.NONE, new RandomStream(4, 5, 6)))
        .isEqualTo(
            ActionSampler.explore(logits, 0, 2, Exploration.NONE, new RandomStream(4, 5, 6)));
  }
}

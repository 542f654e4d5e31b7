package org.gflownet.trajectory;

import java.util.Arrays;
import org.gflownet.math.RandomStream;

/**
 * Draws of actions in states that several trajectories may stand in at once: the exponentials of
 * such a state are computed once, whatever the number of trajectories. What is drawn has the bits
 * of {@link ActionSampler#draw}.
 *
 * <p>A state's draws are announced by {@link #expect} before the first of them. Not thread-safe.
 */
final class StateDraws {
  private static final int NONE = -1;

  private int[] expected = new int[0];
  private int[] tables = new int[0];
  // Of each shared state, one behind the other: a weight and the sum up to it per action.
  private double[] weights = new double[64];
  private double[] sums = new double[64];
  private int end;
  private int outstanding;

  /** Forgets all states. */
  void reset() {
    Arrays.fill(expected, 0);
    Arrays.fill(tables, NONE);
    end = 0;
    outstanding = 0;
  }

  /** Announces one draw in the state of a row. */
  void expect(int row) {
    if (row >= expected.length) {
      int before = tables.length;
      int length = Math.max(row + 1, 2 * before + 64);
      expected = Arrays.copyOf(expected, length);
      tables = Arrays.copyOf(tables, length);
      Arrays.fill(tables, before, length, NONE);
    }
    expected[row]++;
    outstanding++;
  }

  /**
   * A position of the row's logits, as {@link ActionSampler#explore} draws it.
   *
   * @throws NonFiniteLogitsException if no logit is finite or one is NaN
   */
  int draw(
      int row, float[] logits, int from, int to, Exploration exploration, RandomStream random) {
    int others = --expected[row];
    if (exploration.epsilon() > 0.0 && random.nextDouble() < exploration.epsilon()) {
      return finish(row, others, from + random.nextInt(to - from));
    }
    double inverseTemperature = 1.0 / exploration.temperature();
    if (tables[row] == NONE) {
      if (others == 0) {
        int position = ActionSampler.draw(logits, from, to, inverseTemperature, random);
        return finish(row, others, position);
      }
      tables[row] = add(logits, from, to, inverseTemperature);
    }
    return finish(row, others, from + drawFrom(tables[row], to - from, random));
  }

  /** The last to draw leaves no trace, the last of all no tables. */
  private int finish(int row, int others, int position) {
    if (others == 0) {
      tables[row] = NONE;
    }
    if (--outstanding == 0) {
      end = 0;
    }
    return position;
  }

  private int add(float[] logits, int from, int to, double inverseTemperature) {
    int begin = end;
    int count = to - from;
    if (begin + count > weights.length) {
      int length = Math.max(begin + count, 2 * weights.length);
      weights = Arrays.copyOf(weights, length);
      sums = Arrays.copyOf(sums, length);
    }
    ActionSampler.weigh(logits, from, to, inverseTemperature, weights, sums, begin);
    end = begin + count;
    return begin;
  }

  private int drawFrom(int table, int count, RandomStream random) {
    int chosen = 0;
    for (int i = 1; i < count; i++) {
      if (random.nextDouble() * sums[table + i] < weights[table + i]) {
        chosen = i;
      }
    }
    return chosen;
  }
}

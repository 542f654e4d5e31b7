package org.gflownet.reward;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What every reward must satisfy. To check one, extend this class and give some of its objects.
 *
 * @param <S> the terminating state
 */
public abstract class LogRewardContract<S> {
  private static final int ASKERS = 16;

  /** A new instance of the reward under test, as an executor would make it. */
  protected abstract LogReward<S> reward();

  /** A few dozen terminating states, best and worst included. */
  protected abstract List<S> objects();

  private static <S> double[] all(LogReward<S> reward, List<S> objects) {
    double[] out = new double[objects.size()];
    reward.logRewards(objects, out);
    return out;
  }

  @Test
  void valuesAreFiniteOrMinusInfinity() {
    assertThat(objects()).hasSizeGreaterThan(1);
    for (double value : all(reward(), objects())) {
      assertThat(value).isNotNaN().isLessThan(Double.POSITIVE_INFINITY);
    }
  }

  @Test
  void noValueIsBelowTheLowerBound() {
    LogReward<S> reward = reward();
    assertThat(reward.lowerBound()).isNotNaN().isLessThan(Double.POSITIVE_INFINITY);
    for (double value : all(reward, objects())) {
      assertThat(value).isGreaterThanOrEqualTo(reward.lowerBound());
    }
  }

  @Test
  void theOthersOfABatchDoNotMatter() {
    LogReward<S> reward = reward();
    List<S> objects = objects();
    double[] forward = all(reward, objects);
    List<S> reversed = new ArrayList<>(objects);
    Collections.reverse(reversed);
    double[] backward = all(reward, reversed);
    for (int i = 0; i < forward.length; i++) {
      assertThat(backward[forward.length - 1 - i]).isEqualTo(forward[i]);
      assertThat(reward.logReward(objects.get(i))).isEqualTo(forward[i]);
    }
  }

  @Test
  void onlySoManyValuesAreWrittenAsThereAreObjects() {
    double[] out = new double[objects().size() + 2];
    Arrays.fill(out, 12345);
    reward().logRewards(objects(), out);
    assertThat(out[out.length - 1]).isEqualTo(12345);
    assertThat(out[out.length - 2]).isEqualTo(12345);
    reward().logRewards(List.of(), new double[0]);
  }

  @Test
  void anotherInstanceGivesTheSameBits() {
    assertThat(all(reward(), objects())).isEqualTo(all(reward(), objects()));
  }

  @Test
  void oneInstanceServesAllThreads() {
    LogReward<S> reward = reward();
    List<S> objects = objects();
    double[] expected = all(reward(), objects);
    List<double[]> answers =
        IntStream.range(0, ASKERS).parallel().mapToObj(i -> all(reward, objects)).toList();
    assertThat(answers).allSatisfy(answer -> assertThat(answer).isEqualTo(expected));
  }
}

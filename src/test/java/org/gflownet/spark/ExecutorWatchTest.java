package org.gflownet.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.gflownet.spark.ExecutorWatch.Verdict;
import org.junit.jupiter.api.Test;

class ExecutorWatchTest {
  private static Verdict starve(ExecutorWatch watch, int seconds) {
    Verdict verdict = Verdict.FINE;
    for (int i = 0; i < seconds; i++) {
      verdict = watch.look(true);
    }
    return verdict;
  }

  @Test
  void warnsOnceAndGivesUpWhenItsPatienceEnds() {
    ExecutorWatch watch = new ExecutorWatch(30);
    assertThat(starve(watch, 14)).isEqualTo(Verdict.FINE);
    assertThat(watch.look(true)).isEqualTo(Verdict.WARN);
    assertThat(starve(watch, 14)).isEqualTo(Verdict.FINE);
    assertThat(watch.look(true)).isEqualTo(Verdict.CANCEL);
    assertThat(watch.look(true)).isEqualTo(Verdict.CANCEL);
  }

  @Test
  void countsAnewOnceAnExecutorIsThere() {
    ExecutorWatch watch = new ExecutorWatch(10);
    assertThat(starve(watch, 9)).isEqualTo(Verdict.FINE);
    assertThat(watch.look(false)).isEqualTo(Verdict.FINE);
    assertThat(starve(watch, 9)).isEqualTo(Verdict.FINE);
    assertThat(watch.look(true)).isEqualTo(Verdict.CANCEL);
  }
}

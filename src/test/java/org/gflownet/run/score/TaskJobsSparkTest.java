package org.gflownet.run.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.gflownet.spark.SparkTasks;
import org.gflownet.testing.LocalSpark;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TaskJobsSparkTest {
  private static final int UNITS = 200;
  private static final int WINDOW = 4;
  private static final int BAD = 57;

  /** Units that tasks of this JVM have begun. */
  private static final Set<Integer> BEGUN = ConcurrentHashMap.newKeySet();

  private final TaskGroups<Integer> groups =
      new TaskGroups<>(IntStream.range(0, UNITS).mapToObj(List::of).toList());
  private final List<Integer> taken = new ArrayList<>();
  private int jobs;
  private boolean isBroken;

  private final class Counted implements TaskJobs.Work<Integer> {
    @Override
    public String description() {
      return "count";
    }

    @Override
    public boolean isEmpty() {
      return groups.isEmpty();
    }

    @Override
    public List<List<Integer>> next(int window) {
      jobs++;
      return groups.next(window);
    }

    @Override
    public void take(SparkTasks.Outcome<List<Integer>> outcome) {
      assertThat(outcome.text()).isEqualTo(outcome.input().toString());
      taken.addAll(outcome.input());
      groups.lasted(outcome.input().size(), outcome.millis());
      if (isBroken) {
        throw new IllegalArgumentException("cannot take it");
      }
    }
  }

  @BeforeEach
  void begins() {
    BEGUN.clear();
  }

  private boolean run(SparkTasks.Body<List<Integer>> body, BooleanSupplier isStopped) {
    SparkTasks<List<Integer>> tasks = new SparkTasks<>(LocalSpark.context(), body);
    return new TaskJobs<>(tasks, new Counted(), () -> WINDOW, isStopped).run();
  }

  private static String begin(List<Integer> units) {
    BEGUN.addAll(units);
    return units.toString();
  }

  @Test
  void manyUnitsAreFewJobs() {
    assertThat(run(TaskJobsSparkTest::begin, () -> false)).isTrue();
    assertThat(taken).hasSize(UNITS).doesNotHaveDuplicates();
    assertThat(jobs).isLessThan(UNITS / 8);
  }

  @Test
  void aStopBeginsNothingMore() {
    int[] before = new int[1];
    boolean ended =
        run(
            TaskJobsSparkTest::begin,
            () -> {
              boolean isStopped = taken.size() >= 20;
              if (!isStopped) {
                before[0] = jobs;
              }
              return isStopped;
            });
    assertThat(ended).isFalse();
    // Asked before each job: the one after the last no has begun.
    assertThat(jobs).isLessThanOrEqualTo(before[0] + 1);
    // A task that begins as its job is cancelled is not taken.
    assertThat(BEGUN).containsAll(taken).hasSizeLessThan(UNITS);
    assertThat(taken).hasSizeGreaterThanOrEqualTo(20).doesNotHaveDuplicates();
    assertThat(groups.isEmpty()).isFalse();
  }

  @Test
  void aStopBeforeTheFirstJobBeginsNone() {
    assertThat(run(TaskJobsSparkTest::begin, () -> true)).isFalse();
    assertThat(jobs).isZero();
  }

  @Test
  void aTaskThatFailsEndsTheRun() {
    assertThatThrownBy(
            () ->
                run(
                    units -> {
                      if (units.contains(BAD)) {
                        throw new IllegalStateException("no ring: 3");
                      }
                      return begin(units);
                    },
                    () -> false))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Job aborted due to stage failure")
        .hasMessageContaining("no ring: 3");
    assertThat(groups.isEmpty()).isFalse();
  }

  @Test
  void anOutcomeThatCannotBeTakenEndsTheRun() {
    isBroken = true;
    assertThatThrownBy(() -> run(TaskJobsSparkTest::begin, () -> false))
        .hasMessage("cannot take it");
    assertThat(jobs).isEqualTo(2);
  }
}

package org.gflownet.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkException;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.gflownet.testing.Eventually;
import org.gflownet.testing.LocalSpark;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SparkTasksSparkTest {
  /** What tasks of this JVM wait for, by their input. */
  private static final Map<String, CountDownLatch> GATES = new ConcurrentHashMap<>();

  private static final Map<String, Boolean> BEGUN = new ConcurrentHashMap<>();

  private SparkTasks<String> tasks;

  private static String run(String input) {
    BEGUN.put(input, true);
    CountDownLatch gate = GATES.get(input);
    try {
      if (gate != null && !gate.await(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException("nobody let " + input + " go");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
    return switch (input) {
      case "bad" -> throw new IllegalStateException("no ring: 3");
      case "hungry" -> throw new OutOfMemoryError("Java heap space");
      default -> input + " done";
    };
  }

  private static void close(String... inputs) {
    for (String input : inputs) {
      GATES.put(input, new CountDownLatch(1));
    }
  }

  private static void open(String... inputs) {
    for (String input : inputs) {
      GATES.get(input).countDown();
    }
  }

  @BeforeEach
  void begins() {
    GATES.clear();
    BEGUN.clear();
    tasks = new SparkTasks<>(LocalSpark.context(), SparkTasksSparkTest::run);
  }

  @AfterEach
  void ends() {
    GATES.values().forEach(CountDownLatch::countDown);
    tasks.close();
  }

  private String next() throws InterruptedException {
    SparkTasks.Outcome<String> outcome = tasks.next(60_000).orElseThrow();
    assertThat(outcome.text()).isEqualTo(outcome.input() + " done");
    assertThat(outcome.millis()).isBetween(0L, 60_000L);
    return outcome.input();
  }

  @Test
  void outcomesArriveAsTasksEnd() throws InterruptedException {
    close("a");
    tasks.start("first", List.of("a", "b", "c", "d"));
    tasks.start("second", List.of("e"));
    assertThat(List.of(next(), next(), next(), next()))
        .containsExactlyInAnyOrder("b", "c", "d", "e");
    assertThat(tasks.unfinished()).isEqualTo(1);
    assertThat(tasks.next(1)).isEmpty();
    open("a");
    List<String> last = new ArrayList<>();
    while (tasks.unfinished() > 0) {
      tasks.next(60_000).ifPresent(outcome -> last.add(outcome.input()));
    }
    assertThat(last).containsExactly("a");
  }

  @Test
  void aTaskThatFailsForGoodEndsItsJobAlone() throws InterruptedException {
    close("bad");
    tasks.start("first", List.of("a", "bad"));
    tasks.start("second", List.of("b", "c"));
    assertThat(List.of(next(), next(), next())).containsExactlyInAnyOrder("a", "b", "c");
    open("bad");
    assertThatThrownBy(this::drain)
        .isInstanceOf(IllegalStateException.class)
        .hasCauseInstanceOf(SparkException.class)
        .hasMessageContaining("Job aborted due to stage failure")
        .hasMessageContaining("java.lang.IllegalStateException: no ring: 3");
    assertThat(tasks.unfinished()).isZero();
    tasks.start("third", List.of("d"));
    assertThat(drain()).containsExactly("d");
  }

  private List<String> drain() throws InterruptedException {
    List<String> all = new ArrayList<>();
    while (tasks.unfinished() > 0) {
      tasks.next(60_000).ifPresent(outcome -> all.add(outcome.input()));
    }
    return all;
  }

  @Test
  void aTaskWithoutMemoryEndsNoProcess() throws InterruptedException {
    tasks.start("hungry", List.of("hungry"));
    assertThatThrownBy(this::drain).hasMessageContaining("a task ran out of memory (Java heap");
    tasks.start("next", List.of("a"));
    assertThat(drain()).containsExactly("a");
  }

  @Test
  void whatHasNotBegunIsCancelledAndTheRestEnds() throws Exception {
    AtomicInteger told = new AtomicInteger();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onTaskStart(SparkListenerTaskStart task) {
            told.incrementAndGet();
          }
        };
    LocalSpark.context().sc().listenerBus().waitUntilEmpty(60_000);
    LocalSpark.context().sc().addSparkListener(listener);
    close("a", "b");
    tasks.start("first", List.of("a", "b", "c"));
    tasks.start("second", List.of("d", "e"));
    Eventually.until("both begin", Duration.ofSeconds(60), () -> BEGUN.size() == 2);
    // Spark's listeners hear of it a moment later, this one after that of the tasks.
    Eventually.until("both are told", Duration.ofSeconds(60), () -> told.get() == 2);
    assertThat(tasks.cancelUnbegun()).isEqualTo(2);
    assertThat(tasks.cancelUnbegun()).isZero();
    open("a", "b");
    assertThat(drain()).containsExactlyInAnyOrder("a", "b", "c");
    assertThat(BEGUN).containsOnlyKeys("a", "b", "c");
    LocalSpark.context().sc().removeSparkListener(listener);
  }
}

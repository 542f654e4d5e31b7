package org.gflownet.run.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TaskWindowTest {
  /** Throws as Scala does, which declares nothing. */
  @SuppressWarnings("unchecked")
  private static <E extends Exception> void throwUndeclared(Exception e) throws E {
    throw (E) e;
  }

  @Test
  void whatATaskThrowsEndsTheRunWhateverItIs() {
    AtomicInteger begun = new AtomicInteger();
    assertThatThrownBy(
            () ->
                TaskWindow.run(
                    List.of(1, 2, 3, 4, 5, 6, 7, 8, 9),
                    1,
                    () -> false,
                    i -> {
                      if (begun.incrementAndGet() == 2) {
                        TaskWindowTest.<RuntimeException>throwUndeclared(
                            new IOException("Job aborted due to stage failure"));
                      }
                    }))
        .hasStackTraceContaining("Job aborted due to stage failure");
    assertThat(begun).hasValue(2);
  }
}

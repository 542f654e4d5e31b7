package org.gflownet.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.gflownet.train.TreeRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskLayoutTest {
  private static TaskLayout layout(int executors, int cores, int slices, String tasks) {
    Workload workload = Clusters.grid(71_000, slices, slices, TaskShare.parse(tasks));
    return TaskLayout.of(workload, Clusters.uniform(executors, cores));
  }

  @ParameterizedTest
  @CsvSource({
    "3, 4, 100, slices, 100, 1, 12",
    "3, 4, 100, cores, 12, 1, 12",
    "3, 4, 100, executors, 3, 4, 3",
    "3, 4, 100, 7, 7, 1, 12",
    "3, 4, 2, executors, 2, 4, 3",
    "3, 4, 5, cores, 5, 1, 12"
  })
  void aShareMakesSoManyTasks(
      int executors, int cores, int slices, String share, int tasks, int threads, int slots) {
    TaskLayout layout = layout(executors, cores, slices, share);
    assertThat(layout.tasks()).isEqualTo(tasks);
    assertThat(layout.threads()).isEqualTo(threads);
    assertThat(layout.slots()).isEqualTo(slots);
  }

  /** The cut and the tree are the trainer's. */
  @Test
  void tasksComeToAsManyVectorsAsInTraining() {
    for (int slices = 1; slices <= 70; slices++) {
      for (int tasks = 1; tasks <= slices; tasks++) {
        TaskLayout layout = layout(1, 1, slices, Integer.toString(tasks));
        int[] bounds = TreeRange.bounds(slices, tasks);
        long vectors = 0;
        for (int task = 0; task < tasks; task++) {
          int expected = TreeRange.numResults(bounds[task], bounds[task + 1]);
          assertThat(layout.firstSlice(task)).isEqualTo(bounds[task]);
          assertThat(layout.vectorsOf(task)).as("%d of %d", task, slices).isEqualTo(expected);
          vectors += expected;
        }
        assertThat(layout.vectors()).isEqualTo(vectors);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"slices", "cores", "executors", "1", "64"})
  void aShareIsReadAndWritten(String text) {
    assertThat(TaskShare.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"count", "auto", "", "-1", "Cores"})
  void otherSharesAreRefused(String text) {
    assertThatThrownBy(() -> TaskShare.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tasks takes slices, cores, executors or a number, not '" + text + "'");
  }
}

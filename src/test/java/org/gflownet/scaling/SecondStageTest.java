package org.gflownet.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecondStageTest {
  private static SimulatedTask slices(int task, int attempt) {
    return new SimulatedTask(5, false, task, attempt);
  }

  private static SimulatedTask piece(int number) {
    return new SimulatedTask(5, true, number, 0);
  }

  private static List<SimulatedTask> begun(SecondStage stage) {
    List<SimulatedTask> tasks = new ArrayList<>();
    stage.begin(tasks::add);
    return tasks;
  }

  @Test
  void whatLayOnALostExecutorIsMadeAgainAndPiecesWaitForIt() {
    SecondStage stage = new SecondStage(5, 3, 2);
    stage.written(slices(0, 0), 7);
    stage.written(slices(2, 1), 8);
    assertThat(stage.isReady()).isFalse();
    stage.written(slices(1, 0), 7);
    assertThat(stage.isReady()).isTrue();
    assertThat(begun(stage)).containsExactly(piece(0), piece(1));
    assertThat(begun(stage)).isEmpty();

    List<SimulatedTask> lost = new ArrayList<>();
    assertThat(stage.lose(9, lost::add)).isFalse();
    assertThat(stage.isReady()).isTrue();
    assertThat(stage.lose(8, lost::add)).isTrue();
    assertThat(lost).containsExactly(slices(2, 1));
    assertThat(stage.isReady()).isFalse();

    stage.ended();
    stage.await(1);
    stage.written(slices(2, 2), 7);
    assertThat(stage.isReady()).isTrue();
    assertThat(begun(stage)).containsExactly(piece(1));
    assertThat(stage.isDone()).isFalse();
    stage.ended();
    assertThat(stage.isDone()).isTrue();
  }

  @Test
  void earlierJobsAndStagesComeFirst() {
    assertThat(List.of(piece(0), slices(1, 0), slices(0, 3), new SimulatedTask(4, true, 9, 0)))
        .isSortedAccordingTo((a, b) -> -a.compareTo(b));
  }
}

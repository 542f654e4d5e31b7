package org.gflownet.run.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TaskGroupsTest {
  private static List<List<Integer>> units(int number) {
    return IntStream.range(0, number).mapToObj(List::of).toList();
  }

  /** Sizes of the first tasks of jobs of two tasks, whose units last a while. */
  private static List<Integer> sizes(TaskGroups<Integer> groups, int window, long millis) {
    List<Integer> sizes = new ArrayList<>();
    List<Integer> taken = new ArrayList<>();
    while (!groups.isEmpty()) {
      List<List<Integer>> job = groups.next(window);
      assertThat(job).hasSizeBetween(1, window);
      sizes.add(job.get(0).size());
      job.forEach(taken::addAll);
      job.forEach(task -> groups.lasted(task.size(), task.size() * millis));
    }
    assertThat(taken).isSorted().doesNotHaveDuplicates();
    return sizes;
  }

  @Test
  void tasksGetLongerUntilTheyLastAWhileAndShorterAtTheEnd() {
    List<Integer> sizes = sizes(new TaskGroups<>(units(1000)), 4, 300);
    assertThat(sizes.subList(0, 6)).containsExactly(1, 2, 4, 8, 10, 10);
    assertThat(sizes.subList(sizes.size() - 3, sizes.size())).containsExactly(2, 1, 1);
    assertThat(sizes).hasSizeLessThan(45);
  }

  @Test
  void whatTakesItsTimeStaysByItself() {
    assertThat(sizes(new TaskGroups<>(units(20)), 2, 60_000)).hasSize(10).containsOnly(1);
  }

  @Test
  void whatCostsNothingIsNotOneTask() {
    List<Integer> sizes = sizes(new TaskGroups<>(units(100_000)), 4, 0);
    assertThat(sizes).hasSizeLessThan(60);
    assertThat(sizes.get(sizes.size() - 1)).isEqualTo(1);
  }

  @Test
  void aSlowBeginningIsForgotten() {
    TaskGroups<Integer> groups = new TaskGroups<>(units(10_000));
    groups.next(2);
    groups.lasted(1, 60_000);
    for (int job = 0; job < 20; job++) {
      groups.next(2).forEach(task -> groups.lasted(task.size(), task.size() * 100L));
    }
    assertThat(groups.next(2).get(0)).hasSizeBetween(15, 30);
  }

  @Test
  void runsStayTogether() {
    List<List<Integer>> runs = List.of(List.of(0, 1, 2), List.of(3, 4, 5), List.of(6));
    TaskGroups<Integer> groups = new TaskGroups<>(runs);
    assertThat(groups.next(2)).containsExactly(runs.get(0), runs.get(1));
    assertThat(groups.rest()).containsExactly(runs.get(2));
  }
}

package org.gflownet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TreeRangeTest {

  private static String merged(String left, String right) {
    return "(" + left + right + ")";
  }

  private static List<String[]> ranges(int[] bounds) {
    List<String[]> ranges = new ArrayList<>();
    for (int i = 0; i + 1 < bounds.length; i++) {
      TreeRange<String> range = new TreeRange<>(bounds[i], TreeRangeTest::merged);
      for (int slice = bounds[i]; slice < bounds[i + 1]; slice++) {
        range.add(slice + ".");
      }
      ranges.add(range.results().toArray(String[]::new));
    }
    return ranges;
  }

  private static String joined(int[] bounds, List<Integer> order) {
    List<String[]> ranges = ranges(bounds);
    TreeJoin<String> join = new TreeJoin<>(bounds, TreeRangeTest::merged);
    order.forEach(range -> join.add(range, Arrays.asList(ranges.get(range))));
    return join.result();
  }

  /**
   * Every merge has the same operands in the same order, however slices are shared out and in
   * whatever order their results arrive.
   */
  @Test
  void anyNumberOfTasksMergesTheSameTree() {
    for (int slices = 1; slices <= 129; slices++) {
      List<String> leaves = new ArrayList<>();
      for (int slice = 0; slice < slices; slice++) {
        leaves.add(slice + ".");
      }
      String tree = FixedTree.merge(leaves, TreeRangeTest::merged);
      for (int tasks = 1; tasks <= slices; tasks++) {
        int[] bounds = TreeRange.bounds(slices, tasks);
        List<Integer> order = new ArrayList<>(IntStream.range(0, tasks).boxed().toList());
        assertThat(joined(bounds, order)).as("%d slices, %d tasks", slices, tasks).isEqualTo(tree);
        Collections.shuffle(order, new Random(slices * 1000L + tasks));
        assertThat(joined(bounds, order)).as("%s", order).isEqualTo(tree);
      }
    }
  }

  @Test
  void aSumIsThereWhenAllRangesAre() {
    int[] bounds = TreeRange.bounds(11, 3);
    List<String[]> ranges = ranges(bounds);
    TreeJoin<String> join = new TreeJoin<>(bounds, TreeRangeTest::merged);
    join.add(2, Arrays.asList(ranges.get(2)));
    join.add(0, Arrays.asList(ranges.get(0)));
    assertThatThrownBy(join::result).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> join.add(1, List.of("one result too few")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("range 1 has");
  }

  @ParameterizedTest
  @CsvSource({
    "64, 1, 1",
    "64, 4, 4",
    "64, 64, 64",
    "8, 2, 2",
    "96, 3, 3",
    "64, 3, 11",
    "64, 12, 28"
  })
  void aTaskSendsFewResults(int slices, int tasks, int results) {
    int[] bounds = TreeRange.bounds(slices, tasks);
    assertThat(ranges(bounds).stream().mapToInt(range -> range.length).sum()).isEqualTo(results);
  }

  @Test
  void noTaskHasTwoSlicesMoreThanAnother() {
    for (int tasks : new int[] {3, 6, 12}) {
      for (int slices = tasks; slices <= 200; slices++) {
        int[] bounds = TreeRange.bounds(slices, tasks);
        int[] sizes = new int[tasks];
        Arrays.setAll(sizes, i -> bounds[i + 1] - bounds[i]);
        int least = Arrays.stream(sizes).min().orElseThrow();
        assertThat(Arrays.stream(sizes).max().orElseThrow()).isLessThanOrEqualTo(least + 1);
      }
    }
  }
}

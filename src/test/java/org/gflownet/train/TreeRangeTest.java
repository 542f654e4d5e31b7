package org.gflownet.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

  /** Every merge has the same operands in the same order, however slices are shared out. */
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
        assertThat(TreeRange.join(bounds, ranges(bounds), TreeRangeTest::merged))
            .as("%d slices, %d tasks", slices, tasks)
            .isEqualTo(tree);
      }
    }
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

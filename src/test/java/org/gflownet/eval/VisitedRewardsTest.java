package org.gflownet.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gflownet.env.StateColumns;
import org.gflownet.reward.RewardCounts;
import org.gflownet.train.StepReport;
import org.gflownet.train.VisitedRows;
import org.junit.jupiter.api.Test;

class VisitedRewardsTest {

  /** A name and its raw score. */
  private static final class Columns implements StateColumns<String> {
    @Override
    public List<String> names() {
      return List.of("smiles", "raw");
    }

    @Override
    public List<Class<?>> types() {
      return List.of(String.class, Double.class);
    }

    @Override
    public void write(String state, Object[] row) {
      throw new AssertionError("rows are given");
    }
  }

  private static final TableSchema SCHEMA = TableSchema.visited(new Columns());

  /** Rows whose sum depends on their order, some without a name and some without a score. */
  private static VisitedRows rows(int from, int to) {
    int size = to - from;
    String[] names = new String[size];
    double[] raw = new double[size];
    double[] rewards = new double[size];
    for (int i = 0; i < size; i++) {
      int row = from + i;
      names[i] = row % 11 == 3 ? null : "object " + row % 17;
      raw[i] = row % 7 == 2 ? Double.NaN : row;
      rewards[i] = 1 / (1.0 + row) * (row % 2 == 0 ? 1e8 : 1e-8);
    }
    return new VisitedRows(
        new long[size], new int[size], List.of(names, raw, rewards, rewards, rewards));
  }

  private static VisitedRows inFile(VisitedRows rows) {
    return VisitedRows.in(new VisitedFigureColumns(SCHEMA).stored(rows, "file"));
  }

  private static Map<String, Object> figures(List<VisitedRows> parts) {
    VisitedRewards rewards = new VisitedRewards(SCHEMA);
    rewards.add(
        new StepReport(
            1, 0, 0, 1, 1, 1, 0, new long[0], VisitedRows.concat(parts), RewardCounts.NONE));
    Map<String, Object> figures = new TreeMap<>();
    rewards.report(figures);
    Map<String, long[]> sections = new TreeMap<>();
    rewards.save(sections);
    sections.forEach((name, values) -> figures.put(name, longs(values)));
    return figures;
  }

  private static List<Long> longs(long[] values) {
    List<Long> all = new ArrayList<>();
    for (long value : values) {
      all.add(value);
    }
    return all;
  }

  @Test
  void figuresAreTheSameToTheBitWhereverTheRowsAre() {
    Map<String, Object> expected = figures(List.of(rows(0, 100)));
    assertThat(expected).containsEntry("visited.unique", 17L).containsKey("visited.top10");
    assertThat((Double) expected.get("visited.invalid")).isBetween(0.1, 0.2);
    assertThat(figures(List.of(inFile(rows(0, 100))))).isEqualTo(expected);
    assertThat(
            figures(
                List.of(inFile(rows(0, 20)), rows(20, 41), inFile(rows(41, 99)), rows(99, 100))))
        .isEqualTo(expected);
    assertThat(figures(List.of(rows(50, 100), rows(0, 50))))
        .as("another order has another sum")
        .isNotEqualTo(expected);
  }
}

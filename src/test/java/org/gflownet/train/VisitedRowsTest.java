package org.gflownet.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VisitedRowsTest {

  private static VisitedRows inMemory(long... steps) {
    int[] trajectories = new int[steps.length];
    String[] names = new String[steps.length];
    for (int i = 0; i < steps.length; i++) {
      names[i] = "row " + steps[i];
    }
    return new VisitedRows(steps, trajectories, List.of((Object) names));
  }

  private static VisitedRows inFile(String name, int size) {
    return VisitedRows.in(
        new StoredRows(name, size, 3, 0, new double[size], new long[size], new byte[size]));
  }

  /** Rows in memory one by one and files, in the order in which they were visited. */
  private static List<String> visits(VisitedRows rows) {
    List<String> visits = new ArrayList<>();
    int next = 0;
    for (StoredRows stored : rows.stored()) {
      for (; next < stored.before(); next++) {
        visits.add(((String[]) rows.column(0))[next]);
      }
      visits.add(stored.file());
    }
    for (; next < rows.size(); next++) {
      visits.add(((String[]) rows.column(0))[next]);
    }
    return visits;
  }

  @Test
  void joinedRowsKeepTheOrderOfTheirVisitsWhereverTheyAre() {
    VisitedRows left = VisitedRows.concat(List.of(inMemory(1, 2), inFile("a", 10), inFile("b", 1)));
    VisitedRows right = VisitedRows.concat(List.of(inFile("c", 5), inMemory(3), VisitedRows.NONE));
    VisitedRows all = VisitedRows.concat(List.of(left, right, inFile("d", 2)));
    assertThat(visits(all)).containsExactly("row 1", "row 2", "a", "b", "c", "row 3", "d");
    assertThat(all.size()).isEqualTo(3);
    assertThat(all.total()).isEqualTo(21);
    assertThat(visits(VisitedRows.concat(List.of(inFile("a", 1), inFile("b", 1)))))
        .containsExactly("a", "b");
    assertThat(VisitedRows.concat(List.of())).isSameAs(VisitedRows.NONE);
  }

  @Test
  void theTableIsToldTheFilesAlone() {
    VisitedRows table =
        VisitedRows.concat(List.of(inMemory(1), inFile("a", 10), inMemory(2))).forTable();
    assertThat(visits(table)).containsExactly("row 1", "a", "row 2");
    assertThat(table.total()).isEqualTo(12);
    assertThat(table.stored().get(0).rewards()).isEmpty();
  }

  @Test
  void bytesGrowWithTextsAndColumns() {
    assertThat(VisitedRows.NONE.bytes()).isZero();
    VisitedRows rows =
        new VisitedRows(
            new long[] {5, 4},
            new int[2],
            List.of(new int[2], new long[2], new double[2], new String[] {"C1CC1", null}));
    assertThat(rows.bytes()).isEqualTo(2 * (8 + 4 + 4 + 8 + 8) + 6 + 1);
    assertThat(rows.firstStep()).isEqualTo(4);
    assertThat(inFile("a", 1000).bytes()).isZero();
  }
}

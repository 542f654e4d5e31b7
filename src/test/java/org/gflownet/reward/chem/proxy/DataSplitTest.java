package org.gflownet.reward.chem.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DataSplitTest {
  private static List<LabelledMolecule> molecules(int count, int scaffolds) {
    List<LabelledMolecule> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(new LabelledMolecule("m" + i, "s" + i % scaffolds, new int[0], i, 1));
    }
    return all;
  }

  @ParameterizedTest
  @EnumSource
  void everyMoleculeIsInOnePartAndASeedGivesTheSame(DataSplit.Kind kind) {
    List<LabelledMolecule> all = molecules(200, 50);
    DataSplit split = DataSplit.of(all, 0.2, kind, 5);
    Set<LabelledMolecule> both = new HashSet<>(split.larger());
    both.addAll(split.smaller());
    assertThat(both).hasSize(200);
    assertThat(split.larger()).hasSize(160);
    assertThat(split.smaller()).hasSize(40);
    assertThat(DataSplit.of(all, 0.2, kind, 5)).isEqualTo(split);
    assertThat(DataSplit.of(all, 0.2, kind, 6)).isNotEqualTo(split);
  }

  @Test
  void scaffoldsStayTogetherAndLargeOnesAreFittedTo() {
    List<LabelledMolecule> all = molecules(100, 25);
    for (int i = 0; i < 50; i++) {
      all.add(new LabelledMolecule("big" + i, "common", new int[0], i, 1));
    }
    DataSplit split = DataSplit.of(all, 0.2, DataSplit.Kind.SCAFFOLD, 1);
    Set<String> held =
        split.smaller().stream().map(LabelledMolecule::scaffold).collect(Collectors.toSet());
    assertThat(split.larger()).noneMatch(m -> held.contains(m.scaffold()));
    assertThat(held).doesNotContain("common");
    assertThat(split.smaller().size()).isBetween(26, 30);
  }

  @Test
  void severalValuesOfAMoleculeAreTheirMeanInAnyOrder() {
    double[] values = {0.1, 1e16, 0.3, -1e16, 0.7};
    MeasuredValues forwards = new MeasuredValues();
    MeasuredValues backwards = new MeasuredValues();
    for (int i = 0; i < values.length; i++) {
      forwards.add("CC", "", new int[] {1}, values[i]);
      backwards.add("CC", "", new int[] {1}, values[values.length - 1 - i]);
    }
    forwards.add("C", "", new int[] {2}, 4);
    assertThat(forwards.numRows()).isEqualTo(6);
    assertThat(forwards.molecules())
        .extracting(LabelledMolecule::smiles)
        .containsExactly("C", "CC");
    assertThat(forwards.molecules().get(1).measurements()).isEqualTo(5);
    assertThat(forwards.molecules().get(1).target())
        .isEqualTo(backwards.molecules().get(0).target());
    assertThat(forwards.molecules().get(0).target()).isEqualTo(4);
  }
}

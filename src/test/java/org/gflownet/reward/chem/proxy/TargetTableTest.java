package org.gflownet.reward.chem.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import org.gflownet.chem.SehData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetTableTest {
  @ParameterizedTest
  @CsvSource({"','", ";", "'\t'", "|"})
  void anyDelimiter(String delimiter) {
    String text = "id,SMILES,y\na,CC,1.5\nb,CCO,-2e1\n".replace(",", delimiter);
    TargetTable table = TargetTable.parse(text, "smiles", "y");
    assertThat(table.rows())
        .containsExactly(
            new TargetTable.Row(1, "CC", 1.5, null), new TargetTable.Row(2, "CCO", -20, null));
  }

  @Test
  void quotesHoldDelimitersQuotesAndLineEnds() {
    String text = "\"a;b\",smiles,y\r\n\"x, \"\"y\"\"\r\nz\",CC,1\r\n,C,2\r\n";
    assertThat(TargetTable.parse(text, "smiles", "y").rows())
        .extracting(TargetTable.Row::smiles)
        .containsExactly("CC", "C");
  }

  @Test
  void whatHasNoTargetIsSkippedAndWhatIsNoNumberIsTold() {
    String text = "smiles,y\nC,1\nCC,\nCCC,None\nCCCC\nO,high\nN,1e999\nS,NaN\n";
    TargetTable table = TargetTable.parse(text, "smiles", "y");
    assertThat(table.numRows()).isEqualTo(7);
    assertThat(table.withoutTarget()).isEqualTo(4);
    assertThat(table.rows()).hasSize(3);
    assertThat(table.rows().get(1).problem()).isEqualTo("its target is no number: 'high'");
    assertThat(table.rows().get(2).problem()).isEqualTo("its target is not finite: '1e999'");
  }

  @Test
  void headersIgnoreCaseUnlessOneIsExact() {
    String text = "SMILES,Y,y\nC,1,2\n";
    assertThat(TargetTable.parse(text, "smiles", "y").rows().get(0).target()).isEqualTo(2);
    assertThat(TargetTable.parse(text, "Smiles", "Y").rows().get(0).target()).isEqualTo(1);
  }

  @Test
  void aByteOrderMarkIsNoPartOfAHeader() {
    assertThat(TargetTable.parse("\uFEFFsmiles,y\nC,1\n", "smiles", "y").rows()).hasSize(1);
  }

  @Test
  void oneLineForWhatIsNoTable() {
    assertThatThrownBy(() -> TargetTable.parse("", "smiles", "y"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("it is empty");
    assertThatThrownBy(() -> TargetTable.parse("smiles,z\nC,1\n", "smiles", "y"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("it has no column 'y'; its columns are 'smiles', 'z'");
    assertThatThrownBy(() -> TargetTable.parse("x".repeat(20_000), "smiles", "y"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("\\P{Cntrl}{1,200}");
  }

  @Test
  void aVeryLongFieldIsAFieldLikeOthers() {
    String text = "smiles,y\n" + "C".repeat(10_000_000) + ",1\nCC,2\n";
    assertThat(TargetTable.parse(text, "smiles", "y").rows())
        .extracting(TargetTable.Row::target)
        .containsExactly(1.0, 2.0);
  }

  @Test
  void readsAnExportOfChembl() throws IOException {
    String text = Files.readString(SehData.file("seh_chembl.csv"));
    TargetTable table = TargetTable.parse(text, "smiles", "pChEMBL Value");
    assertThat(table.numRows()).isEqualTo(2858);
    assertThat(table.withoutTarget()).isEqualTo(646);
    assertThat(table.rows()).hasSize(2212).allMatch(row -> row.problem() == null);
  }
}

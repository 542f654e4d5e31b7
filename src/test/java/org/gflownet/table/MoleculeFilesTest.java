package org.gflownet.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** SMILES lists and SDF files, and what is written. */
class MoleculeFilesTest {
  private static TextInput text(String text) throws IOException {
    return new TextInput(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<List<String>> rows(TableReader reader) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    try (reader) {
      for (TableRow row = reader.next(); row != null; row = reader.next()) {
        rows.add(Arrays.asList(row.cells()));
      }
    }
    return rows;
  }

  @Test
  void smilesListsHaveNames() throws IOException {
    assertThat(rows(new SmilesReader(text("\uFEFFC  a name\r\n\nCC\tb\nCCC"))))
        .containsExactly(List.of("C", "a name"), List.of("CC", "b"), Arrays.asList("CCC", null));
    assertThat(rows(new SmilesReader(text("SMILES Name\nC 1\nsmiles 2\n"))))
        .containsExactly(List.of("C", "1"), List.of("smiles", "2"));
  }

  @Test
  void aLineIsBounded() {
    assertThatThrownBy(() -> rows(new SmilesReader(text("C\n" + "C".repeat(10_000_000)))))
        .isInstanceOf(BadTableException.class)
        .hasMessage("line 2 is longer than 1048576 characters");
  }

  @Test
  void recordsHaveTheItemsOfTheWholeFile() throws IOException {
    List<String> first =
        List.of(
            "first", "  x", "", "  0  0  0", "M  END", "> <a> (1)", "1", "", ">  <text>", "two");
    List<String> second =
        List.of("lines", "", "$$$$", "", "  x", "", "  0  0  0", "M  END\r", "> <b>", "2", "");
    String file = String.join("\n", first) + "\n" + String.join("\n", second) + "\n$$$$\n";
    Set<String> items = SdfReader.items(text(file));
    assertThat(items).containsExactly("a", "text", "b");
    SdfReader reader = new SdfReader(text(file), items);
    assertThat(reader.columns().stream().map(Column::name))
        .containsExactly("smiles", "name", "a", "text", "b");
    assertThat(rows(reader))
        .containsExactly(
            Arrays.asList("first\n  x\n\n  0  0  0\nM  END\n", "first", "1", "two\nlines", null),
            Arrays.asList("\n  x\n\n  0  0  0\nM  END\n", null, null, null, "2"));
    assertThat(new SdfReader(text(""), Set.of("smiles")).columns().get(2).name())
        .isEqualTo("item.smiles");
  }

  @Test
  void anItemOfManyLinesIsReadInTimeThatGrowsWithThem() throws IOException {
    String file = "\n\n\nM  END\n> <a>\n" + "x\n".repeat(4_000_000) + "$$$$\n";
    assertThat(rows(new SdfReader(text(file), Set.of("a"))).get(0).get(2)).hasSize(7_999_999);
  }

  @Test
  void itemsAreBounded() {
    assertThatThrownBy(() -> SdfReader.items(text("\n\n\n> <" + "a".repeat(2000) + ">\n1\n")))
        .isInstanceOf(BadTableException.class)
        .hasMessage("the data item at line 4 has a name of more than 1000 characters");
    StringBuilder many = new StringBuilder("\n\n\nM  END\n");
    for (int i = 0; i < 10_001; i++) {
      many.append("> <").append(i).append(">\n");
    }
    assertThatThrownBy(() -> rows(new SdfReader(text(many.toString()), Set.of())))
        .isInstanceOf(BadTableException.class)
        .hasMessage("it has more than 10000 different data items");
  }

  @Test
  void writesWhatReadersOfCommaSeparatedValuesExpect() throws IOException {
    StringBuilder out = new StringBuilder();
    CsvRows.append(out, Arrays.asList("a", null, "b,c", "d\"e", "f\ng", "h\ri", "j;k", ""));
    assertThat(out.toString()).isEqualTo("a,,\"b,c\",\"d\"\"e\",\"f\ng\",\"h\ri\",j;k,\n");
  }
}

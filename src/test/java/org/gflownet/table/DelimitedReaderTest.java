package org.gflownet.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DelimitedReaderTest {
  private static DelimitedReader reader(byte[] bytes) throws IOException {
    return new DelimitedReader(new TextInput(new ByteArrayInputStream(bytes)), null);
  }

  /** Header and rows as lists; null cells as {@code ~}. */
  private static List<List<String>> read(String text) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    try (DelimitedReader reader = reader(text.getBytes(StandardCharsets.UTF_8))) {
      rows.add(reader.columns().stream().map(Column::name).toList());
      for (TableRow row = reader.next(); row != null; row = reader.next()) {
        List<String> cells = new ArrayList<>();
        for (String cell : row.cells()) {
          cells.add(cell == null ? "~" : cell);
        }
        if (row.problem() != null) {
          cells.add("! " + row.problem());
        }
        rows.add(cells);
      }
    }
    return rows;
  }

  @ParameterizedTest
  @ValueSource(chars = {',', ';', '\t', '|', ':', '^', ' '})
  void findsTheDelimiter(char delimiter) throws IOException {
    String text = "id,smiles,y\n1,CC,2\n3,C,4\n".replace(',', delimiter);
    assertThat(read(text))
        .containsExactly(
            List.of("id", "smiles", "y"), List.of("1", "CC", "2"), List.of("3", "C", "4"));
  }

  @Test
  void delimitersInQuotesDoNotCount() throws IOException {
    assertThat(read("\"a,b,c\";smiles\n\"1,2\";C\n"))
        .containsExactly(List.of("a,b,c", "smiles"), List.of("1,2", "C"));
    assertThat(read("'a;b','it''s'\n'1\n2','C'\n"))
        .containsExactly(List.of("a;b", "it's"), List.of("1\n2", "C"));
  }

  @Test
  void keepsFieldsAsTheyAre() throws IOException {
    assertThat(read("a,b\n\"x\r\ny\",\" say \"\"hi\"\" \"\n# no comment, z \n\"\",\nC\\C=C/C,1\n"))
        .containsExactly(
            List.of("a", "b"),
            List.of("x\r\ny", " say \"hi\" "),
            List.of("# no comment", " z "),
            List.of("", "~"),
            List.of("C\\C=C/C", "1"));
  }

  @Test
  void lineEndsAndAByteOrderMarkDoNotMatter() throws IOException {
    List<List<String>> expected =
        List.of(List.of("smiles", "y"), List.of("C", "1"), List.of("CC", "2"));
    assertThat(read("smiles,y\nC,1\nCC,2\n")).isEqualTo(expected);
    assertThat(read("smiles,y\nC,1\nCC,2")).isEqualTo(expected);
    assertThat(read("smiles,y\r\nC,1\r\nCC,2\r\n")).isEqualTo(expected);
    assertThat(read("\uFEFFsmiles,y\r\nC,1\nCC,2\r\n\r\n")).isEqualTo(expected);
    assertThat(read("\uFEFF\"smiles\",y\nC,1\n\n\nCC,2\n")).isEqualTo(expected);
    assertThat(read("smiles,y\r\n")).containsExactly(List.of("smiles", "y"));
    assertThat(read("smiles,y")).containsExactly(List.of("smiles", "y"));
  }

  @Test
  void tooFewFieldsAreFilledUpAndTooManyToldOf() throws IOException {
    assertThat(read("a,b,c\n1\n1,2,3,4\n1,2,3\n"))
        .containsExactly(
            List.of("a", "b", "c"),
            List.of("1", "~", "~"),
            List.of("1", "2", "3", "! the row has 4 fields, the header 3"),
            List.of("1", "2", "3"));
    assertThat(read(",b, c \n1,2,3\n").get(0)).containsExactly("column1", "b", "c");
  }

  private static void refused(String reason, byte[] bytes) {
    assertThatThrownBy(
            () -> {
              try (DelimitedReader reader = reader(bytes)) {
                TableRow row = reader.next();
                while (row != null) {
                  row = reader.next();
                }
              }
            })
        .isInstanceOf(BadTableException.class)
        .hasMessageContaining(reason);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void refusesWhatIsNoTable() {
    refused("it is empty", new byte[0]);
    refused("it is empty", utf8("\n\r\n"));
    refused("column 'a' twice", utf8("a,b,a\n1,2,3\n"));
    refused("not UTF-8", new byte[] {'a', ',', 'b', '\n', (byte) 0xFF, (byte) 0xFE, 1, 2});
    refused("not UTF-8", new byte[] {(byte) 0xB5});
    refused("not UTF-8", utf8("a,b\n1,\0\n"));
    refused("row 2 has more than 10000 fields or a field", utf8("a\n1\n" + "C".repeat(10_000_000)));
    refused("the header has more than", utf8("C".repeat(10_000_000)));
    refused("row 1 has more than 10000 fields", utf8("a,b\n" + ",".repeat(20_000)));
    refused("is a quote missing", utf8("a,b\n1,\"2\n" + "3,4\n".repeat(1_000_000)));
  }
}

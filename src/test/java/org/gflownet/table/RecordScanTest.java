package org.gflownet.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.gflownet.math.Sha256;
import org.gflownet.table.RecordScan.Found;
import org.gflownet.table.RecordScan.Kind;
import org.gflownet.table.RecordScan.Layout;
import org.junit.jupiter.api.Test;

class RecordScanTest {
  private static final Dialect COMMAS = new Dialect(',', '"');

  /** Makes a reader of a file's bytes from one of its records on. */
  private interface Opening {
    TableReader open(InputStream in, boolean isRest) throws IOException;
  }

  private static List<List<String>> rows(TableReader reader, long most) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    for (TableRow row = reader.next(); row != null; row = reader.next()) {
      List<String> cells = new ArrayList<>(Arrays.asList(row.cells()));
      cells.add(row.problem());
      rows.add(cells);
      if (rows.size() == most) {
        break;
      }
    }
    return rows;
  }

  private static Found scan(byte[] file, long from, long to, Layout layout) throws IOException {
    return scan(file, from, to, layout, Sha256.start());
  }

  private static Found scan(byte[] file, long from, long to, Layout layout, MessageDigest digest)
      throws IOException {
    int start = (int) RecordScan.readFrom(from);
    InputStream in = new ByteArrayInputStream(file, start, file.length - start);
    return RecordScan.of(in, from, to, layout, digest);
  }

  /** Whether splits of any size have the very rows that a reader of the whole file finds. */
  private static void assertSplitsAgree(String text, Layout layout, Opening opening)
      throws IOException {
    byte[] file = text.getBytes(StandardCharsets.UTF_8);
    List<List<String>> all = rows(opening.open(new ByteArrayInputStream(file), false), -1);
    long lines = text.chars().filter(c -> c == '\n').count() + (text.endsWith("\n") ? 0 : 1);
    for (int size : new int[] {1, 2, 3, 5, 7, 16, 61, 1000, file.length, file.length + 1}) {
      List<List<String>> found = new ArrayList<>();
      long numLines = 0;
      long to = 0;
      for (long from = 0; from < file.length; from = to) {
        to = from + (from == 0 && layout.kind() != Kind.SDF ? Math.max(size, 8) : size);
        Found split = scan(file, from, to, layout);
        assertThat(split.problem()).isNull();
        numLines += split.lines();
        assertThat(split.starts())
            .hasSize((int) ((split.rows() + layout.every() - 1) / layout.every()));
        for (int i = 0; i < split.starts().size(); i++) {
          int start = split.starts().get(i).intValue();
          long most = Math.min(layout.every(), split.rows() - (long) i * layout.every());
          InputStream in = new ByteArrayInputStream(file, start, file.length - start);
          found.addAll(rows(opening.open(in, start > 0), most));
        }
      }
      assertThat(found).as("splits of %d bytes", size).isEqualTo(all);
      assertThat(numLines).isEqualTo(lines);
    }
  }

  private static String pick(Random random, String... texts) {
    return texts[random.nextInt(texts.length)];
  }

  @Test
  void splitsOfDelimitedValuesHaveEachRowOnce() throws IOException {
    for (int seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder(pick(random, "", "\uFEFF", "\n\r\n"));
      text.append("smiles,\"a,b\",c\n");
      for (int i = random.nextInt(30); i > 0; i--) {
        text.append(
                pick(random, "CCO", "", "\u00E4\u4E2D\uD83D\uDE00", "\"q \"\"x\"\" y\"", "\"\""))
            .append(pick(random, ",", ",1,", ",,,", ",\"a,b\",", ",x\"y,", ", \" z,"))
            .append(pick(random, "", "2", "\"3\"", " "))
            .append(pick(random, "\n", "\r\n", "\n\n", "\n\r\n"));
      }
      text.append(pick(random, "", "last", "\"last\",1"));
      Layout layout = new Layout(Kind.DELIMITED, COMMAS, 1 + random.nextInt(4));
      List<Column> columns = List.of(Column.text("smiles"), Column.text("a,b"), Column.text("c"));
      assertSplitsAgree(
          text.toString(),
          layout,
          (in, isRest) ->
              isRest
                  ? new DelimitedReader(new TextInput(in, false), COMMAS, columns)
                  : new DelimitedReader(new TextInput(in), COMMAS));
    }
  }

  @Test
  void splitsOfListsHaveEachMoleculeOnce() throws IOException {
    for (int seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder(pick(random, "", "smiles name\n", "\n \nSmiles\n"));
      for (int i = 1 + random.nextInt(30); i > 0; i--) {
        text.append(pick(random, "CCO a", "C", " CC\tb c ", "smiles", "\u00E4", "C\u2003x"))
            .append(pick(random, "\n", "\r\n", "\n  \n", "\n\u2003\n", "\n\n"));
      }
      text.append(pick(random, "", "N last"));
      Layout layout = new Layout(Kind.SMILES, null, 1 + random.nextInt(4));
      assertSplitsAgree(
          text.toString(),
          layout,
          (in, isRest) -> new SmilesReader(new TextInput(in, !isRest), isRest));
    }
  }

  @Test
  void splitsOfStructuresHaveEachRecordAndItemOnce() throws IOException {
    for (int seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder();
      for (int i = 1 + random.nextInt(12); i > 0; i--) {
        text.append(pick(random, "", "title", "$ $$$$")).append("\n  x\n\n  0  0\nM  END\n");
        text.append(pick(random, "", "> <k" + random.nextInt(3) + ">\nv" + i + "\n\n"));
        text.append(pick(random, "", "> <\u00E4>\n$$$\nw\n"));
        text.append(pick(random, "$$$$\n", "$$$$\r\n", "$$$$ end\n", "$$$$\n$$$$\n"));
      }
      text.append(pick(random, "", "\n \n", "last\n\n\n  0  0\nM  END"));
      byte[] file = text.toString().getBytes(StandardCharsets.UTF_8);
      Set<String> items = SdfReader.items(new TextInput(new ByteArrayInputStream(file)));
      Layout layout = new Layout(Kind.SDF, null, 1 + random.nextInt(4));
      assertSplitsAgree(
          text.toString(),
          layout,
          (in, isRest) -> new SdfReader(new TextInput(in, !isRest), items));
      Set<String> found = new LinkedHashSet<>();
      for (int from = 0; from < file.length; from += 40) {
        found.addAll(scan(file, from, from + 40, layout).items());
      }
      assertThat(List.copyOf(found)).isEqualTo(List.copyOf(items));
    }
  }

  @Test
  void aHeaderBeginsInTheFirstSplit() throws IOException {
    String blank = "\n".repeat(10);
    for (Kind kind : List.of(Kind.DELIMITED, Kind.SMILES)) {
      byte[] file = (blank + "smiles\nC\n").getBytes(StandardCharsets.UTF_8);
      Layout layout = new Layout(kind, COMMAS, 1);
      assertThat(scan(file, 0, 10, layout).problem())
          .isEqualTo("its first 10 bytes are blank lines");
      assertThat(scan(file, 0, 11, layout).problem()).isNull();
      byte[] nothing = blank.getBytes(StandardCharsets.UTF_8);
      assertThat(scan(nothing, 0, 11, layout).problem()).isNull();
    }
  }

  @Test
  void bytesOfTheSplitsAreThoseOfTheFile() throws IOException {
    byte[] file = "smiles\nCC\nC\nN\n".getBytes(StandardCharsets.UTF_8);
    Layout layout = new Layout(Kind.SMILES, null, 10);
    MessageDigest digest = Sha256.start();
    scan(file, 0, 8, layout, digest);
    scan(file, 8, 100, layout, digest);
    assertThat(Sha256.hex(digest)).isEqualTo(Sha256.of(file));
  }

  private static String problem(String text, Kind kind, long from, long to) throws IOException {
    byte[] file = text.getBytes(StandardCharsets.ISO_8859_1);
    Found found = scan(file, from, to, new Layout(kind, COMMAS, 10));
    assertThat(found.problem()).isNotNull();
    return found.problem(1000, 2000);
  }

  @Test
  void problemsHaveTheirPlaceInTheFile() throws IOException {
    assertThat(problem("a,b\n1,2\n\n3,\"4\n5\",6\n", Kind.DELIMITED, 0, 100))
        .startsWith("row 1002 leaves a quote open at the end of line 2004")
        .contains("--multiline");
    assertThat(problem("a,\"b\nc\",d\n1,2\n", Kind.DELIMITED, 0, 100))
        .startsWith("the header leaves a quote open at the end of line 2001");
    assertThat(problem("a,b\n1,2\n3,4\n5,\"6\n", Kind.DELIMITED, 8, 100))
        .startsWith("row 1002 leaves a quote open at the end of line 2002");
    assertThat(problem("a,b\n" + ",".repeat(10_000) + "\n", Kind.DELIMITED, 0, 1 << 20))
        .startsWith("row 1001 has more than 10000 fields");
    assertThat(problem("a,b\n1," + "x".repeat(1 << 21) + "\n", Kind.DELIMITED, 0, 1 << 20))
        .startsWith("row 1001 has more than 10000 fields or a field of more than");
    assertThat(problem("a\n" + "x".repeat(17 << 20), Kind.DELIMITED, 0, 1 << 20))
        .startsWith("line 2002 is longer than");
    assertThat(problem("C\nC\n" + "C".repeat(1 << 21), Kind.SMILES, 0, 1 << 20))
        .isEqualTo("line 2003 is longer than 1048576 characters");
    assertThat(problem("C\n\n\n\n> <" + "n".repeat(2000) + ">\n", Kind.SDF, 0, 1 << 20))
        .startsWith("the data item at line 2005 has a name");
    String record = ("x".repeat(1 << 20) + "\n").repeat(17) + "$$$$\n";
    assertThat(problem(record, Kind.SDF, 0, 1 << 20)).startsWith("the record at line 2016 has");
    for (Kind kind : Kind.values()) {
      assertThat(problem("C\nC\u00FF\n", kind, 0, 100)).contains("is not UTF-8 text");
      assertThat(problem("C\nC\0\n", kind, 0, 100)).contains("is not UTF-8 text");
    }
  }
}

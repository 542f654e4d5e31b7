package org.gflownet.job.score;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.gflownet.job.Main;
import org.gflownet.run.ExitCode;
import org.gflownet.spark.ParquetTable;
import org.gflownet.table.Column;
import org.gflownet.testing.LocalSpark;
import org.gflownet.testing.ParquetFiles;
import org.gflownet.testing.Terminal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Which files {@code score} reads and writes; what it makes of rows is ScoreCommandTest's. */
class ScoreFilesTest {
  private static final int ROWS = 40;

  @TempDir private Path folder;
  private String expected;
  private String complaints;

  private static String row(int i) {
    return i == 17 ? "bad(," + i : "C".repeat(1 + i % 9) + "O," + i;
  }

  private static String rows(int from, int to) {
    StringBuilder text = new StringBuilder("smiles,n\n");
    for (int i = from; i < to; i++) {
      text.append(row(i)).append('\n');
    }
    return text.toString();
  }

  @BeforeEach
  void scoresOneFile() throws IOException {
    Files.writeString(folder.resolve("one.csv"), rows(0, ROWS));
    expected = scored("expected.csv", "one.csv");
    assertThat(expected.lines())
        .hasSize(ROWS + 1)
        .anyMatch(line -> line.contains("cannot be read"));
  }

  private int score(String... arguments) {
    List<String> all = new ArrayList<>(List.of("score", "--reward", "mw", "--max-invalid", "9"));
    all.addAll(List.of("--set", "progress.mode=none"));
    for (String argument : arguments) {
      boolean isFile = !argument.startsWith("-") && !argument.matches("[0-9]+|local\\[2]");
      all.add(isFile ? folder + "/" + argument : argument);
    }
    if (!all.contains("--master")) {
      all.addAll(List.of("--master", "in-process[2]"));
    }
    Terminal.Result result = Terminal.of(() -> Main.run(all.toArray(String[]::new)));
    complaints = result.err();
    return result.exitCode();
  }

  /** What is in the output after scoring some inputs, options before them. */
  private String scored(String output, String... inputs) throws IOException {
    List<String> all = new ArrayList<>(List.of(inputs));
    all.add(output);
    assertThat(score(all.toArray(String[]::new))).as(complaints).isZero();
    return Files.readString(folder.resolve(output));
  }

  private interface Compression {
    OutputStream of(OutputStream out) throws IOException;
  }

  private void write(String name, String text, Compression compression) throws IOException {
    Files.createDirectories(folder.resolve(name).getParent());
    try (OutputStream out = compression.of(Files.newOutputStream(folder.resolve(name)))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void severalFilesAreOneTableHoweverTheyAreNamed() throws IOException {
    write("in/a.csv", rows(0, 11), out -> out);
    write("in/b.csv.gz", rows(11, 30), GZIPOutputStream::new);
    write("in/c.csv.zst", rows(30, ROWS), ZstdOutputStream::new);
    write("in/_notes.csv", "no,table\n", out -> out);
    write("in/notes.md", "no table\n", out -> out);
    Files.createDirectory(folder.resolve("in/d.csv"));
    assertThat(scored("1.csv", "in/a.csv", "in/b.csv.gz", "in/c.csv.zst")).isEqualTo(expected);
    assertThat(scored("2.csv", "in")).isEqualTo(expected);
    assertThat(scored("3.csv", "i*/[a-c].csv{,.gz,.zst}")).isEqualTo(expected);
    for (String rows : List.of("1", "7", "1000")) {
      assertThat(scored("4-" + rows + ".csv", "--chunk-rows", rows, "in")).isEqualTo(expected);
      assertThat(scored("5-" + rows + ".csv", "--chunk-rows", rows, "--multiline", "in"))
          .isEqualTo(expected);
    }
    Files.writeString(folder.resolve("x[1].csv"), rows(0, ROWS));
    assertThat(scored("6.csv", "x[1].csv")).isEqualTo(expected);
  }

  @Test
  void executorsWriteTheSameBytes() throws IOException {
    LocalSpark.end();
    assertThat(scored("1.csv", "--master", "local[2]", "--chunk-rows", "7", "one.csv"))
        .isEqualTo(expected);
    assertThat(score("--chunk-rows", "7", "one.csv", "here.parquet")).isZero();
    assertThat(score("--chunk-rows", "7", "--master", "local[2]", "one.csv", "there.parquet"))
        .as(complaints)
        .isZero();
    assertThat(folder.resolve("there.parquet"))
        .hasSameBinaryContentAs(folder.resolve("here.parquet"));
  }

  @Test
  void aParquetFileIsReadFromAnyOfItsRows() throws IOException {
    List<Column> columns = List.of(Column.text("smiles"), new Column("n", Column.Type.INT));
    Path small = folder.resolve("small");
    Files.createDirectory(small);
    for (int i = 0; i < ROWS; i += 10) {
      int from = i;
      try (OutputStream out = Files.newOutputStream(small.resolve("p" + i + ".parquet"))) {
        ParquetTable.write(
            columns,
            sink -> {
              for (int k = from; k < from + 10; k++) {
                sink.add(row(k).split(","));
              }
            },
            out);
      }
    }
    assertThat(scored("1.csv", "small")).isEqualTo(expected);
    // Row groups of three rows, so that parts begin in them and go across them.
    assertThat(score("--chunk-rows", "3", "one.csv", "groups.parquet")).isZero();
    String again = scored("2.csv", "groups.parquet");
    for (String rows : List.of("1", "2", "7", "50")) {
      assertThat(scored("3-" + rows + ".csv", "--chunk-rows", rows, "groups.parquet"))
          .isEqualTo(again);
    }
    assertThat(again.lines().map(line -> line.split(",", 3)[1]))
        .containsExactlyElementsOf(
            Stream.concat(
                    Stream.of("n"), Stream.iterate(0, i -> i + 1).limit(ROWS).map(i -> "" + i))
                .toList());
  }

  @Test
  void anOutputOfPartsIsAFolder() throws IOException {
    assertThat(score("--parts", "--chunk-rows", "7", "one.csv", "out.csv")).as(complaints).isZero();
    List<String> names = names(folder.resolve("out.csv"));
    assertThat(names).hasSize(7).first().isEqualTo("_SUCCESS");
    StringBuilder joined = new StringBuilder();
    for (String name : names.subList(1, 7)) {
      String part = Files.readString(folder.resolve("out.csv").resolve(name));
      assertThat(part).startsWith("smiles,n,reward,raw,error\n");
      joined.append(joined.isEmpty() ? part : part.substring(part.indexOf('\n') + 1));
    }
    assertThat(joined).hasToString(expected);
    assertThat(folder.resolve("out.csv.parts")).doesNotExist();
    // A folder of parts is an input again, and gives way to another output.
    assertThat(scored("again.csv", "out.csv").lines()).hasSize(ROWS + 1);
    assertThat(score("--parts", "one.csv", "out.csv")).isEqualTo(ExitCode.USER);
    assertThat(scored("out.csv", "--overwrite", "one.csv")).isEqualTo(expected);
    assertThat(score("--overwrite", "--parts", "one.csv", "out.csv")).isZero();
    assertThat(names(folder.resolve("out.csv"))).hasSize(2);
    assertThat(score("--parts", "--chunk-rows", "9", "one.csv", "out.parquet")).isZero();
    List<Map<String, String>> rows = new ArrayList<>();
    for (String name : names(folder.resolve("out.parquet"))) {
      if (name.endsWith(".parquet")) {
        ParquetFiles.read(folder.resolve("out.parquet").resolve(name), rows);
      }
    }
    assertThat(rows).hasSize(ROWS);
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void partsOfACompressedTableAreGoneOnFrom() throws IOException {
    write("one.csv.gz", rows(0, ROWS), GZIPOutputStream::new);
    Path output = folder.resolve("o.csv");
    ScoreCommand command = new ScoreCommand();
    new CommandLine(command)
        .parseArgs(
            "--reward=mw",
            "--chunk-rows=7",
            "--master=in-process[2]",
            "--max-invalid=9",
            "--set=progress.mode=none",
            folder.resolve("one.csv.gz").toString(),
            output.toString());
    AtomicInteger asked = new AtomicInteger();
    assertThat(command.score(() -> asked.getAndIncrement() == 2)).isEqualTo(ExitCode.FAULT);
    assertThat(names(folder.resolve("o.csv.parts/rows"))).hasSize(2);
    assertThat(scored("o.csv", "--resume", "--chunk-rows", "7", "one.csv.gz")).isEqualTo(expected);
  }

  private void refused(String reason, String... arguments) {
    assertThat(score(arguments)).as(complaints).isEqualTo(ExitCode.USER);
    assertThat(complaints.lines()).as(complaints).hasSize(1);
    assertThat(complaints).contains(reason);
  }

  @Test
  void oneLinePerMistake() throws IOException {
    write("two.csv", "n,smiles\n1,C\n", out -> out);
    write("in.smi", "C\n", out -> out);
    write("cut.csv.gz", rows(0, 2), out -> out);
    write("empty/readme.md", "", out -> out);
    refused("one.csv: its columns are not those of", "two.csv", "one.csv", "o.csv");
    refused("are of two formats; score them apart", "one.csv", "in.smi", "o.csv");
    refused("none*.csv fits no file", "none*.csv", "o.csv");
    refused("empty is a folder without a table in it", "empty", "o.csv");
    refused("GZIP", "cut.csv.gz", "o.csv");
    write("whole.csv.gz", rows(0, 60_000), GZIPOutputStream::new);
    byte[] bytes = Files.readAllBytes(folder.resolve("whole.csv.gz"));
    Files.write(folder.resolve("cut.csv.gz"), Arrays.copyOf(bytes, bytes.length - 9));
    refused("cut.csv.gz: it cannot be read to its end", "cut.csv.gz", "o.csv");
    refused("must end in", "one.parquet.gz", "o.csv");
    assertThat(folder.resolve("o.csv.parts")).doesNotExist();
  }
}

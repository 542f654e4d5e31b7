package org.gflownet.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.ui.model.stats.BaseStatsListener;
import org.deeplearning4j.ui.model.stats.api.StatsInitializationReport;
import org.deeplearning4j.ui.model.stats.api.StatsReport;
import org.deeplearning4j.ui.model.stats.api.StatsType;
import org.deeplearning4j.ui.model.storage.sqlite.J7FileStatsStorage;
import org.gflownet.env.hypergrid.GridColumns;
import org.gflownet.eval.SampleRows;
import org.gflownet.eval.TableSchema;
import org.gflownet.report.EventFile;
import org.gflownet.reward.chem.MoleculeColumns;
import org.gflownet.table.Column;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The columns that docs/files.md lists are those that are written. */
class FilesPageTest {
  private static final Path PAGE = Path.of("docs", "files.md");
  private static final Pattern ROW =
      Pattern.compile("^\\| `([^`]+)` \\| (?:(long|int|double|string) \\| )?.*");

  @TempDir private Path directory;

  /** Names, and types where the page has them, of a table. */
  private static List<String> table(String name) throws IOException {
    List<String> rows = new ArrayList<>();
    String text = Files.readString(PAGE);
    String marker = "<!-- table: " + name + " -->\n";
    assertThat(text).contains(marker);
    for (String line : text.substring(text.indexOf(marker) + marker.length()).lines().toList()) {
      if (line.isEmpty()) {
        break;
      }
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        rows.add(row.group(1) + (row.group(2) == null ? "" : " " + row.group(2)));
      }
    }
    return rows;
  }

  private static List<String> columns(TableSchema schema) {
    return IntStream.range(0, schema.names().size())
        .mapToObj(i -> schema.names().get(i) + " " + type(schema.types().get(i)))
        .toList();
  }

  private static String type(Class<?> type) {
    return type == Integer.class ? "int" : type.getSimpleName().toLowerCase(Locale.ROOT);
  }

  @Test
  void tablesOfVisitedObjectsAndSamples() throws IOException {
    GridColumns grid = new GridColumns(2);
    MoleculeColumns molecules = new MoleculeColumns(null);
    assertThat(table("visited grid")).isEqualTo(columns(TableSchema.visited(grid)));
    assertThat(table("visited molecules")).isEqualTo(columns(TableSchema.visited(molecules)));
    assertThat(table("samples grid")).isEqualTo(columns(SampleRows.schema(grid)));
    assertThat(table("samples molecules")).isEqualTo(columns(SampleRows.schema(molecules)));
  }

  @Test
  void tablesOfScoresAndRankings() throws IOException {
    List<Column> scored = new ScoreColumns(List.of(), 0, List.of("PART")).all();
    assertThat(table("scored"))
        .isEqualTo(
            scored.stream()
                .map(c -> c.name() + (c.type() == Column.Type.DOUBLE ? " double" : " string"))
                .toList());
    assertThat(String.join(",", table("ranking")) + "\n")
        .isEqualTo(new Ranking("loss", List.of()).csv());
  }

  @Test
  void linesOfMetricsAndWhatPythonReadsOfThem() throws IOException, InterruptedException {
    Path run = directory.resolve("run");
    PrintStream out = System.out;
    System.setOut(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
    try {
      List<String> args = new ArrayList<>(List.of("train", "conf/quickstart.conf"));
      args.addAll(List.of("--out", run.toString(), "--master", "in-process[1]"));
      for (String setting : List.of("steps=6", "lr=0.01")) {
        args.addAll(List.of("--set", "train." + setting));
      }
      args.addAll(List.of("--set", "eval.every=3", "--set", "progress.mode=none"));
      args.addAll(List.of("--set", "report.tensorboard=true"));
      args.addAll(List.of("--set", "report.dl4j-stats=true"));
      assertThat(Main.run(args.toArray(String[]::new))).isZero();
    } finally {
      System.setOut(out);
    }
    List<String> lines = Files.readAllLines(run.resolve("metrics.jsonl"));
    assertThat(lines).hasSize(2);
    JsonNode last = new ObjectMapper().readTree(lines.get(1));
    List<String> expected = new ArrayList<>();
    for (Iterator<String> names = last.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      expected.add(name + (last.get(name).isIntegralNumber() ? " long" : " double"));
    }
    assertThat(expected).containsAll(table("metrics"));
    assertThat(table("metrics")).hasSize(8);
    tensorBoardHasTheSame(run, last);
    statsFileHasTheSame(run, last);
    List<String> scripts = scripts();
    assertThat(scripts).hasSize(2);
    assertThat(python("python3", scripts.get(0), run))
        .contains("2 reports, the last at step 6")
        .contains("64 samples of log_reward, log_p")
        .contains("mean log R ");
    String pandas = python(pandas(), scripts.get(1), run);
    for (String column : table("metrics")) {
      String[] nameAndType = column.split(" ", -1);
      String type = nameAndType[1].equals("long") ? "int64" : "float64";
      assertThat(pandas).containsPattern("(?m)^" + nameAndType[0] + " +" + type + "$");
    }
    assertThat(pandas)
        .containsPattern("(?m)^6 +" + last.get("loss").asText().substring(0, 5))
        .contains("mean log R ")
        .contains("calibration.csv (64, ")
        .containsPattern("(?m)^ *start +\\d+\\.\\d+");
  }

  /** The scripts of the page. */
  private static List<String> scripts() throws IOException {
    return Pattern.compile("```python\n(.*?)```\n", Pattern.DOTALL)
        .matcher(Files.readString(PAGE))
        .results()
        .map(block -> block.group(1))
        .toList();
  }

  /** A Python that has pandas: Debian's own may be another than the first on the PATH. */
  private static String pandas() throws IOException, InterruptedException {
    for (String python : List.of("python3", "/usr/bin/python3")) {
      if (new ProcessBuilder(python, "-c", "import pandas").start().waitFor() == 0) {
        return python;
      }
    }
    throw new AssertionError("no python3 has pandas (Debian: python3-pandas)");
  }

  private String python(String python, String script, Path run)
      throws IOException, InterruptedException {
    Path file = Files.writeString(directory.resolve("this.py"), script);
    String table = run.resolve("evaluation/calibration.csv").toString();
    Process process =
        new ProcessBuilder(python, file.toString(), run.toString(), table)
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    return printed;
  }

  private static void tensorBoardHasTheSame(Path run, JsonNode last) throws IOException {
    byte[] bytes =
        Files.readAllBytes(run.resolve(TensorBoardLog.FOLDER).resolve(TensorBoardLog.NAME));
    List<EventFile.Event> events = EventFile.decode(bytes);
    assertThat(events).extracting(EventFile.Event::step).containsExactly(3L, 6L);
    assertThat(events.get(1).scalars())
        .containsEntry("loss", (float) last.get("loss").asDouble())
        .containsEntry("exact/tv", (float) last.get("exact.tv").asDouble());
  }

  private static void statsFileHasTheSame(Path run, JsonNode last) throws IOException {
    StatsStorage storage = new J7FileStatsStorage(run.resolve(Dl4jStatsLog.NAME).toFile());
    assertThat(storage.listSessionIDs()).containsExactly("run");
    assertThat(storage.getNumUpdateRecordsFor("run")).isEqualTo(2);
    StatsReport report =
        (StatsReport) storage.getLatestUpdate("run", BaseStatsListener.TYPE_ID, "driver");
    assertThat(report.getIterationCount()).isEqualTo(6);
    assertThat(report.getScore()).isEqualTo(last.get("loss").asDouble());
    assertThat(report.getLearningRates()).containsKey("hidden0_W");
    assertThat(report.getMeanMagnitudes(StatsType.Parameters).get("hidden0_W")).isPositive();
    assertThat(report.getHistograms(StatsType.Parameters)).containsKey("logits_b");
    StatsInitializationReport start =
        (StatsInitializationReport)
            storage.getStaticInfo("run", BaseStatsListener.TYPE_ID, "driver");
    assertThat(start.getModelParamNames()).contains("hidden0_W", "logits_b");
    storage.close();
  }
}

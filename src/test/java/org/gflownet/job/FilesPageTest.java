package org.gflownet.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.ui.model.stats.BaseStatsListener;
import org.deeplearning4j.ui.model.stats.api.StatsInitializationReport;
import org.deeplearning4j.ui.model.stats.api.StatsReport;
import org.deeplearning4j.ui.model.stats.api.StatsType;
import org.deeplearning4j.ui.model.storage.sqlite.J7FileStatsStorage;
import org.gflownet.env.molecule.FragmentState;
import org.gflownet.env.molecule.FragmentVocabulary;
import org.gflownet.job.compare.Ranking;
import org.gflownet.report.EventFile;
import org.gflownet.reward.RewardScale;
import org.gflownet.reward.chem.BoundedCache;
import org.gflownet.reward.chem.MoleculeColumns;
import org.gflownet.reward.chem.MoleculeReward;
import org.gflownet.reward.chem.PropertyScorer;
import org.gflownet.reward.chem.property.Qed;
import org.gflownet.run.folder.Dl4jStatsLog;
import org.gflownet.run.folder.MetricsLog;
import org.gflownet.run.folder.RunFolder;
import org.gflownet.run.folder.TensorBoardLog;
import org.gflownet.table.DelimitedReader;
import org.gflownet.table.TableRow;
import org.gflownet.table.TextInput;
import org.gflownet.testing.ExampleJar;
import org.gflownet.testing.ParquetFiles;
import org.gflownet.testing.Terminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/files.md says of files is what small runs write. */
class FilesPageTest {
  private static final Path PAGE = Path.of("docs", "files.md");
  private static final int STEPS = 6;
  private static final int BATCH = 16;

  /** Chains and trajectories of a step are as many as the batch, whatever the method. */
  private static final String COMMON =
      """
      train { steps = 6, batch = 16, slices = 3, lr = 0.01 }
      eval { every = 2, samples = 8 }
      model { hidden = [8], width = 16, rounds = 1 }
      visited.enabled = true
      report.write = false
      cluster.master = "in-process[1]"
      progress.mode = none
      method {
        ppo { trajectories = 16, updates = 2 }
        mcmc { chains = 4, moves = 4 }
        mars { chains = 4, moves = 4, minibatch = 4 }
        ga { population = 8, offspring = 16 }
      }
      """;

  private static final String GRID =
      COMMON + "env { ndim = 2, height = 4, r0 = 0, r1 = 0.5, r2 = 2 }\nobjective.eps = 1e-3\n";

  @TempDir private Path directory;

  private Path run(String name, String conf, String... settings) throws IOException {
    Path file = Files.writeString(directory.resolve(name + ".conf"), conf);
    Path run = directory.resolve(name);
    List<String> args = new ArrayList<>(List.of("train", file.toString(), "--out", run.toString()));
    for (String setting : settings) {
      args.addAll(List.of("--set", setting));
    }
    Terminal.Result result = Terminal.of(() -> Main.run(args.toArray(String[]::new)));
    assertThat(result.exitCode()).as(result.err()).isZero();
    return run;
  }

  private String molecules(String vocabulary, String more) throws IOException {
    Path file = Files.writeString(directory.resolve("vocabulary.csv"), vocabulary);
    return COMMON
        + "env { name = molecule, min-blocks = 1, max-blocks = 3, vocabulary = \""
        + file
        + "\" }\nobjective.eps = 1e-6\nreward.max-failures = 1\n"
        + more;
  }

  private String smallMolecules(String reward) throws IOException {
    return molecules(
        "name,smiles,atoms\nmethyl,C,0\nring,C1CC1,0;1\noxygen,O,0;0\namine,N,0;0\n", reward);
  }

  private static Config settings(Path run) {
    return ConfigFactory.parseFile(run.resolve(RunFolder.CONFIG).toFile());
  }

  private static DocumentedTable.Written visited(Path run) {
    Path folder = run.resolve("visited");
    return new DocumentedTable.Written(
        ParquetFiles.types(folder.resolve(ParquetFiles.names(folder).get(0))),
        ParquetFiles.rows(folder),
        settings(run));
  }

  private static double number(Map<String, String> row, String column) {
    return Double.parseDouble(row.get(column));
  }

  /** R(x) of a cell as reference.conf defines it. */
  private static double gridReward(int height, double r0, Map<String, String> row) {
    boolean outer = true;
    boolean band = true;
    for (String column : List.of("x0", "x1")) {
      double a = Math.abs(number(row, column) / (height - 1) - 0.5);
      outer &= a > 0.25;
      band &= a > 0.3 && a < 0.4;
    }
    return r0 + (outer ? 0.5 : 0) + (band ? 2 : 0);
  }

  @Test
  void visitedCellsAreAsThePageHasThem() throws IOException {
    DocumentedTable table = DocumentedTable.of("visited grid");
    List<DocumentedTable.Written> files = new ArrayList<>();
    files.add(visited(run("gflownet", GRID)));
    // A floor above 1 makes log R positive everywhere.
    files.add(visited(run("bright", GRID, "env.r0=2")));
    files.add(visited(run("chains", GRID, "method.name=mcmc")));
    files.add(visited(run("generations", GRID, "method.name=ga")));
    table.check(files);
    for (DocumentedTable.Written file : files) {
      assertThat(List.copyOf(file.types().keySet())).isEqualTo(table.names());
      Set<List<String>> keys = new HashSet<>();
      for (Map<String, String> row : file.rows()) {
        keys.add(List.of(row.get("step"), row.get("trajectory")));
        double reward = gridReward(4, file.settings().getDouble("env.r0"), row);
        assertThat(number(row, "reward")).isCloseTo(reward, within(1e-12));
        assertThat(row.get("log_reward")).satisfies(r -> isLog(r, reward));
      }
      assertThat(keys).hasSize(STEPS * BATCH).hasSameSizeAs(file.rows());
    }
  }

  private static void isLog(String cell, double reward) {
    if (reward == 0) {
      assertThat(cell).isEqualTo("-Infinity");
    } else {
      assertThat(Double.parseDouble(cell)).isCloseTo(Math.log(reward), within(1e-12));
    }
  }

  /** What is written of a molecule that cannot be: a fluorine with two bonds. */
  static Map<String, String> impossible() {
    FragmentVocabulary vocabulary =
        FragmentVocabulary.parse("test.csv", "name,smiles,atoms\nfluorine,F,0\nmethyl,C,0\n");
    MoleculeReward reward =
        new MoleculeReward(
            vocabulary,
            new PropertyScorer("qed", new Qed()),
            new RewardScale(0.01, Double.MAX_VALUE, 1, 1),
            new BoundedCache<>(10));
    MoleculeColumns columns = new MoleculeColumns(reward);
    FragmentState state =
        FragmentState.of(new int[] {0, 1, 1}, new int[] {0, 1, 0, 0, 0, 2, 0, 0}, new int[0]);
    Object[] cells = new Object[columns.names().size()];
    columns.write(state, cells);
    Map<String, String> row = new HashMap<>();
    for (int i = 0; i < cells.length; i++) {
      row.put(columns.names().get(i), cells[i] == null ? null : cells[i].toString());
    }
    return row;
  }

  @Test
  void visitedMoleculesAreAsThePageHasThem() throws IOException {
    DocumentedTable table = DocumentedTable.of("visited molecules");
    List<DocumentedTable.Written> files = new ArrayList<>();
    ExampleJar jar = ExampleJar.use(Files.createDirectory(directory.resolve("classes")));
    try {
      // Small molecules have no score by this plug-in.
      String conf = smallMolecules("reward { name = heteroatoms, plugin.min-atoms = 4 }\n");
      files.add(visited(run("atoms", conf)));
    } finally {
      jar.close();
    }
    for (Map<String, String> row : files.get(0).rows()) {
      boolean scored = row.get("raw") != null;
      if (scored) {
        double share = shareOfHeteroatoms(row.get("smiles"));
        assertThat(number(row, "raw")).isCloseTo(share, within(1e-12));
      }
      double reward = Math.max(0.01, scored ? number(row, "raw") : 0);
      assertThat(number(row, "reward")).isCloseTo(reward, within(1e-12));
      assertThat(number(row, "log_reward")).isCloseTo(Math.log(reward), within(1e-12));
    }
    String logp = smallMolecules("reward { name = logp, exponent = 2, norm = 0.1 }\n");
    files.add(visited(run("logp", logp)));
    for (Map<String, String> row : files.get(1).rows()) {
      double reward = Math.pow(Math.max(0.01, number(row, "raw")) / 0.1, 2);
      assertThat(number(row, "reward")).isCloseTo(reward, within(1e-9));
    }
    files.add(visited(run("chains", logp, "method.name=mars")));
    files.add(visited(run("generations", logp, "method.name=ga")));
    for (DocumentedTable.Written file : files) {
      assertThat(List.copyOf(file.types().keySet())).isEqualTo(table.names());
    }
    // No vocabulary that is accepted makes such a molecule; its row has no place in a run.
    Map<String, String> row = new HashMap<>(files.get(0).rows().get(0));
    row.putAll(impossible());
    files.add(new DocumentedTable.Written(Map.of(), List.of(row), files.get(0).settings()));
    table.check(files);
  }

  private static double shareOfHeteroatoms(String smiles) {
    String atoms = smiles.replaceAll("Cl|Br", "F").replaceAll("[^A-Za-z]|H", "");
    return (double) atoms.replaceAll("[Cc]", "").length() / atoms.length();
  }

  @Test
  void scoredTablesAreAsThePageHasThem() throws IOException {
    DocumentedTable table = DocumentedTable.of("scored");
    Path in = Files.writeString(directory.resolve("in.smi"), "CCO\nC1CC\nc1ccccc1\nOCC(O)CO\n");
    List<DocumentedTable.Written> files = new ArrayList<>();
    String parts = "reward.parts=[{name = mw, zero = 0, one = 100}, {name = logp}]";
    for (String format : List.of(".parquet", ".csv")) {
      files.add(scored(in, "weighted" + format, "weighted", "--set", parts));
    }
    List<String> names = new ArrayList<>();
    for (String name : table.names()) {
      List<String> part = List.of("raw.mw", "raw.logp");
      names.addAll(name.equals("raw.PART") ? part : List.of(name));
    }
    for (DocumentedTable.Written file : files) {
      List<String> written = List.copyOf(file.rows().get(0).keySet());
      assertThat(written.subList(written.indexOf("reward"), written.size())).isEqualTo(names);
    }
    files.forEach(file -> file.rows().forEach(row -> row.put("raw.PART", row.get("raw.logp"))));
    DocumentedTable.Written plain = scored(in, "plain.csv", "logp");
    assertThat(plain.rows().get(0).keySet()).noneMatch(column -> column.startsWith("raw."));
    files.add(plain);
    for (DocumentedTable.Written file : files) {
      for (Map<String, String> row : file.rows()) {
        if (row.get("error") == null) {
          double raw = number(row, "raw");
          assertThat(number(row, "reward")).isCloseTo(Math.max(0.01, raw), within(1e-12));
        }
      }
    }
    table.check(files);
  }

  private DocumentedTable.Written scored(Path in, String name, String reward, String... more)
      throws IOException {
    Path out = directory.resolve(name);
    List<String> args = new ArrayList<>(List.of("score", "--reward", reward));
    args.addAll(List.of(in.toString(), out.toString()));
    args.addAll(List.of("--max-invalid", "2", "--master", "in-process[1]"));
    args.addAll(List.of("--set", "progress.mode=none"));
    args.addAll(List.of(more));
    Terminal.Result result = Terminal.of(() -> Main.run(args.toArray(String[]::new)));
    assertThat(result.exitCode()).as(result.err()).isZero();
    if (name.endsWith(".csv")) {
      return new DocumentedTable.Written(Map.of(), csv(out), ConfigFactory.empty());
    }
    List<Map<String, String>> rows = new ArrayList<>();
    ParquetFiles.read(out, rows);
    Map<String, String> types = ParquetFiles.types(out);
    types.put("raw.PART", types.get("raw.logp"));
    return new DocumentedTable.Written(types, rows, ConfigFactory.empty());
  }

  private static List<Map<String, String>> csv(Path file) throws IOException {
    List<Map<String, String>> rows = new ArrayList<>();
    try (DelimitedReader reader =
        new DelimitedReader(new TextInput(Files.newInputStream(file)), null)) {
      for (TableRow row = reader.next(); row != null; row = reader.next()) {
        Map<String, String> cells = new LinkedHashMap<>();
        for (int c = 0; c < row.cells().length; c++) {
          cells.put(reader.columns().get(c).name(), row.cells()[c]);
        }
        rows.add(cells);
      }
    }
    return rows;
  }

  private DocumentedTable.Written ranked(String name, String conf, String figure)
      throws IOException {
    Path file = Files.writeString(directory.resolve(name + ".conf"), conf);
    Path out = directory.resolve(name);
    List<String> args = new ArrayList<>(List.of("compare", file.toString(), "--rank", figure));
    args.addAll(List.of("--out", out.toString()));
    Terminal.Result result = Terminal.of(() -> Main.run(args.toArray(String[]::new)));
    assertThat(result.exitCode()).as(result.err()).isZero();
    Config settings = ConfigFactory.parseString(conf).resolve();
    List<Map<String, String>> rows = csv(out.resolve(Ranking.CSV));
    assertThat(rows).allMatch(row -> row.get("figure").equals(figure));
    return new DocumentedTable.Written(Map.of(), rows, settings);
  }

  @Test
  void rankingsAreAsThePageHasThem() throws IOException {
    DocumentedTable table = DocumentedTable.of("ranking");
    String compare =
        """
        compare { seeds = [0, 1], reports = 2, budgets.full.visited = 96, methods {
          fm {}
          mcmc { method.name = mcmc }
          wrong { train.lr = -1 }
        } }
        """;
    String grid =
        COMMON.replace("visited.enabled = true\nreport.write = false\n", "")
            + "env { name = hypergrid, ndim = 2, height = 4 }\n"
            + compare.replace("reports", "r0 = [0.1, 0.01], reports");
    DocumentedTable.Written cells = ranked("cells", grid, "l1.sum");
    String small =
        smallMolecules("reward { name = qed, norm = 1000 }\n")
                .replace("visited.enabled = true\nreport.write = false\n", "")
            + compare
                .replace("mcmc { method.name = mcmc }", "")
                .replace("visited = 96", "visited = 32");
    DocumentedTable.Written molecules = ranked("molecules", small, "elbo");
    for (DocumentedTable.Written file : List.of(cells, molecules)) {
      for (Map<String, String> row : file.rows()) {
        assertThat(List.copyOf(row.keySet())).isEqualTo(table.names());
        if (row.get("median") != null) {
          // Two seeds: their mean.
          double mean = (number(row, "low") + number(row, "high")) / 2;
          assertThat(number(row, "median")).isCloseTo(mean, within(1e-9));
        }
      }
    }
    table.check(List.of(cells, molecules));
  }

  @Test
  void linesOfMetricsAreAsThePageHasThem() throws IOException {
    DocumentedTable table = DocumentedTable.of("metrics");
    List<DocumentedTable.Written> files = new ArrayList<>();
    for (String method : List.of("gflownet", "mcmc", "random", "mars", "ppo", "ga")) {
      Path run = run(method, GRID, "method.name=" + method);
      DocumentedTable.Written written = metrics(run);
      files.add(written);
      Map<String, String> before = Map.of("step", "0", "transitions", "0", "seconds", "0");
      for (Map<String, String> row : written.rows()) {
        double steps = number(row, "step");
        assertThat(number(row, "trajectories")).isEqualTo(steps * BATCH);
        assertThat(number(row, "visited")).isEqualTo(steps * BATCH);
        double transitions = number(row, "transitions") - number(before, "transitions");
        double trajectories = (steps - number(before, "step")) * BATCH;
        double seconds = number(row, "seconds") - number(before, "seconds");
        assertThat(number(row, "mean_length")).isCloseTo(transitions / trajectories, within(1e-12));
        assertThat(number(row, "transitions_per_s"))
            .isCloseTo(transitions / seconds, withinPercentage(0.01));
        before = row;
      }
      if (!List.of("mcmc", "mars", "ga").contains(method)) {
        // A path to a cell adds its coordinates up and stops.
        double transitions = 0;
        for (Map<String, String> cell : visited(run).rows()) {
          transitions += number(cell, "x0") + number(cell, "x1") + 1;
        }
        assertThat(number(before, "transitions")).isEqualTo(transitions);
      }
    }
    table.check(files);
  }

  private static DocumentedTable.Written metrics(Path run) throws IOException {
    Map<String, String> types = new HashMap<>();
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : Files.readAllLines(run.resolve(MetricsLog.NAME))) {
      JsonNode report = new ObjectMapper().readTree(line);
      Map<String, String> row = new HashMap<>();
      for (Iterator<String> names = report.fieldNames(); names.hasNext(); ) {
        String name = names.next();
        JsonNode value = report.get(name);
        row.put(name, value.isNull() ? null : value.asText());
        // What is no finite number is null.
        types.put(name, value.isIntegralNumber() ? "long" : "double");
      }
      rows.add(row);
    }
    return new DocumentedTable.Written(types, rows, settings(run));
  }

  @Test
  void everyFileOfARunFolderIsThere() throws IOException {
    Path run = run("whole", GRID, "report.write=true");
    String text = Files.readString(PAGE);
    text = text.substring(text.indexOf("## Run folder"));
    text = text.substring(text.indexOf("\n`"), text.indexOf("; with"));
    List<String> names =
        Pattern.compile("`([^`]+)`").matcher(text).results().map(name -> name.group(1)).toList();
    assertThat(names).hasSizeGreaterThan(7);
    for (String name : names) {
      assertThat(run.resolve(name)).exists();
      assertThat(Files.isDirectory(run.resolve(name))).isEqualTo(name.endsWith("/"));
    }
    try (Stream<Path> files = Files.list(run)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .allMatch(name -> names.contains(name) || names.contains(name + "/"));
    }
  }

  @Test
  void linesOfMetricsGoElsewhereTooAndPythonReadsThem() throws IOException, InterruptedException {
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
    tensorBoardHasTheSame(run, last);
    statsFileHasTheSame(run, last);
    List<String> scripts = scripts();
    assertThat(scripts).hasSize(2);
    assertThat(python("python3", scripts.get(0), run))
        .contains("2 reports, the last at step 6")
        .contains("64 samples of log_reward, log_p")
        .contains("mean log R ");
    String pandas = python(pandas(), scripts.get(1), run);
    for (DocumentedTable.Column column : DocumentedTable.of("metrics").columns()) {
      String type = column.type().equals("long") ? "int64" : "float64";
      assertThat(pandas).containsPattern("(?m)^" + column.name() + " +" + type + "$");
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

package org.gflownet.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gflownet.job.sample.SampleCommand;
import org.gflownet.run.folder.RunFolder;
import org.gflownet.testing.LocalSpark;
import org.gflownet.testing.ParquetFiles;
import org.gflownet.testing.Programs;
import org.gflownet.testing.Terminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/files.md says of samples is what {@code sample} writes. */
class FilesPageSparkTest {
  private static final String COMMON =
      """
      train { steps = 2, batch = 8, slices = 2 }
      eval { every = 2, samples = 8 }
      model { hidden = [8], width = 16, rounds = 1 }
      report.write = false
      visited.enabled = false
      cluster.master = "in-process[1]"
      progress.mode = none
      """;

  @TempDir private Path directory;

  private Path run(String name, String conf) throws IOException {
    Path file = Files.writeString(directory.resolve(name + ".conf"), COMMON + conf);
    Path run = directory.resolve(name);
    assertThat(Main.run("train", file.toString(), "--out", run.toString())).isZero();
    return run;
  }

  private Path sample(Path run, int num, String ending) {
    Path output = directory.resolve(run.getFileName() + ending);
    SampleCommand command =
        (SampleCommand)
            Main.commandLine()
                .parseArgs(
                    "sample", run.toString(), "--output", output.toString(), "--num", "" + num)
                .subcommand()
                .commandSpec()
                .userObject();
    Terminal.Result result =
        Terminal.of(() -> command.sample(LocalSpark.context(), command.plan()));
    assertThat(result.exitCode()).as(result.err()).isZero();
    return output;
  }

  private static Config settings(Path run) {
    return ConfigFactory.parseFile(run.resolve(RunFolder.CONFIG).toFile());
  }

  private DocumentedTable.Written parquet(Path run, int num) {
    Path folder = sample(run, num, ".parquet");
    String part = ParquetFiles.names(folder).get(0);
    return new DocumentedTable.Written(
        ParquetFiles.types(folder.resolve(part)), ParquetFiles.rows(folder), settings(run));
  }

  private static double number(Map<String, String> row, String column) {
    return Double.parseDouble(row.get(column));
  }

  @Test
  void samplesOfCellsAreAsThePageHasThem() throws IOException {
    DocumentedTable table = DocumentedTable.of("samples grid");
    Path dark = run("dark", "env { ndim = 2, height = 3, r0 = 0 }\nobjective.eps = 1e-3\n");
    Path bright = run("bright", "env { ndim = 2, height = 3, r0 = 2 }\n");
    int num = 2000;
    List<DocumentedTable.Written> files = List.of(parquet(dark, num), parquet(bright, num));
    table.check(files);
    for (DocumentedTable.Written file : files) {
      assertThat(List.copyOf(file.types().keySet())).isEqualTo(table.names());
      assertThat(file.rows()).hasSize(num);
      // The 19 paths through the grid exclude one another: what was seen of them adds up to nearly
      // 1.
      Map<List<String>, Double> paths = new HashMap<>();
      for (Map<String, String> row : file.rows()) {
        List<String> path = List.of(row.get("x0"), row.get("x1"), row.get("log_pf"));
        paths.merge(path, 1.0, Double::sum);
      }
      assertThat(paths).hasSizeBetween(12, 19);
      double sum = 0;
      for (Map.Entry<List<String>, Double> path : paths.entrySet()) {
        double p = Math.exp(Double.parseDouble(path.getKey().get(2)));
        double deviation = Math.sqrt(p * (1 - p) / num);
        assertThat(path.getValue() / num).isCloseTo(p, within(5 * deviation));
        sum += p;
      }
      assertThat(sum).isBetween(0.99, 1 + 1e-9);
      double r0 = file.settings().getDouble("env.r0");
      for (Map<String, String> row : file.rows()) {
        // The corners of three cells a side have 1/2 more, and none is in the narrow band.
        boolean corner = !row.get("x0").equals("1") && !row.get("x1").equals("1");
        double reward = r0 + (corner ? 0.5 : 0);
        assertThat(Math.exp(number(row, "log_reward"))).isCloseTo(reward, within(1e-12));
      }
    }
    DocumentedTable.Written lines = jsonLines(sample(dark, 20, ".jsonl"), settings(dark));
    assertThat(lines.rows().get(0).keySet()).containsExactlyElementsOf(table.names());
  }

  private static DocumentedTable.Written jsonLines(Path file, Config settings) throws IOException {
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      JsonNode object = new ObjectMapper().readTree(line);
      Map<String, String> row = new LinkedHashMap<>();
      for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
        String name = names.next();
        row.put(name, object.get(name).isNull() ? null : object.get(name).asText());
      }
      rows.add(row);
    }
    return new DocumentedTable.Written(Map.of(), rows, settings);
  }

  @Test
  void samplesOfMoleculesAreAsThePageHasThem() throws IOException {
    DocumentedTable table = DocumentedTable.of("samples molecules");
    Path vocabulary =
        Files.writeString(
            directory.resolve("v.csv"),
            "name,smiles,atoms\nmethyl,C,0\nring,C1CC1,0;1\noxygen,O,0;0\namine,N,0;0\n");
    String env =
        "env { name = molecule, min-blocks = 1, max-blocks = 3, vocabulary = \""
            + vocabulary
            + "\" }\nobjective.eps = 1e-6\nreward.max-failures = 1\n";
    List<DocumentedTable.Written> files = new ArrayList<>();
    // No docking ends in a millisecond.
    Programs.require("obabel", "vina");
    Path receptor = Files.writeString(directory.resolve("receptor.pdbqt"), "ATOM\n");
    String docking =
        "reward { name = docking, docking { timeout = 0.001, retries = 0, receptor = \"";
    files.add(parquet(run("docking", env + docking + receptor + "\" } }\n"), 40));
    files.add(parquet(run("logp", env + "reward { name = logp, norm = 0.1 }\n"), 300));
    for (Map<String, String> row : files.get(1).rows()) {
      double reward = Math.max(0.01, number(row, "raw")) / 0.1;
      assertThat(number(row, "log_reward")).isCloseTo(Math.log(reward), within(1e-9));
    }
    for (DocumentedTable.Written file : files) {
      assertThat(List.copyOf(file.types().keySet())).isEqualTo(table.names());
    }
    Map<String, String> impossible = new HashMap<>(files.get(0).rows().get(0));
    impossible.putAll(FilesPageTest.impossible());
    files.add(new DocumentedTable.Written(Map.of(), List.of(impossible), files.get(0).settings()));
    table.check(files);
  }
}

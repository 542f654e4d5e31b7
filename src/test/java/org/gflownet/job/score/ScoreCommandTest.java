package org.gflownet.job.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import org.gflownet.chem.MoleculeReader;
import org.gflownet.chem.SdfRecord;
import org.gflownet.chem.SehData;
import org.gflownet.config.RewardConfig;
import org.gflownet.job.Main;
import org.gflownet.math.RegressionFigures;
import org.gflownet.model.Activation;
import org.gflownet.model.Initialization;
import org.gflownet.model.MlpSpec;
import org.gflownet.reward.chem.ScoredMolecule;
import org.gflownet.reward.chem.proxy.DataSplit;
import org.gflownet.reward.chem.proxy.FingerprintSpec;
import org.gflownet.reward.chem.proxy.ProxyManifest;
import org.gflownet.reward.chem.proxy.ProxyModel;
import org.gflownet.reward.chem.proxy.ProxyRecord;
import org.gflownet.reward.chem.proxy.ProxyScorer;
import org.gflownet.run.ExitCode;
import org.gflownet.spark.dl4j.ProxyFile;
import org.gflownet.table.DelimitedReader;
import org.gflownet.table.TableRow;
import org.gflownet.table.TextInput;
import org.gflownet.testing.DataSets;
import org.gflownet.testing.ParquetFiles;
import org.gflownet.testing.Programs;
import org.gflownet.testing.Terminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ScoreCommandTest {
  @TempDir private Path folder;
  private String printed;
  private String complaints;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Path out(String name) {
    return folder.resolve(name);
  }

  private int score(Object... arguments) {
    List<String> all = new ArrayList<>(List.of("score"));
    for (Object argument : arguments) {
      all.add(argument.toString());
    }
    all.addAll(List.of("--set", "progress.mode=none"));
    if (!all.contains("--master")) {
      all.addAll(List.of("--master", "in-process[2]"));
    }
    Terminal.Result result = Terminal.of(() -> Main.run(all.toArray(String[]::new)));
    complaints = result.err();
    printed = result.out();
    return result.exitCode();
  }

  private static List<Map<String, String>> table(Path csv) throws IOException {
    List<Map<String, String>> rows = new ArrayList<>();
    try (DelimitedReader reader =
        new DelimitedReader(new TextInput(Files.newInputStream(csv)), null)) {
      for (TableRow row = reader.next(); row != null; row = reader.next()) {
        Map<String, String> cells = new HashMap<>();
        for (int c = 0; c < row.cells().length; c++) {
          cells.put(reader.columns().get(c).name(), row.cells()[c]);
        }
        rows.add(cells);
      }
    }
    return rows;
  }

  @Test
  void aRowForEachRowInTheirOrder() throws IOException {
    Path in =
        file(
            "in.txt",
            "id;Smiles;raw;Reward\n1;CCO;\"a\nb\";x\n2;;c;\n3;C1CC;d\n4;CCO;e;f;g\n5; OCC ;h;\n");
    assertThat(score("--reward", "mw", in, out("no.csv"))).isEqualTo(ExitCode.USER);
    assertThat(complaints)
        .contains("row 1 leaves a quote open at the end of line 2")
        .contains("--multiline");
    assertThat(score("--reward", "mw", "--multiline", in, out("out.csv"), "--max-invalid", "3"))
        .isZero();
    assertThat(Files.readString(out("out.csv")).lines().findFirst())
        .contains("id,Smiles,input.raw,input.Reward,reward,raw,error");
    List<Map<String, String>> rows = table(out("out.csv"));
    assertThat(rows.stream().map(row -> row.get("id"))).containsExactly("1", "2", "3", "4", "5");
    assertThat(rows.get(0).get("input.raw")).isEqualTo("a\nb");
    assertThat(Double.parseDouble(rows.get(0).get("raw"))).isCloseTo(46.07, within(.01));
    assertThat(rows.get(0).get("error")).isNull();
    assertThat(rows.get(1)).containsEntry("error", "the row has no structure");
    assertThat(rows.get(1).get("raw")).isNull();
    assertThat(rows.get(2).get("error")).contains("SMILES cannot be read");
    assertThat(rows.get(3)).containsEntry("error", "the row has 5 fields, the header 4");
    assertThat(rows.get(4).get("raw")).isEqualTo(rows.get(0).get("raw"));
    assertThat(printed)
        .contains("5 rows: 2 scored, 3 invalid")
        .contains("1  the row has N fields, the header N");
    assertThat(complaints).contains("column raw is called input.raw");
    assertThat(out("out.csv.parts")).doesNotExist();
    assertThat(score("--reward", "mw", "--multiline", in, out("b.csv"), "--max-invalid", "50%"))
        .isEqualTo(2);
    assertThat(complaints).contains("3 of 5 rows have no score, more than --max-invalid 50%");
    assertThat(out("b.csv")).hasSameTextualContentAs(out("out.csv"));
  }

  @Test
  void partsOfACombinationHaveColumns() throws IOException {
    Path in = file("in.smi", "CCO ethanol\nc1ccccc1\n");
    String parts = "reward.parts=[{name = qed}, {name = mw, zero = 100, one = 0}]";
    assertThat(score("--reward", "product", "--set", parts, in, out("o.csv"))).isZero();
    Map<String, String> row = table(out("o.csv")).get(0);
    assertThat(row)
        .containsOnlyKeys("smiles", "name", "reward", "raw", "raw.qed", "raw.mw", "error");
    double qed = Double.parseDouble(row.get("raw.qed"));
    double mw = Double.parseDouble(row.get("raw.mw"));
    assertThat(Double.parseDouble(row.get("raw"))).isCloseTo(qed * (1 - mw / 100), within(1e-12));
  }

  @Test
  void formatsAgree() throws IOException {
    Path in = file("in.csv", "smiles,n\nCCO,1\nc1ccccc1O,2\nC[N+](C)(C)C,\n");
    assertThat(score("--reward", "qed", in, out("a.csv"))).isZero();
    assertThat(score("--reward", "qed", in, out("a.parquet"), "--chunk-rows", "1")).isZero();
    assertThat(score("--reward", "qed", out("a.parquet"), out("b.csv"))).isZero();
    List<Map<String, String>> rows = table(out("a.csv"));
    List<Map<String, String>> again = table(out("b.csv"));
    StringBuilder sdf = new StringBuilder();
    for (int i = 0; i < 3; i++) {
      assertThat(again.get(i))
          .containsEntry("raw", rows.get(i).get("raw"))
          .containsEntry("input.raw", rows.get(i).get("raw"))
          .containsEntry("n", rows.get(i).get("n"));
      sdf.append(SdfRecord.of(rows.get(i).get("smiles"), Map.of("k", "v" + i))).append('\n');
    }
    assertThat(score("--reward", "qed", file("in.sdf", sdf.toString()), out("c.csv"))).isZero();
    for (int i = 0; i < 3; i++) {
      assertThat(table(out("c.csv")).get(i))
          .containsEntry("raw", rows.get(i).get("raw"))
          .containsEntry("k", "v" + i)
          .doesNotContainEntry("smiles", null);
    }
  }

  @Test
  void goesOnWhereARunStopped() throws IOException {
    StringBuilder smiles = new StringBuilder();
    for (int i = 1; i <= 50; i++) {
      smiles.append("C".repeat(i)).append('\n');
    }
    Path in = file("in.smi", smiles.toString());
    Path whole = out("whole.csv");
    assertThat(score("--reward", "qed", in, whole, "--chunk-rows", "7")).isZero();
    Path stopped = out("stopped.csv");
    stop(in, stopped);
    assertThat(score("--reward", "qed", in, stopped, "--chunk-rows", "7")).isEqualTo(2);
    assertThat(complaints).contains("--resume").contains("--overwrite");
    assertThat(score("--reward", "mw", in, stopped, "--chunk-rows", "7", "--resume")).isEqualTo(2);
    assertThat(complaints.lines()).hasSize(1);
    assertThat(complaints).contains("reward.name was qed, is mw");
    assertThat(score("--reward", "qed", in, stopped, "--resume")).isEqualTo(2);
    assertThat(complaints).contains("chunk-rows was 7, is 1000");
    Path marked = part(stopped, 2);
    String text = Files.readString(marked);
    Files.writeString(marked, text.replace(",,", ",marked,"));
    assertThat(score("--reward", "qed", in, stopped, "--chunk-rows", "7", "--resume"))
        .as(complaints)
        .isZero();
    assertThat(printed).contains("50 rows: 50 scored, 0 invalid");
    // The part that was there was taken as it is: it was not scored again.
    assertThat(Files.readString(stopped)).contains("marked");
    assertThat(Files.readString(stopped).replace(",marked,", ",,"))
        .isEqualTo(Files.readString(whole));
    stop(in, out("other.csv"));
    file("in.smi", smiles + "O\n");
    assertThat(score("--reward", "qed", in, out("other.csv"), "--chunk-rows", "7", "--resume"))
        .isEqualTo(2);
    assertThat(complaints).contains("input.rows was 50, is 51").contains("input.sha256 was");
  }

  /** Leaves what a run leaves that is stopped after three of its chunks. */
  private static void stop(Path in, Path output) throws IOException {
    ScoreCommand command = new ScoreCommand();
    new CommandLine(command)
        .parseArgs(
            "--reward",
            "qed",
            in.toString(),
            output.toString(),
            "--chunk-rows=7",
            "--master=in-process[2]",
            "--set=progress.mode=none");
    AtomicInteger asked = new AtomicInteger();
    assertThat(command.score(() -> asked.getAndIncrement() == 3)).isEqualTo(ExitCode.FAULT);
    assertThat(output).doesNotExist();
    assertThat(Path.of(output + ".parts/rows")).isDirectoryContaining("glob:**part-00000002-*");
    assertThat(Path.of(output + ".parts/rows")).isDirectoryNotContaining("glob:**part-00000003-*");
  }

  /** A part of an unfinished output. */
  private static Path part(Path output, int number) throws IOException {
    String name = "part-%08d-*.csv".formatted(number);
    try (var found = Files.newDirectoryStream(Path.of(output + ".parts/rows"), name)) {
      return found.iterator().next();
    }
  }

  @Test
  void everyRewardIsInTheHelps() throws IOException {
    assertThat(score("--help")).isZero();
    String script = Files.readString(Path.of("submit-scripts/score.sh"));
    assertThat(RewardConfig.ofMolecules())
        .containsExactly(
            "qed", "logp", "tpsa", "mw", "sa", "seh", "docking", "proxy", "product", "weighted");
    for (String name : RewardConfig.ofMolecules()) {
      assertThat(printed).as(name).containsPattern("(?s)--reward=NAME[^-]*\\b" + name + "\\b");
      assertThat(script).as(name).containsPattern("--reward NAME .*\\b" + name + "\\b");
    }
  }

  @Test
  void oneLinePerMistake() throws IOException {
    String in = file("in.csv", "smiles,y\nCC,1\n").toString();
    String out = out("o.csv").toString();
    refused("name a reward", in, out);
    refused("reward.name = \"bad\"", in, out, "--reward", "bad");
    refused("reward.seh.weights", in, out, "--reward", "seh");
    refused("nowhere.npz", in, out, "--reward", "seh", "--set", "reward.seh.weights=nowhere.npz");
    refused("does not exist", out("no.csv"), out, "--reward", "qed");
    refused("input in.doc must end in", "in.doc", out, "--reward", "qed");
    refused("must end in .csv or .parquet", in, "o.sdf", "--reward", "qed");
    refused("output", in, in, "--reward", "qed");
    refused("no unfinished run", in, out, "--reward", "qed", "--resume");
    refused("exclude", in, out, "--reward", "qed", "--resume", "--overwrite");
    refused("no column 'z'", in, out, "--reward", "qed", "--smiles-column", "z");
    refused("--max-invalid", in, out, "--reward", "qed", "--max-invalid", "-1");
    refused("--delimiter", in, out, "--reward", "qed", "--delimiter", "ab");
    refused("--chunk-rows", in, out, "--reward", "qed", "--chunk-rows", "0");
    refused("no column 'smiles'", file("a.csv", "a,b\n1,2\n"), out, "--reward", "qed");
    refused("has 2 columns called", file("b.csv", "SMILES,Smiles\nC,C\n"), out, "--reward", "qed");
    refused("twice", file("c.csv", "smiles,a,a\nC,1,2\n"), out, "--reward", "qed");
    refused("is empty", file("d.csv", ""), out, "--reward", "qed");
    refused("is empty", file("d.smi", ""), out, "--reward", "qed");
    refused("is empty", file("d.sdf", ""), out, "--reward", "qed");
    refused("no whole Parquet", file("d.parquet", "PAR1"), out, "--reward", "qed");
    refused("row 1 has", file("e.csv", "smiles\n" + "C".repeat(10 << 20)), out, "--reward", "qed");
    refused("line 1 is", file("e.smi", "C".repeat(10 << 20)), out, "--reward", "qed");
    Path garbage = out("g.csv");
    Files.write(garbage, new byte[] {(byte) 0x80, 1, 2, (byte) 0xFF});
    refused("not UTF-8", garbage, out, "--reward", "qed");
    assertThat(out("o.csv")).doesNotExist();
    assertThat(out("o.csv.parts")).doesNotExist();
  }

  private void refused(String reason, Object... arguments) {
    assertThat(score(arguments)).as(complaints).isEqualTo(ExitCode.USER);
    assertThat(complaints.lines()).as(complaints).hasSize(1);
    assertThat(complaints).contains(reason);
  }

  @Test
  void aHeaderAloneIsATableWithoutRows() throws IOException {
    Path in = file("in.csv", "\uFEFFid,smiles\r\n");
    assertThat(score("--reward", "qed", in, out("o.csv"))).isZero();
    assertThat(out("o.csv")).hasContent("id,smiles,reward,raw,error\n");
    assertThat(printed).contains("0 rows: 0 scored, 0 invalid");
    assertThat(score("--reward", "qed", in, out("o.csv"))).isEqualTo(2);
    assertThat(complaints).contains("exists already");
    file("in.csv", "smiles\r\nC\r\n");
    assertThat(score("--reward", "qed", in, out("o.csv"), "--overwrite")).isZero();
    assertThat(table(out("o.csv"))).hasSize(1);
    assertThat(score("--reward", "qed", in, out("o.parquet"))).isZero();
    List<Map<String, String>> rows = new ArrayList<>();
    ParquetFiles.read(out("o.parquet"), rows);
    assertThat(rows).hasSize(1);
  }

  @Test
  void agreesWithThePublishedNetwork() throws IOException {
    String weights = "reward.seh.weights=" + SehData.file("seh_proxy.npz");
    Path real = SehData.file("seh_chembl.csv");
    assertThat(score("--reward", "seh", "--set", weights, real, out("c.csv"))).isZero();
    Map<String, Double> known = new HashMap<>();
    Path golden = out("golden.csv");
    String text = Files.readString(SehData.file("golden_dev.csv"));
    Files.writeString(golden, text.replaceFirst("stem_atoms_smiles_order", "stem_atoms"));
    for (Map<String, String> row : SehData.rows("golden_dev.csv")) {
      known.put(row.get("smiles"), Double.parseDouble(row.get("raw_orig_nomask")));
    }
    List<Map<String, String>> rows = table(out("c.csv"));
    assertThat(rows).hasSize(2858);
    int shared = 0;
    for (Map<String, String> row : rows) {
      assertThat(row.get("raw") == null).isEqualTo(row.get("Smiles") == null);
      Double expected = known.get(row.get("Smiles"));
      if (expected != null) {
        assertThat(Double.parseDouble(row.get("raw"))).isCloseTo(expected, within(1e-4));
        shared++;
      }
    }
    assertThat(shared).isGreaterThanOrEqualTo(6);
    assertThat(score("--reward", "seh", "--set", weights, golden, out("g.csv"))).isZero();
    int masked = 0;
    for (Map<String, String> row : table(out("g.csv"))) {
      if (row.get("raw_orig_mask") != null) {
        assertThat(Double.parseDouble(row.get("raw")))
            .isCloseTo(Double.parseDouble(row.get("raw_orig_mask")), within(1e-4));
        masked++;
      }
    }
    assertThat(masked).isEqualTo(222);
  }

  @Test
  void saltsIsotopesAndUnknownElementsLeaveTheOtherRowsAlone() throws IOException {
    String weights = "reward.seh.weights=" + SehData.file("seh_proxy.npz");
    String unusual = "[Na+].CC(=O)[O-]\n[2H]C([2H])([2H])O\n[Xx]\n[999C]\n[U](F)(F)F\n*C\nCCO\n";
    Path in = file("in.smi", unusual);
    for (String reward : List.of("seh", "qed", "mw")) {
      Path scored = out(reward + ".csv");
      assertThat(score("--reward", reward, "--set", weights, in, scored, "--max-invalid", "5"))
          .as(complaints)
          .isZero();
      List<Map<String, String>> rows = table(scored);
      assertThat(rows).hasSize(7);
      for (Map<String, String> row : rows) {
        assertThat(row.get("raw") == null).as(row.toString()).isEqualTo(row.get("error") != null);
      }
      assertThat(rows.get(0).get("error")).isNull();
      assertThat(rows.get(1).get("error")).isNull();
      assertThat(rows.get(2).get("error")).isEqualTo("atom 0 is not of one known element");
      assertThat(rows.get(6).get("error")).isNull();
    }
  }

  @Test
  void aFittedNetworkScoresByItself() throws IOException {
    FingerprintSpec fingerprint = new FingerprintSpec(FingerprintSpec.Kind.MORGAN, 2, 64, true);
    MlpSpec network = new MlpSpec(64, List.of(8), 1, Activation.RELU);
    float[] parameters = Initialization.HE.parameters(network, 3);
    ProxyRecord origin =
        new ProxyRecord(
            "y",
            "data.csv",
            "0".repeat(64),
            0,
            DataSplit.Kind.RANDOM,
            8,
            1,
            new RegressionFigures(2, 1, OptionalDouble.empty(), OptionalDouble.empty()),
            1);
    Path proxy = out("proxy.zip");
    try (OutputStream stream = Files.newOutputStream(proxy)) {
      ProxyFile.write(stream, new ProxyManifest(fingerprint, network, 6, 0.5, origin), parameters);
    }
    Path in = file("in.smi", "CCO\nc1ccccc1CN\nC(\n");
    String model = "reward.proxy.model=" + proxy;
    assertThat(score("--reward", "proxy", "--set", model, in, out("p.csv"), "--max-invalid", "1"))
        .as(complaints)
        .isZero();
    ProxyScorer scorer = new ProxyScorer(new ProxyModel(fingerprint, network, 6, 0.5, parameters));
    List<Map<String, String>> rows = table(out("p.csv"));
    for (int i = 0; i < 2; i++) {
      ScoredMolecule molecule =
          ScoredMolecule.of(
              MoleculeReader.parse(
                  MoleculeReader.parse(rows.get(i).get("smiles")).canonicalSmiles()));
      assertThat(Double.parseDouble(rows.get(i).get("raw")))
          .isEqualTo(scorer.score(List.of(molecule)).get(0).value());
    }
    assertThat(rows.get(2).get("error")).contains("cannot be read");
    Files.write(proxy, new byte[] {80, 75, 3, 4, 0});
    refused("reward.proxy", "--reward", "proxy", "--set", model, in, out("q.csv"));
  }

  @Test
  void dockingScoresWithItsPrograms() throws IOException {
    Programs.require("obabel", "vina");
    String receptor = "reward.docking.receptor=" + DataSets.seh("4jnc.nohet.aligned.pdbqt");
    Path in = file("in.csv", "id,smiles\n1,C1CC\n2,c1ccccc1\n");
    assertThat(
            score("--reward", "docking", "--set", receptor, in, out("d.csv"), "--max-invalid", "1"))
        .as(complaints)
        .isZero();
    List<Map<String, String>> rows = table(out("d.csv"));
    assertThat(rows.get(0).get("error")).contains("cannot be read");
    assertThat(Double.parseDouble(rows.get(1).get("raw"))).isBetween(3.0, 5.5);
    refused("reward.docking.receptor", "--reward", "docking", in, out("e.csv"));
    refused(
        "nowhere.pdbqt",
        "--reward",
        "docking",
        "--set",
        "reward.docking.receptor=nowhere.pdbqt",
        in,
        out("e.csv"));
  }
}

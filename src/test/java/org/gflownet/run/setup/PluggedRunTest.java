package org.gflownet.run.setup;

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
import java.util.Arrays;
import java.util.List;
import org.gflownet.job.Main;
import org.gflownet.run.ExitCode;
import org.gflownet.testing.ExampleJar;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands with the environment and the rewards of {@code examples/own-problem}. */
class PluggedRunTest {
  private static final String STRANDS = ExampleJar.PROJECT.resolve("strands.conf").toString();
  private static final String ATOMS = ExampleJar.PROJECT.resolve("heteroatoms.conf").toString();

  @TempDir private Path directory;
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
  private ExampleJar jar;

  @BeforeEach
  void capture() throws IOException {
    jar = ExampleJar.use(Files.createDirectory(directory.resolve("classes")));
    System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(errBytes, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void release() {
    System.setOut(out);
    System.setErr(err);
    jar.close();
  }

  private String err() {
    return errBytes.toString(StandardCharsets.UTF_8);
  }

  private int train(String conf, String run, String... settings) {
    List<String> args =
        new ArrayList<>(List.of("train", conf, "--out", directory.resolve(run).toString()));
    for (String setting : settings) {
      args.addAll(List.of("--set", setting));
    }
    args.addAll(List.of("--set", "progress.mode=none", "--master", "in-process[2]"));
    return Main.run(args.toArray(String[]::new));
  }

  private JsonNode lastReport(String run) throws IOException {
    List<String> lines = Files.readAllLines(directory.resolve(run).resolve("metrics.jsonl"));
    return new ObjectMapper().readTree(lines.get(lines.size() - 1));
  }

  @ParameterizedTest
  @CsvSource({"fm,uniform", "tb,learned", "subtb,uniform"})
  void learnsItsTarget(String objective, String backwardPolicy) throws IOException {
    assertThat(
            train(
                STRANDS,
                "run",
                "env.plugin.length=3",
                "train.steps=400",
                "train.objective=" + objective,
                "objective.backward-policy=" + backwardPolicy))
        .as(err())
        .isZero();
    assertThat(lastReport("run").get("exact.tv").asDouble()).isLessThan(0.1);
    String resolved = Files.readString(directory.resolve("run/config.resolved.conf"));
    assertThat(resolved).contains("name=strands", "name=motif", "length=3");
    String page = Files.readString(directory.resolve("run/report.html"));
    assertThat(page).contains("strands, reward motif");
    assertThat(Files.readString(directory.resolve("run/provenance.json")))
        .contains("example.strands.StrandPlugin", "example.strands.MotifPlugin");
  }

  @Test
  void moleculesAreScoredByAPlugin() throws IOException {
    assertThat(train(ATOMS, "run", "train.steps=4", "eval.every=4")).as(err()).isZero();
    JsonNode report = lastReport("run");
    assertThat(report.get("visited.reward.max").asDouble()).isBetween(0.01, 1.0);
    assertThat(report.get("reward_calls").asInt()).isPositive();
  }

  @Test
  void tablesAreScoredByAPluginAndPartsMayBeOne() throws IOException {
    Path table = directory.resolve("some.smi");
    Files.writeString(table, "CCO ethanol\nO water\n");
    Path scored = directory.resolve("scored.csv");
    int code =
        Main.run(
            "score",
            "--reward",
            "heteroatoms",
            table.toString(),
            scored.toString(),
            "--max-invalid",
            "1",
            "--master",
            "in-process[1]");
    assertThat(code).as(err()).isZero();
    assertThat(Files.readString(scored))
        .contains("0.3333333333333333")
        .contains("fewer than 3 atoms");
    assertThat(
            train(
                ATOMS,
                "parts",
                "train.steps=2",
                "reward.name=product",
                "reward.parts=[{ name = qed }, { name = heteroatoms }]"))
        .as(err())
        .isZero();
  }

  @Test
  void aHyperGridTakesARewardOfItsStatesOnly() {
    assertThat(train("conf/quickstart.conf", "run", "reward.name=motif")).isEqualTo(ExitCode.USER);
    assertThat(err())
        .contains("reward.name = motif rates states of java.lang.String, and env.name = hypergrid");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "env.plugin.length=13 | env.plugin (strands): length = 13: use a whole number from 1 to 12",
        "env.plugin.length=long | env.plugin.length = \"long\": use a whole number, as in length ="
            + " 5",
        "env.plugin.size=3 | env.plugin.size = 3: strands has no such setting; use one of length",
        "reward.plugin.motif=GX | reward.plugin (motif): motif = GX: use letters",
        "env.name=strand | use one of hypergrid, molecule, strands, or the name of a plug-in",
        "reward.name=motive | use one of env, qed",
        "reward.name=env | needs a reward that is a plug-in; set reward.name to one of [motif]",
        "train.objective=fl-db | needs a reward of every state",
        "method.name=ga | env.name = strands does not say how its objects are crossed",
        "condition={min=0.5,max=2} | is for grids and molecules; remove it",
        "replay={kind=file,file=x.csv} | takes cells of a grid or molecules; remove it",
        "env.name=hypergrid | only plug-ins have settings here"
      })
  void mistakesAreOneLine(String setting, String message) {
    assertThat(train(STRANDS, "run", setting.strip())).isEqualTo(ExitCode.USER);
    assertThat(err().strip()).contains(message.strip()).doesNotContain("\n");
    assertThat(directory.resolve("run")).doesNotExist();
  }

  @Test
  void withoutTheJarThePluginIsUnknown() {
    jar.close();
    assertThat(train(STRANDS, "run")).isEqualTo(ExitCode.USER);
    assertThat(err())
        .contains(
            "env.name = \"strands\": use one of hypergrid, molecule, or the name of a plug-in")
        .contains("--jars");
    assertThat(Arrays.asList(directory.toFile().list())).doesNotContain("run");
  }
}

package org.gflownet.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.gflownet.config.ConfigLoader;
import org.gflownet.job.common.MasterOption;
import org.gflownet.run.ExitCode;
import org.gflownet.testing.Terminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What every command is expected to answer to. */
class CommandHabitsTest {
  @TempDir private Path directory;
  private final StringWriter out = new StringWriter();

  private int run(String... args) {
    return Main.commandLine().setOut(new PrintWriter(out, true)).execute(args);
  }

  private String grid(String more) throws IOException {
    Path conf = directory.resolve("a grid.conf");
    Files.writeString(conf, "train.steps = 7\n" + more);
    return conf.toString();
  }

  private static Stream<String> commands() {
    return Main.commandLine().getSubcommands().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpShowsExamples(String command) {
    assertThat(run(command, "--help")).isZero();
    assertThat(out.toString()).contains("Usage: gflownet " + command).contains("Examples:");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void eachHasAScriptOfItsName(String command) throws IOException {
    Path script = Path.of("submit-scripts", command + ".sh");
    assertThat(script).isExecutable();
    assertThat(Files.readString(script)).containsPattern("(_submit\\.sh\"|\\.Main) " + command);
  }

  @Test
  void saysItsVersion() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString()).startsWith("gflownet-spark ");
  }

  @Test
  void coloursAreLeftOutWhereNoTerminalIs() {
    run("doctor");
    assertThat(out.toString()).doesNotContain("\u001b[");
  }

  @Test
  void doctorFindsThisMachineFit() throws IOException {
    assertThat(run("doctor", grid("model.hidden = [8]"))).as(out.toString()).isZero();
    assertThat(out.toString())
        .contains("ok   java           17")
        .contains("ok   spark          Spark 3.5")
        .contains("ok   engine auto")
        .contains("ok   configuration")
        .contains("ready to train");
  }

  @Test
  void doctorSaysWhatIsWrongWithAConfiguration() throws IOException {
    assertThat(run("doctor", grid("train.lr = -1"))).isEqualTo(ExitCode.USER);
    assertThat(out.toString())
        .containsPattern("bad  configuration .*train\\.lr.* -> mend the configuration")
        .contains("1 of ");
  }

  @Test
  void doctorSaysWhichFileIsMissing() throws IOException {
    String conf = grid("env { name = molecule, vocabulary = nowhere.json }\nreward.name = qed");
    assertThat(run("doctor", conf)).isEqualTo(ExitCode.USER);
    assertThat(out.toString()).containsPattern("bad  .*nowhere\\.json");
  }

  @Test
  void aDryRunPrintsAConfigurationAndWritesNothing() throws IOException {
    Path run = directory.resolve("run");
    String conf = grid("seed = 3");
    Terminal.Result result =
        Terminal.of(() -> run("train", conf, "--dry-run", "--out", run.toString()));
    assertThat(result.exitCode()).isZero();
    assertThat(run).doesNotExist();
    var config = ConfigLoader.parse(result.out(), "what was printed");
    assertThat(config.seed()).isEqualTo(3);
    assertThat(config.train().steps()).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource({
    "'train a.conf --out s3a://me:hunter2@b/run', --out: ",
    "'train a.conf --out=s3a://me:hunter2@b/run --dry-run', --out: ",
    "'train a.conf --set env.vocabulary=s3a://me:hunter2@b/v', --set env.vocabulary: ",
    "'train a.conf --master spark://me:hunter2@h:1', --master: ",
    "'sample ftp://me:hunter2@h/run --num 3 --output s.csv', RUN: ",
    "'sample run --output x://me:hunter2@h/s.csv --num 3', --output: ",
    "'evaluate x://me:hunter2@h/run', RUN: ",
    "'report x://me:hunter2@h/run', RUN: ",
    "'score --reward qed x://me:hunter2@h/a.smi b.csv', INPUT... OUTPUT: ",
    "'score --reward qed a.smi https://hunter2@h/b.csv', INPUT... OUTPUT: ",
    "'train a.conf x://me:hunter2@h/run', ''",
    "'train @ARGUMENTS', --out: "
  })
  void addressesWithAPasswordAreRefusedAndNotRepeated(String line, String place)
      throws IOException {
    Path file = directory.resolve("arguments");
    Files.writeString(file, "a.conf --out s3a://me:hunter2@b/run");
    String[] args = line.replace("ARGUMENTS", file.toString()).split(" ");
    Terminal.Result result = Terminal.of(() -> Main.run(args));
    assertThat(result.exitCode()).isEqualTo(ExitCode.USER);
    assertThat(result.err().lines()).singleElement().asString().startsWith("gflownet: " + place);
    assertThat(place.isEmpty() || result.err().contains("leave out what stands before @")).isTrue();
    assertThat(result.out() + result.err()).doesNotContain("hunter2");
  }

  @Test
  void theCommandToGoOnWithHasTheSettingsThatItNeeds() {
    MasterOption options =
        CommandLine.populateCommand(
            new MasterOption(), "--set", "seed=7", "--set", "a=[1, 2]", "--master", "local[2]");
    assertThat(options.typed()).isEqualTo(" --set seed=7 --set 'a=[1, 2]' --master 'local[2]'");
    assertThat(MasterOption.quoted("it's")).isEqualTo("'it'\\''s'");
  }
}

package org.gflownet.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.gflownet.testing.Programs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What the script that {@code completion} prints does in the shells that it is for. */
class CompletionTest {
  @TempDir private Path directory;
  private Path script;

  @BeforeEach
  void print() throws IOException {
    StringWriter out = new StringWriter();
    assertThat(Main.commandLine().setOut(new PrintWriter(out, true)).execute("completion"))
        .isZero();
    script = Files.writeString(directory.resolve("completion"), out.toString());
  }

  private static String run(Path input, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("TERM", "dumb");
    Process process = builder.redirectInput(input.toFile()).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return printed;
  }

  /** Keys pressed on a terminal of their own, which util-linux's script makes. */
  @ParameterizedTest
  @ValueSource(strings = {"bash --norc --noprofile -i", "zsh -f -i"})
  void theTabulatorCompletesSubCommandsAndOptions(String shell)
      throws IOException, InterruptedException {
    Programs.require("script", shell.substring(0, shell.indexOf(' ')));
    Path keys =
        Files.writeString(
            directory.resolve("keys"),
            "source <(cat '"
                + script
                + "')\n"
                + "train.sh() { echo \"got train $*.\"; }\n"
                + "_submit.sh() { echo \"got $*.\"; }\n"
                + "train.sh --res\tx.conf --dry\t\n"
                + "_submit.sh samp\trun --num\t5\n"
                + "exit\n");
    assertThat(run(keys, "script", "-qec", shell, "/dev/null"))
        .contains("\ngot train --resume x.conf --dry-run.")
        .contains("\ngot sample run --num 5.");
  }

  @Test
  void bashKnowsEveryOptionOfTrain() throws IOException, InterruptedException {
    CommandLine train = Main.commandLine().getSubcommands().get("train");
    String code =
        "source '"
            + script
            + "'; complete -p train.sh; COMP_WORDS=(train.sh --); COMP_CWORD=1;"
            + " _complete_train; printf '%s\\n' \"${COMPREPLY[@]}\"";
    String printed = run(Path.of("/dev/null"), "bash", "-c", code);
    TreeSet<String> options = new TreeSet<>(train.getCommandSpec().optionsMap().keySet());
    options.removeIf(name -> !name.startsWith("--"));
    assertThat(List.copyOf(options)).isNotEmpty();
    assertThat(printed.lines()).anyMatch(line -> line.startsWith("complete ")).containsAll(options);
  }
}

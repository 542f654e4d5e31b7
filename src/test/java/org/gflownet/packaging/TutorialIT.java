package org.gflownet.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.gflownet.config.ConfigLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tutorial as a reader follows it: its blocks of Java in the {@code jshell} that the page
 * starts, with the packaged jar, and its commands. That the numbers are right is for {@code
 * TutorialNumbersTest}, which has them from a computation of its own.
 */
class TutorialIT {
  private static final Path PAGE = Path.of("docs", "tutorial.md");
  private static final Pattern BLOCK = Pattern.compile("```(\\w*)\n(.*?)```\n", Pattern.DOTALL);
  private static final Pattern STEP =
      Pattern.compile("```java\n(.*?)```\n(?:\n```text\n(.*?)```\n)?", Pattern.DOTALL);
  private static final String END = "=== end of a block ===";

  @TempDir private Path directory;

  /** The lines of the page that a shell runs. */
  private static List<String> commands(String page) {
    return BLOCK
        .matcher(page)
        .results()
        .filter(block -> block.group(1).isEmpty())
        .flatMap(block -> block.group(2).lines())
        .toList();
  }

  private String run(String command, String input) throws IOException, InterruptedException {
    Path in = Files.writeString(directory.resolve("in.txt"), input);
    Path out = directory.resolve("out.txt");
    Path err = directory.resolve("err.txt");
    int code =
        new ProcessBuilder("bash", "-c", command)
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start()
            .waitFor();
    assertThat(code).as(command + "\n" + Files.readString(err)).isZero();
    return Files.readString(out, StandardCharsets.UTF_8);
  }

  @Test
  void pagePrintsWhatItShows() throws IOException, InterruptedException {
    String page = Files.readString(PAGE);
    List<MatchResult> steps = STEP.matcher(page).results().toList();
    assertThat(steps).hasSize(6);
    StringBuilder input = new StringBuilder();
    for (MatchResult step : steps) {
      input.append(step.group(1)).append("System.out.println(\"" + END + "\");\n");
    }
    String jshell = commands(page).get(0);
    assertThat(jshell).startsWith("jshell -s ");
    // What is wrong in a block is printed too, and then not what the page shows.
    List<String> printed = List.of(run(jshell + " -", input.toString()).split(END + "\n", -1));
    assertThat(printed).as("%s", printed).hasSize(steps.size() + 1);
    StringBuilder executed = new StringBuilder();
    int copied = 0;
    for (int i = 0; i < steps.size(); i++) {
      MatchResult step = steps.get(i);
      executed.append(page, copied, step.start()).append("```java\n" + step.group(1) + "```\n");
      if (!printed.get(i).isEmpty()) {
        executed.append("\n```text\n" + printed.get(i) + "```\n");
      }
      copied = step.end();
    }
    executed.append(page.substring(copied));
    if (Boolean.getBoolean("gflownet.renew")) {
      Files.writeString(PAGE, executed);
    }
    assertThat(Files.readString(PAGE))
        .as("stale; renew it: mvn verify -Dit.test=TutorialIT -Dgflownet.renew=true")
        .isEqualTo(executed.toString());
  }

  @Test
  void commandsAreSoundAsWritten() throws IOException, InterruptedException {
    List<String> commands = commands(Files.readString(PAGE));
    assertThat(commands).hasSize(4);
    for (String command : commands.subList(1, commands.size())) {
      assertThat(command).startsWith("./submit-scripts/train.sh ");
      String printed = run(command + " --dry-run", "");
      assertThat(ConfigLoader.parse(printed, command).train().steps()).isPositive();
    }
  }
}

package org.gflownet.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.gflownet.config.ConfigLoader;
import org.junit.jupiter.api.Test;

/**
 * The commands in the pages, in the heads of configurations and in the helps of the scripts are
 * understood: options, settings and configurations that they name are there.
 */
class DocumentedCommandsTest {
  /** As pages have them, and heads of configurations; as the helps have them. */
  private static final Pattern COMMAND =
      Pattern.compile(
          "(?:(?:# *)?(?:\\./|\\.\\./\\.\\./)submit-scripts/|  )([a-z-]+)\\.sh( [^|<>\\[]*)?");

  private static final Pattern FENCED =
      Pattern.compile("^```\\w*\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern WORD = Pattern.compile("(?:\"[^\"]*\"|'[^']*'|[^\\s\"'])+");
  private static final Set<String> COMMANDS = Main.commandLine().getSubcommands().keySet();

  private static Stream<Path> files(String folder, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(folder))) {
      return files.filter(file -> file.toString().endsWith(ending)).toList().stream();
    }
  }

  /** Lines of code in all files, those that go on with a backslash as one. */
  private static List<String> lines() throws IOException {
    List<Path> files =
        Stream.of(
                Stream.of(Path.of("README.md"), Path.of("CONTRIBUTING.md")),
                files("docs", ".md"),
                files("conf", ".conf"),
                files("submit-scripts", ".sh"),
                files("src/main/java/org/gflownet/job", "Command.java"))
            .flatMap(all -> all)
            .toList();
    List<String> lines = new ArrayList<>();
    for (Path file : files) {
      String text =
          Files.readString(file).replaceAll("\\\\\n#? *", " ").replaceAll("\"\\s*\\+\\s*\"", "");
      boolean isPage = file.toString().endsWith(".md");
      // The helps of the program are texts in Java.
      boolean isJava = file.toString().endsWith(".java");
      Stream<String> code =
          isPage ? FENCED.matcher(text).results().flatMap(m -> m.group(1).lines()) : text.lines();
      code.map(line -> isJava ? line.replaceAll("^ *\"|\",?$", "") : line).forEach(lines::add);
    }
    return lines;
  }

  private static List<String> arguments(String command, String rest) {
    List<String> words = new ArrayList<>(List.of(command));
    Matcher word = WORD.matcher(rest);
    while (word.find() && !word.group().equals("--") && !word.group().startsWith("#")) {
      words.add(word.group().replaceAll("[\"']", ""));
    }
    return words;
  }

  /** Settings of a configuration of ours are checked, too. */
  private static void check(List<String> arguments) {
    ParsedCommandLine.parse(arguments);
    for (String argument : arguments) {
      if (argument.startsWith("conf/") && !argument.startsWith("conf/my-")) {
        assertThat(Path.of(argument)).exists();
      }
    }
    if (arguments.get(0).equals("train") && arguments.get(1).startsWith("conf/")) {
      List<String> overrides = new ArrayList<>();
      for (int i = 0; i < arguments.size(); i++) {
        if (arguments.get(i).equals("--set")) {
          overrides.add(arguments.get(i + 1));
        }
      }
      Path conf = Path.of(arguments.get(1));
      if (Files.exists(conf)) {
        ConfigLoader.load(conf, overrides);
      }
    }
  }

  @Test
  void areUnderstood() throws IOException {
    int count = 0;
    for (String line : lines()) {
      Matcher command = COMMAND.matcher(line);
      if (command.matches() && COMMANDS.contains(command.group(1))) {
        String rest = command.group(2) == null ? "" : command.group(2);
        assertThatCode(() -> check(arguments(command.group(1), rest)))
            .as(line)
            .doesNotThrowAnyException();
        count++;
      }
    }
    assertThat(count).isGreaterThan(80);
  }
}

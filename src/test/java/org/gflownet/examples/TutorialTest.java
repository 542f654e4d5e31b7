package org.gflownet.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import org.junit.jupiter.api.Test;

/** Runs the tutorial in one JShell: every block of Java prints what the page shows below it. */
class TutorialTest {
  private static final Path PAGE = Path.of("docs", "tutorial.md");
  private static final Pattern STEP =
      Pattern.compile("```java\n(.*?)```\n(?:\n```text\n(.*?)```\n)?", Pattern.DOTALL);

  @Test
  void pagePrintsWhatItShows() throws IOException {
    String page = Files.readString(PAGE);
    String executed = execute(page);
    if (Boolean.getBoolean("gflownet.renew")) {
      Files.writeString(PAGE, executed);
    }
    assertThat(executed).contains("```text\n");
    assertThat(Files.readString(PAGE))
        .as("stale; renew it: mvn test -Dtest=TutorialTest -Dgflownet.renew=true")
        .isEqualTo(executed);
  }

  /** The page with the output of its blocks as they print it now. */
  private static String execute(String page) {
    PrintStream terminal = System.out;
    StringBuilder result = new StringBuilder();
    // In this JVM: the blocks see the classes under test, and print to its System.out.
    try (JShell shell = JShell.builder().executionEngine("local").build()) {
      String classPath =
          System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
      shell.addToClasspath(classPath);
      Matcher step = STEP.matcher(page);
      int copied = 0;
      while (step.find()) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        evaluate(shell, step.group(1));
        System.setOut(terminal);
        String output = bytes.toString(StandardCharsets.UTF_8);
        result.append(page, copied, step.start()).append("```java\n").append(step.group(1));
        result.append("```\n");
        if (!output.isEmpty()) {
          result.append("\n```text\n").append(output).append("```\n");
        }
        copied = step.end();
      }
      return result.append(page.substring(copied)).toString();
    } finally {
      System.setOut(terminal);
    }
  }

  private static void evaluate(JShell shell, String block) {
    String rest = block;
    while (!rest.isBlank()) {
      CompletionInfo next = shell.sourceCodeAnalysis().analyzeCompletion(rest);
      String source = next.source() == null ? rest : next.source();
      List<SnippetEvent> events = shell.eval(source);
      for (SnippetEvent event : events) {
        assertThat(event.exception()).as(source).isNull();
        assertThat(event.status())
            .as(
                () ->
                    source
                        + shell.diagnostics(event.snippet()).map(d -> d.getMessage(null)).toList())
            .isEqualTo(Snippet.Status.VALID);
      }
      rest = next.source() == null ? "" : next.remaining();
    }
  }
}

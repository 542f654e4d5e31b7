package org.gflownet.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What pages show of a file is in that file, and the examples ask for this version. */
class ExamplePagesTest {
  private static final Pattern SHOWN =
      Pattern.compile("<!-- (\\S+) -->\n```\\w+\n(.*?)\n```\n", Pattern.DOTALL);
  private static final Pattern VERSION = Pattern.compile("<version>([^<]+)</version>");
  private static final Pattern SPARK_VERSION =
      Pattern.compile("<spark.version>([^<]+)</spark.version>");

  private static final Pattern INEXACT =
      Pattern.compile("\\bMath(\\.|::)(exp|expm1|log|log10|log1p|pow|sin|cos|tan|tanh|cbrt)\\b");

  @ParameterizedTest
  @CsvSource({"docs/own-environment.md,7", "docs/own-reward.md,10", "docs/api.md,4", "README.md,1"})
  void codeOnThePageIsTheExamples(String page, int least) throws IOException {
    Matcher shown = SHOWN.matcher(Files.readString(Path.of(page)));
    int count = 0;
    while (shown.find()) {
      assertThat(Files.readString(Path.of(shown.group(1))))
          .as("%s in %s", shown.group(1), page)
          .contains(shown.group(2));
      count++;
    }
    assertThat(count).isGreaterThanOrEqualTo(least);
  }

  /** A reader copies it, and the same seed is to give the same bits on every machine. */
  @Test
  void theExampleUsesNoFunctionWhoseLastBitVaries() throws IOException {
    List<Path> sources;
    try (Stream<Path> files = Files.walk(Path.of("examples/own-problem/src/main/java"))) {
      sources = files.filter(Files::isRegularFile).toList();
    }
    assertThat(sources).hasSizeGreaterThan(4);
    for (Path source : sources) {
      assertThat(Files.readString(source)).as(source.toString()).doesNotContainPattern(INEXACT);
    }
  }

  private static String inPom(Pattern pattern) throws IOException {
    Matcher found = pattern.matcher(Files.readString(Path.of("pom.xml")));
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"own-problem", "notebook"})
  void theExampleAsksForThisVersion(String example) throws IOException {
    assertThat(Files.readString(Path.of("examples", example, "pom.xml")))
        .contains("<gflownet.version>" + inPom(VERSION) + "</gflownet.version>");
  }

  @Test
  void theNotebookAsksForThisSparkAndThisJar() throws IOException {
    Path notebook = Path.of("examples", "notebook");
    assertThat(Files.readString(notebook.resolve("pom.xml")))
        .contains("<spark.version>" + inPom(SPARK_VERSION) + "</spark.version>");
    String jar = "gflownet-spark-" + inPom(VERSION) + ".jar";
    assertThat(Files.readString(notebook.resolve("README.md"))).contains(jar);
    assertThat(Files.readString(notebook.resolve("notebook.scala"))).contains(jar);
  }
}

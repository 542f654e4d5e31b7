package org.gflownet.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.gflownet.api.GFlowNet;
import org.gflownet.testing.LocalSpark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.collection.JavaConverters;
import scala.collection.immutable.Nil$;
import scala.tools.nsc.Settings;
import scala.tools.nsc.interpreter.IMain;
import scala.tools.nsc.interpreter.Results;

/** {@code examples/notebook/notebook.scala}, line by line as spark-shell reads it. */
class NotebookScriptSparkTest {
  private static final Path SCRIPT = Path.of("examples", "notebook", "notebook.scala");
  private static final String FOLDER = "\"runs/shell\"";
  private static final Set<Integer> AT_THE_EDGE = Set.of(0, 1, 6, 7);

  @TempDir private Path directory;
  private final StringWriter printed = new StringWriter();

  private IMain shell() {
    Settings settings = new Settings();
    List<String> args =
        List.of(
            "-classpath",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    settings.processArguments(JavaConverters.asScalaBuffer(args).toList(), true);
    IMain shell = new IMain(settings, new PrintWriter(printed, true));
    shell.bind(
        "spark", "org.apache.spark.sql.SparkSession", LocalSpark.session(), emptyModifiers());
    return shell;
  }

  @SuppressWarnings("unchecked") // An empty list is one of any elements.
  private static scala.collection.immutable.List<String> emptyModifiers() {
    return (scala.collection.immutable.List<String>) (Object) Nil$.MODULE$;
  }

  private void read(IMain shell, String script) {
    StringBuilder begun = new StringBuilder();
    for (String line : script.lines().toList()) {
      begun.append(line).append('\n');
      Results.Result result = shell.interpret(begun.toString());
      assertThat(result).as("%s\n%s", begun, printed).isNotEqualTo(Results.Error$.MODULE$);
      if (result.equals(Results.Success$.MODULE$)) {
        begun.setLength(0);
      }
    }
    assertThat(begun.toString()).as("read to its end").isBlank();
  }

  @SuppressWarnings("unchecked") // Of a variable whose type the script says.
  private static Dataset<Row> table(IMain shell, String name) {
    return (Dataset<Row>) shell.valueOfTerm(name).get();
  }

  @Test
  void trainsSamplesAndScores() throws IOException {
    String script = Files.readString(SCRIPT);
    assertThat(script).contains(FOLDER);
    String run = directory.resolve("run").toString();
    IMain shell = shell();
    try {
      read(shell, script.replace(FOLDER, '"' + run + '"'));
      assertThat(((GFlowNet) shell.valueOfTerm("model").get()).step()).isEqualTo(150);
      assertThat(table(shell, "cells").takeAsList(16))
          .hasSize(16)
          .allMatch(cell -> AT_THE_EDGE.contains(cell.getInt(0)))
          .allMatch(cell -> AT_THE_EDGE.contains(cell.getInt(1)));
      assertThat(table(shell, "metrics").filter("name = 'exact.tv' AND value < 0.1").count())
          .isEqualTo(1);
      List<Row> scored = table(shell, "scored").collectAsList();
      // Aspirin, by RDKit.
      assertThat(scored.get(0).<Double>getAs("reward")).isEqualTo(0.550, within(0.001));
      assertThat(scored.get(2).<Double>getAs("reward")).isNull();
      assertThat(scored.get(2).<String>getAs("error")).contains("SMILES cannot be read");
    } finally {
      shell.close();
    }
  }
}

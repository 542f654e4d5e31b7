package org.gflownet.job.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.gflownet.chem.Molecule;
import org.gflownet.job.Main;
import org.gflownet.plugin.PluginSettings;
import org.gflownet.reward.chem.MoleculeScorer;
import org.gflownet.reward.chem.Score;
import org.gflownet.reward.chem.ScoredMolecule;
import org.gflownet.reward.chem.ScorerPlugin;
import org.gflownet.run.ExitCode;
import org.gflownet.testing.ExampleJar;
import org.gflownet.testing.LocalSpark;
import org.gflownet.testing.Terminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** How Spark gets the work of {@code score}: many parts in a job. */
class ScoreJobsSparkTest {
  private static final int ROWS = 200;
  private static final int IODINE = 53;

  @TempDir private Path folder;
  private ExampleJar plugins;
  private String complaints;
  private String expected;

  /** Counts the jobs of contexts that name it. */
  public static final class Jobs extends SparkListener {
    private static final AtomicInteger STARTED = new AtomicInteger();

    @Override
    public void onJobStart(SparkListenerJobStart job) {
      STARTED.incrementAndGet();
    }
  }

  /** Counts atoms, and fails for good where one is iodine. */
  public static final class Atoms implements ScorerPlugin, MoleculeScorer {
    @Override
    public String name() {
      return "atoms";
    }

    @Override
    public MoleculeScorer scorer(PluginSettings settings) {
      return this;
    }

    @Override
    public boolean readsStems() {
      return false;
    }

    @Override
    public List<Score> score(List<ScoredMolecule> molecules) {
      return molecules.stream().map(one -> Score.of(count(one.molecule()))).toList();
    }

    private static double count(Molecule molecule) {
      for (int atom = 0; atom < molecule.numAtoms(); atom++) {
        if (molecule.atomicNumber(atom) == IODINE) {
          throw new IllegalStateException("no ring: 3");
        }
      }
      return molecule.numAtoms();
    }
  }

  @BeforeEach
  void scoresWithoutSpark() throws IOException {
    Path jar = folder.resolve("jar");
    Path services = Files.createDirectories(jar.resolve("META-INF/services"));
    Files.writeString(services.resolve(ScorerPlugin.class.getName()), Atoms.class.getName() + "\n");
    plugins = ExampleJar.of(jar);
    StringBuilder rows = new StringBuilder("smiles,n\n");
    for (int i = 0; i < ROWS; i++) {
      rows.append(i == 17 ? "bad(" : "C".repeat(1 + i % 9) + "O").append(',').append(i);
      rows.append('\n');
    }
    Files.writeString(folder.resolve("in.csv"), rows);
    assertThat(score("in-process[2]", "expected.csv")).as(complaints).isZero();
    expected = Files.readString(folder.resolve("expected.csv"));
    LocalSpark.end();
    Jobs.STARTED.set(0);
  }

  @AfterEach
  void takesThePluginAway() {
    plugins.close();
  }

  private String[] arguments(String master, String output, String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--reward=atoms",
                "--max-invalid=9",
                "--chunk-rows=1",
                "--set=progress.mode=none",
                "--set=cluster.spark.\"spark.extraListeners\"=" + quoted(Jobs.class.getName()),
                "--master=" + master));
    all.addAll(List.of(more));
    all.add(folder.resolve("in.csv").toString());
    all.add(folder.resolve(output).toString());
    return all.toArray(String[]::new);
  }

  private static String quoted(String value) {
    return '"' + value + '"';
  }

  private int score(String master, String output, String... more) {
    String[] all = arguments(master, output, more);
    String[] command = Stream.concat(Stream.of("score"), Stream.of(all)).toArray(String[]::new);
    Terminal.Result result = Terminal.of(() -> Main.run(command));
    complaints = result.err();
    return result.exitCode();
  }

  private long numParts(String output) throws IOException {
    Path rows = folder.resolve(output + ".parts/rows");
    if (!Files.isDirectory(rows)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(rows)) {
      return files.filter(file -> file.getFileName().toString().matches("part-.*\\.csv")).count();
    }
  }

  @Test
  void manyPartsAreFewJobsAndTheSameBytes() throws IOException {
    assertThat(score("local[2]", "out.csv")).as(complaints).isZero();
    assertThat(folder.resolve("out.csv")).hasContent(expected);
    assertThat(Jobs.STARTED.get()).isBetween(2, ROWS / 5);
  }

  @Test
  void aRunThatWasStoppedIsGoneOnWithInOtherTasks() throws IOException {
    ScoreCommand command = new ScoreCommand();
    new CommandLine(command).parseArgs(arguments("local[2]", "out.csv"));
    int code =
        command.score(
            () -> {
              try {
                return numParts("out.csv") >= 30;
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    assertThat(code).isEqualTo(ExitCode.FAULT);
    assertThat(numParts("out.csv")).isBetween(30L, ROWS - 1L);
    int before = Jobs.STARTED.get();
    assertThat(score("local[2]", "out.csv", "--resume")).as(complaints).isZero();
    assertThat(folder.resolve("out.csv")).hasContent(expected);
    assertThat(Jobs.STARTED.get() - before).isBetween(2, ROWS / 5);
  }

  @Test
  void aTaskThatFailsForGoodEndsTheRunInOneLine() throws IOException {
    Path in = folder.resolve("in.csv");
    Files.writeString(in, Files.readString(in) + "CI,last\n");
    assertThat(score("local[2]", "out.csv")).as(complaints).isEqualTo(ExitCode.FAULT);
    assertThat(complaints.lines().filter(line -> line.startsWith("gflownet:")))
        .singleElement()
        .asString()
        .contains("a task failed 1 times, the last time with java.lang.IllegalStateException")
        .contains("no ring: 3");
    assertThat(folder.resolve("out.csv")).doesNotExist();
    Files.writeString(in, Files.readString(in).replace("CI,last\n", ""));
    assertThat(numParts("out.csv")).isPositive();
  }
}

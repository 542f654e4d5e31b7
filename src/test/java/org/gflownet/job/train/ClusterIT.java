package org.gflownet.job.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.gflownet.api.ApiOnMasters;
import org.gflownet.math.RandomStream;
import org.gflownet.run.ExitCode;
import org.gflownet.run.folder.MetricsLog;
import org.gflownet.run.train.MemoryWatch;
import org.gflownet.testing.Checkpointed;
import org.gflownet.testing.ClusterProcesses;
import org.gflownet.testing.Eventually;
import org.gflownet.testing.ParquetFiles;
import org.gflownet.testing.QuickJvms;
import org.gflownet.testing.Scripts;
import org.gflownet.testing.Sockets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The scripts with real processes: executors in JVMs of their own, a standalone cluster, drivers
 * that are killed. The run folder's name has a space in it. The longest, so it comes first.
 */
@Order(1)
class ClusterIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path directory;
  private static Scripts scripts;

  /** For all but the runs that every master is compared by. */
  private static Scripts quick;

  private static String cluster;
  private static String expected;

  @BeforeAll
  static void trainInProcessAndStartTheCluster() throws IOException, InterruptedException {
    Files.writeString(
        directory.resolve("grid.conf"),
        """
        env { ndim = 3, height = 5, reward = original-hard }
        model.hidden = [32, 24]
        train { steps = 80, batch = 13, slices = 5, lr = 0.01 }
        exploration.epsilon = 0.05
        eval.every = 40
        checkpoint { every = 10, keep = 2 }
        visited { enabled = true, every = 7 }
        progress.mode = plain
        """);
    scripts =
        new Scripts(
            directory, Map.of("GFLOWNET_CLUSTER_DIR", directory.resolve("cluster").toString()));
    quick = scripts.quick();
    assertThat(train("in process", "in-process").exitCode()).isZero();
    expected = digest("in process");
    Scripts.Result started = scripts.run("cluster.sh", "start", "--workers", "2", "--cores", "1");
    assertThat(started.exitCode()).as(started.toString()).isZero();
    cluster = started.out().lines().filter(line -> line.startsWith("spark://")).findFirst().get();
  }

  @AfterAll
  static void stopTheCluster() throws IOException, InterruptedException {
    assertThat(scripts.run("cluster.sh", "stop").exitCode()).isZero();
    assertThat(scripts.run("cluster.sh", "status").exitCode()).isEqualTo(1);
  }

  private static Scripts.Result train(String run, String master, String... more)
      throws IOException, InterruptedException {
    return scripts.run("train.sh", arguments(run, master, more));
  }

  private static String[] arguments(String run, String master, String... more) {
    List<String> args = new ArrayList<>(List.of("grid.conf", "--out", run, "--master", master));
    args.addAll(List.of(more));
    return args.toArray(String[]::new);
  }

  /** Options for a master; on the cluster, executors have the environment of its daemons. */
  private static List<String> quickExecutors(String master) {
    return master.equals(cluster)
        ? List.of("--master", master, "--", "--conf", QuickJvms.EXECUTORS)
        : List.of("--master", master);
  }

  private static String digest(String run) throws IOException {
    return JSON.readTree(Files.readString(directory.resolve(run).resolve("provenance.json")))
        .path("parameters_sha256")
        .asText();
  }

  /** The rows of the table of visited objects, which are in the order of their steps. */
  private static List<Map<String, String>> visited(String run) {
    return ParquetFiles.rows(directory.resolve(run).resolve("visited"));
  }

  @ParameterizedTest
  @CsvSource({
    "'in-process[1]'",
    "'local[1]'",
    "'local-cluster[2,1,1024]'",
    "'local-cluster[1,2,1024]'"
  })
  void everyMasterGivesTheSameBits(String master) throws IOException, InterruptedException {
    String run = "on " + master.replaceAll("\\W", "-");
    Scripts.Result result = train(run, master);
    assertThat(result.exitCode()).as(result.toString()).isZero();
    assertThat(result.lastLine()).isEqualTo("parameters_sha256 " + expected);
    assertThat(digest(run)).isEqualTo(expected);
    assertThat(visited(run)).isEqualTo(visited("in process")).hasSize(80 * 13);
  }

  @Test
  void aStandaloneClusterTrainsSamplesAndEvaluates() throws IOException, InterruptedException {
    assertThat(scripts.run("cluster.sh", "status").out()).contains(cluster);
    Scripts.Result trained = train("standalone", cluster);
    assertThat(trained.exitCode()).as(trained.toString()).isZero();
    assertThat(digest("standalone")).isEqualTo(expected);
    assertThat(visited("standalone")).isEqualTo(visited("in process"));
    Scripts.Result sampled =
        quick.run(
            "sample.sh",
            "standalone",
            "--num",
            "3000",
            "--output",
            "some samples.csv",
            "--",
            "--conf",
            QuickJvms.EXECUTORS);
    assertThat(sampled.exitCode()).as(sampled.toString()).isZero();
    Scripts.Result again =
        quick.run(
            "sample.sh",
            "in process",
            "--num",
            "3000",
            "--output",
            "b.csv",
            "--master",
            "local[1]");
    assertThat(again.exitCode()).as(again.toString()).isZero();
    List<String> rows = Files.readAllLines(directory.resolve("some samples.csv"));
    assertThat(rows).hasSize(3001).isEqualTo(Files.readAllLines(directory.resolve("b.csv")));
    assertThat(rows.get(0)).isEqualTo("x0,x1,x2,log_reward,log_pf");
  }

  @Test
  void applicationsOfOthersGetTheSameBitsFromTheApi() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Modules that Spark opens, and the one of the kernels.
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("--add-"))
        .forEach(command::add);
    String jar = System.getProperty("gflownet.jar");
    Path jars = Path.of(System.getProperty("gflownet.spark.home"), "jars", "*");
    command.addAll(List.of("-Xmx1g", "-cp", jar + ":target/test-classes:" + jars));
    command.addAll(List.of(ApiOnMasters.class.getName(), jar));
    command.add(directory.resolve("grid.conf").toString());
    command.add(directory.resolve("in process").toString());
    command.add(directory.resolve("api").toString());
    List<String> masters = List.of("local[2]", "local-cluster[2,1,1024]", cluster);
    command.addAll(masters);
    Path out = directory.resolve("api.out");
    Path err = directory.resolve("api.err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().put(QuickJvms.VARIABLE, QuickJvms.OPTION);
    Process application = builder.start();
    assertThat(application.waitFor()).as(Files.readString(err)).isZero();
    List<String> lines = Files.readAllLines(out);
    String results = lines.get(0).replaceFirst("\\S+ \\S+ ", "");
    assertThat(results).startsWith(expected + " ");
    List<String> same = new ArrayList<>();
    for (String master : masters) {
      String serializer = master.startsWith("local-cluster") ? " kryo " : " java ";
      same.add(master + serializer + results);
    }
    assertThat(lines).as(Files.readString(err)).isEqualTo(same);
    assertThat(Files.readString(err))
        .contains("for vector, set spark.executor.extraJavaOptions to --add-modules");
  }

  @Test
  void moleculesGiveTheSameBitsOnAClusterWhoseTasksReadTheVocabulary()
      throws IOException, InterruptedException {
    Files.writeString(
        directory.resolve("four.csv"),
        """
        name,smiles,atoms
        benzene,c1ccccc1,0;1;3
        methyl,C,0;0
        amide,NC=O,0;1
        fluoro,F,0
        """);
    Files.writeString(
        directory.resolve("molecules.conf"),
        """
        env { name = molecule, max-blocks = 4, vocabulary = "%s" }
        reward.name = qed
        model { width = 24, rounds = 2, engine = nd4j }
        train { steps = 12, batch = 9, slices = 3 }
        eval { every = 6, samples = 16 }
        checkpoint.every = 5
        progress.mode = plain
        """
            .formatted(directory.resolve("four.csv")));
    for (String master : List.of("in-process", cluster)) {
      String run = "molecules " + (master.equals(cluster) ? "b" : "a");
      List<String> args = new ArrayList<>(List.of("molecules.conf", "--out", run));
      args.addAll(quickExecutors(master));
      Scripts.Result result = quick.run("train.sh", args.toArray(String[]::new));
      assertThat(result.exitCode()).as(result.toString()).isZero();
    }
    assertThat(digest("molecules b")).isEqualTo(digest("molecules a")).isNotEmpty();
    assertThat(visited("molecules b")).isEqualTo(visited("molecules a")).hasSize(12 * 9);
    List<String> ofExecutors = List.of(MemoryWatch.EXECUTOR_ARRAYS, MemoryWatch.EXECUTOR_PROCESS);
    assertThat(reports("molecules a"))
        .hasSize(2)
        .noneMatch(report -> ofExecutors.stream().anyMatch(report::has));
    assertThat(reports("molecules b"))
        .hasSize(2)
        .allSatisfy(
            report ->
                assertThat(ofExecutors).allMatch(figure -> report.path(figure).asLong() > 1 << 10));
    // Of another process, whose memory is a JVM's.
    JsonNode last = reports("molecules b").get(1);
    assertThat(last.path(MemoryWatch.EXECUTOR_PROCESS).asLong())
        .isBetween(50L << 20, 8L << 30)
        .isNotEqualTo(last.path(MemoryWatch.PROCESS).asLong());
  }

  private static List<JsonNode> reports(String run) throws IOException {
    List<JsonNode> reports = new ArrayList<>();
    for (String line : Files.readAllLines(directory.resolve(run).resolve(MetricsLog.NAME))) {
      reports.add(JSON.readTree(line));
    }
    return reports;
  }

  @Test
  void aProxyFittedOnAClusterHasTheSameBits() throws IOException, InterruptedException {
    StringBuilder data = new StringBuilder("id;Smiles;nitrogens\n");
    for (int i = 0; i < 60; i++) {
      String smiles = "C" + "N".repeat(i % 2) + "C".repeat(i / 4 + 1) + "NC".repeat(i % 4);
      data.append(i).append(';').append(smiles).append(';');
      data.append(smiles.chars().filter(c -> c == 'N').count()).append('\n');
    }
    Files.writeString(directory.resolve("nitrogens.csv"), data + "bad;C1CC;1\nnone;CC;\n");
    List<String> lines = new ArrayList<>();
    for (String master : List.of("local[1]", cluster)) {
      String out = "proxy " + (master.equals(cluster) ? "b" : "a");
      List<String> args =
          new ArrayList<>(List.of("nitrogens.csv", "--target", "nitrogens", "--out", out));
      for (String setting : List.of("proxy.epochs=3", "proxy.bits=128", "proxy.workers=3")) {
        args.addAll(List.of("--set", setting));
      }
      args.addAll(quickExecutors(master));
      Scripts.Result result = quick.run("train-proxy.sh", args.toArray(String[]::new));
      assertThat(result.exitCode()).as(result.toString()).isZero();
      assertThat(result.out()).contains("62 rows: 1 without a target, 1 not readable");
      assertThat(result.err()).doesNotContain("Exception");
      assertThat(directory.resolve(out).resolve("proxy.zip")).isNotEmptyFile();
      assertThat(directory.resolve(out).resolve("held-out.png")).isNotEmptyFile();
      lines.add(result.lastLine());
    }
    assertThat(lines.get(1)).startsWith("parameters_sha256 ").isEqualTo(lines.get(0));
  }

  @Test
  void anExecutorTenTimesSlowerWhoseTasksRunTwiceDoesNotChangeTheBits()
      throws IOException, InterruptedException {
    String run = "slow executor";
    Scripts.Running running =
        quick.start(
            "train.sh",
            arguments(
                run,
                cluster,
                "--",
                "--conf",
                QuickJvms.EXECUTORS,
                "--conf",
                "spark.speculation=true",
                "--conf",
                "spark.speculation.interval=10ms",
                "--conf",
                "spark.speculation.multiplier=1.2",
                "--conf",
                "spark.speculation.minTaskRuntime=1ms"));
    Eventually.until(
        "first checkpoint",
        Duration.ofMinutes(2),
        () -> !running.isAlive() || newestCheckpoint(run) >= 10);
    int pauses = pauseAnExecutorAgainAndAgain(running);
    Scripts.Result result = running.await();
    assertThat(result.exitCode()).as(result.toString()).isZero();
    assertThat(pauses).isGreaterThan(5);
    assertThat(digest(run)).isEqualTo(expected);
    assertThat(visited(run)).isEqualTo(visited("in process"));
  }

  /** Executor 0 stands still for nine tenths of the time. */
  private static int pauseAnExecutorAgainAndAgain(Scripts.Running running)
      throws IOException, InterruptedException {
    int pauses = 0;
    while (running.isAlive()) {
      Optional<ProcessHandle> executor = executorZero();
      if (executor.isPresent()) {
        ClusterProcesses.signal("STOP", executor.get());
        Thread.sleep(90);
        ClusterProcesses.signal("CONT", executor.get());
        pauses++;
      }
      Thread.sleep(10);
    }
    return pauses;
  }

  private static Optional<ProcessHandle> executorZero() {
    return new ClusterProcesses(directory.resolve("cluster"))
        .executors().stream()
            .filter(p -> ClusterProcesses.commandLine(p).contains("--executor-id 0 "))
            .findFirst();
  }

  @Test
  void aKilledDriverIsResumedToTheSameBits() throws IOException, InterruptedException {
    // The step is drawn anew each day, and told if the test fails.
    long seed = System.currentTimeMillis() / Duration.ofDays(1).toMillis();
    int step = 10 + new RandomStream(seed, 0, 0).nextInt(50);
    Scripts.Running running = quick.start("train.sh", arguments("killed", "local[2]"));
    Eventually.until(
        "checkpoint at or after step " + step,
        Duration.ofMinutes(2),
        () -> !running.isAlive() || newestCheckpoint("killed") >= step);
    running.signal("KILL");
    Scripts.Result killed = running.await();
    assertThat(killed.exitCode()).as("killed near step " + step + killed).isEqualTo(137);
    Scripts.Result resumed = quick.run("train.sh", arguments("killed", "local[2]", "--resume"));
    assertThat(resumed.exitCode()).as(resumed.toString()).isZero();
    assertThat(digest("killed")).as("killed near step %s", step).isEqualTo(expected);
    assertThat(visited("killed")).as("killed near step %s", step).isEqualTo(visited("in process"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void aSignalEndsInACheckpointAndTheRunGoesOn(String signal)
      throws IOException, InterruptedException {
    String run = "signal " + signal;
    Scripts.Running running = quick.start("train.sh", arguments(run, "local[2]", "--watch"));
    Eventually.until(
        "first checkpoint",
        Duration.ofMinutes(2),
        () -> !running.isAlive() || newestCheckpoint(run) >= 10);
    // Spark's and the report's.
    assertThat(Sockets.listening(running.pid()))
        .hasSizeGreaterThan(1)
        .allMatch(InetAddress::isLoopbackAddress);
    running.signal(signal);
    Scripts.Result stopped = running.await();
    assertThat(stopped.exitCode())
        .as(stopped.toString())
        .isEqualTo(signal.equals("INT") ? 130 : 143);
    assertThat(stopped.err()).contains("interrupted at step", "--resume");
    assertThat(Files.exists(directory.resolve(run).resolve("provenance.json"))).isTrue();
    assertThat(digest(run)).isEmpty();
    Scripts.Result resumed = quick.run("train.sh", arguments(run, "in-process", "--resume"));
    assertThat(resumed.exitCode()).as(resumed.toString()).isZero();
    assertThat(digest(run)).isEqualTo(expected);
    assertThat(visited(run)).isEqualTo(visited("in process"));
  }

  private static long newestCheckpoint(String run) {
    return Checkpointed.newest(directory.resolve(run));
  }

  @Test
  void mistakesEndWithCodeTwo() throws IOException, InterruptedException {
    Scripts.Result result = quick.run("train.sh", "grid.conf", "--set", "train.lr=fast");
    assertThat(result.exitCode()).as(result.toString()).isEqualTo(2);
    assertThat(result.err().lines().filter(l -> l.startsWith("gflownet: "))).hasSize(1);
    assertThat(directory.resolve("runs")).doesNotExist();
  }

  @Test
  void anEventLogThatCannotBeWrittenIsOneLineAndNoRunBegins()
      throws IOException, InterruptedException {
    Files.writeString(directory.resolve("a file"), "");
    Map<String, String> folders =
        Map.of(
            "missing log",
            directory.resolve("no such folder").toUri().toString(),
            "read-only log",
            // Not even root makes a file there.
            "file:/proc",
            "log in a file",
            directory.resolve("a file").toUri().toString());
    Map<String, Scripts.Running> runs = new TreeMap<>();
    for (Map.Entry<String, String> entry : folders.entrySet()) {
      String[] arguments =
          arguments(
              entry.getKey(),
              "local[1]",
              "--",
              "--conf",
              "spark.eventLog.enabled=true",
              "--conf",
              "spark.eventLog.dir=" + entry.getValue());
      runs.put(entry.getKey(), quick.start("train.sh", arguments));
    }
    for (Map.Entry<String, Scripts.Running> entry : runs.entrySet()) {
      Scripts.Result result = entry.getValue().await();
      assertThat(result.exitCode()).as(result.toString()).isEqualTo(ExitCode.USER);
      assertThat(result.err().lines().filter(line -> line.startsWith("gflownet: ")))
          .as(result.toString())
          .singleElement()
          .asString()
          .contains("Spark cannot start", "spark.eventLog.dir is " + folders.get(entry.getKey()));
      assertThat(result.err()).doesNotContain("\tat ");
      try (var files = Files.list(directory.resolve(entry.getKey()))) {
        assertThat(files).as(entry.getKey()).isEmpty();
      }
    }
  }
}

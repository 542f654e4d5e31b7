package org.gflownet.job.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.gflownet.run.ExitCode;
import org.gflownet.testing.Checkpointed;
import org.gflownet.testing.ClusterProcesses;
import org.gflownet.testing.Eventually;
import org.gflownet.testing.ParquetFiles;
import org.gflownet.testing.QuickJvms;
import org.gflownet.testing.Scripts;
import org.gflownet.testing.Sockets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A standalone cluster whose executors come and go, that loses a worker, ends a driver of its own,
 * and whose master, which cannot recover, is killed: the last, since it forgets the cluster.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterFaultsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int STEPS = 250;
  private static final int BATCH = 13;

  @TempDir private static Path directory;
  private static Scripts scripts;
  private static String cluster;
  private static String rest;
  private static String expected;

  @BeforeAll
  static void trainInProcessAndStartTheCluster() throws IOException, InterruptedException {
    Files.writeString(
        directory.resolve("grid.conf"),
        """
        env { ndim = 3, height = 5, reward = original-hard }
        model.hidden = [32, 24]
        train { steps = %d, batch = %d, slices = 5, lr = 0.01 }
        eval.every = 50
        checkpoint { every = 5, keep = 2 }
        visited { enabled = true, every = 7 }
        progress.mode = plain
        """
            .formatted(STEPS, BATCH));
    Path local = Files.createDirectory(directory.resolve("local"));
    scripts =
        new Scripts(
            directory,
            QuickJvms.with(
                Map.of(
                    "GFLOWNET_CLUSTER_DIR",
                    directory.resolve("cluster").toString(),
                    "SPARK_LOCAL_DIRS",
                    local.toString())));
    Scripts.Running running = start("undisturbed", "in-process");
    awaitCheckpoint("undisturbed", 5, running);
    assertListensNowhere(running);
    Scripts.Result result = running.await();
    assertThat(result.exitCode()).as(result.toString()).isZero();
    expected = result.lastLine();
    Scripts.Result started = scripts.run("cluster.sh", "start", "--workers", "2", "--rest");
    assertThat(started.exitCode()).as(started.toString()).isZero();
    cluster = started.lastLine();
    rest = find("--master (\\S+)", started.err());
  }

  /** A run without Spark opens no port at all, not even on the loopback address. */
  private static void assertListensNowhere(Scripts.Running running)
      throws IOException, InterruptedException {
    running.signal("STOP");
    assertThat(running.isAlive()).isTrue();
    List<InetAddress> addresses = Sockets.listening(running.pid());
    running.signal("CONT");
    assertThat(addresses).isEmpty();
  }

  @AfterAll
  static void stopTheCluster() throws IOException, InterruptedException {
    assertThat(scripts.run("cluster.sh", "stop").exitCode()).isZero();
    assertThat(processes()).isEmpty();
  }

  private static String find(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(text).isTrue();
    return matcher.group(1);
  }

  private static Scripts.Running start(String run, String master, String... more)
      throws IOException {
    List<String> args =
        new ArrayList<>(
            List.of(
                directory.resolve("grid.conf").toString(),
                "--out",
                directory.resolve(run).toString(),
                "--master",
                master));
    args.addAll(List.of(more));
    return scripts.start("train.sh", args.toArray(String[]::new));
  }

  /** Processes of this test that are not scripts which have ended. */
  private static List<ProcessHandle> processes() {
    return processes(directory.toString());
  }

  private static List<ProcessHandle> processes(String text) {
    return ProcessHandle.allProcesses()
        .filter(p -> p.info().commandLine().orElse("").contains(text))
        .toList();
  }

  private static ClusterProcesses cluster() {
    return new ClusterProcesses(directory.resolve("cluster"));
  }

  private static List<ProcessHandle> executors() {
    return cluster().executors();
  }

  private static void awaitCheckpoint(String run, long step, Scripts.Running running) {
    Eventually.until(
        "checkpoint of " + run + " at or after step " + step,
        PATIENCE,
        () -> !running.isAlive() || newestCheckpoint(run) >= step);
  }

  private static long newestCheckpoint(String run) {
    return Checkpointed.newest(directory.resolve(run));
  }

  private static void assertUndisturbed(String run, Scripts.Result result) {
    assertThat(result.exitCode()).as(result.toString()).isZero();
    assertThat(result.lastLine()).isEqualTo(expected).startsWith("parameters_sha256 ");
    assertThat(visited(run)).isEqualTo(visited("undisturbed")).hasSize(STEPS * BATCH);
  }

  private static List<Map<String, String>> visited(String run) {
    return ParquetFiles.rows(directory.resolve(run).resolve("visited"));
  }

  /** An executor stands still, another comes to help and leaves when it has nothing to do. */
  @Test
  @Order(1)
  void executorsThatJoinAndLeaveChangeNothing() throws IOException, InterruptedException {
    String run = "dynamic";
    List<String> options = new ArrayList<>(List.of("--"));
    for (String setting :
        List.of(
            "enabled=true",
            "shuffleTracking.enabled=true",
            "minExecutors=1",
            "executorIdleTimeout=0s",
            "schedulerBacklogTimeout=1s")) {
      options.addAll(List.of("--conf", "spark.dynamicAllocation." + setting));
    }
    Scripts.Running running = start(run, cluster, options.toArray(String[]::new));
    awaitCheckpoint(run, 5, running);
    // The first steps take long enough for Spark to ask for a second one already.
    Eventually.until("one executor is enough", PATIENCE, () -> executors().size() == 1);
    ProcessHandle first = executors().get(0);
    ClusterProcesses.signal("STOP", first);
    Eventually.until("another executor", PATIENCE, () -> executors().size() == 2);
    ClusterProcesses.signal("CONT", first);
    Eventually.until(
        "one of them leaves", PATIENCE, () -> !running.isAlive() || executors().size() == 1);
    Scripts.Result result = running.await();
    assertUndisturbed(run, result);
    assertThat(timing(run).path("executors")).hasSizeGreaterThanOrEqualTo(2);
    assertThat(timing(run).path("lostExecutors").asInt()).as(result.toString()).isPositive();
  }

  private static JsonNode timing(String run) throws IOException {
    return new ObjectMapper()
        .readTree(Files.readString(directory.resolve(run).resolve("timing.json")));
  }

  /** What a machine that goes down takes with it; it comes back while the run goes on. */
  @Test
  @Order(2)
  void aWorkerKilledWithItsExecutorChangesNothing() throws IOException, InterruptedException {
    String run = "worker and executor";
    Scripts.Running running = start(run, cluster);
    awaitCheckpoint(run, 5, running);
    Eventually.until(
        "an executor on each worker",
        PATIENCE,
        () -> !running.isAlive() || executors().size() == 2);
    ProcessHandle worker = cluster().daemon("worker-1");
    List<ProcessHandle> lost = cluster().executorsOf("worker-1");
    assertThat(lost).hasSize(1);
    ClusterProcesses.kill(worker);
    ClusterProcesses.kill(lost.get(0));
    long step = newestCheckpoint(run);
    awaitCheckpoint(run, step + 5, running);
    assertThat(running.isAlive()).isTrue();
    Scripts.Result restarted = scripts.run("cluster.sh", "restart", "worker-1");
    assertThat(restarted.exitCode()).as(restarted.toString()).isZero();
    Scripts.Result result = running.await();
    assertUndisturbed(run, result);
    assertThat(timing(run).path("lostExecutors").asInt()).as(result.toString()).isPositive();
  }

  @Test
  @Order(3)
  void aDriverThatTheClusterEndsLeavesACheckpointAndNothingElse()
      throws IOException, InterruptedException {
    String run = "killed by the cluster";
    Scripts.Result submitted =
        start(
                run,
                cluster,
                "--set",
                "checkpoint.every=" + STEPS,
                "--",
                "--deploy-mode",
                "cluster",
                "--total-executor-cores",
                "1")
            .await();
    assertThat(submitted.exitCode()).as(submitted.toString()).isZero();
    String driver = find("(driver-\\d+-\\d+)", submitted.out() + submitted.err());
    Path visited = directory.resolve(run).resolve("visited");
    Eventually.until("a table of visited objects", PATIENCE, () -> Files.exists(visited));
    List<ProcessHandle> stopped = executors();
    for (ProcessHandle executor : stopped) {
      ClusterProcesses.signal("STOP", executor);
    }
    for (ProcessHandle process : processes()) {
      assertThat(Sockets.listening(process.pid()))
          .as(process.info().commandLine().orElse(""))
          .allMatch(InetAddress::isLoopbackAddress);
    }
    Scripts.Result killed = scripts.run("kill.sh", driver, "--master", rest);
    assertThat(killed.exitCode()).as(killed.toString()).isZero();
    for (ProcessHandle executor : stopped) {
      ClusterProcesses.signal("CONT", executor);
    }
    Eventually.until(
        "the driver and its executors end",
        PATIENCE,
        () -> executors().isEmpty() && processes("DriverWrapper").isEmpty());
    assertThat(newestCheckpoint(run)).isBetween(1L, STEPS - 1L);
    try (var files = Files.list(directory.resolve("local"))) {
      assertThat(files.flatMap(ClusterFaultsIT::within)).isEmpty();
    }
    try (var files = Files.list(directory.resolve(run))) {
      assertThat(files).noneMatch(file -> file.getFileName().toString().startsWith("."));
    }
    Scripts.Result again = scripts.run("kill.sh", driver, "--master", rest);
    assertThat(again.exitCode()).as(again.toString()).isEqualTo(1);
    assertUndisturbed(run, start(run, "in-process", "--resume").await());
  }

  private static Stream<Path> within(Path path) {
    try (var files = Files.walk(path)) {
      return files.filter(Files::isRegularFile).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  @Order(4)
  void aRunGoesOnWithoutItsMasterAndEndsInOneLineWhenTheNextTakesItsExecutors()
      throws IOException, InterruptedException {
    String run = "masterless";
    Scripts.Running running = start(run, cluster, "--set", "cluster.executor-timeout=15");
    awaitCheckpoint(run, 5, running);
    assertThat(running.isAlive()).isTrue();
    ProcessHandle master = cluster().daemon("master");
    ClusterProcesses.kill(master);
    long step = newestCheckpoint(run);
    awaitCheckpoint(run, step + 5, running);
    ProcessHandle driver = ProcessHandle.of(running.pid()).orElseThrow();
    ClusterProcesses.signal("STOP", driver);
    Scripts.Result restarted = scripts.run("cluster.sh", "restart", "master");
    assertThat(restarted.exitCode()).as(restarted.toString()).isZero();
    Eventually.until("its executors are ended", PATIENCE, () -> executors().isEmpty());
    ClusterProcesses.signal("CONT", driver);
    Scripts.Result result = running.await();
    assertThat(result.exitCode()).as(result.toString()).isEqualTo(ExitCode.FAULT);
    assertThat(result.err().lines().filter(line -> line.startsWith("gflownet: ")))
        .as(result.toString())
        .singleElement()
        .asString()
        .contains("no executor has been there for 15 s", "--resume");
    assertThat(result.err()).doesNotContain("\tat org.gflownet", "SparkException");
    assertThat(newestCheckpoint(run)).isGreaterThanOrEqualTo(step + 5);
    assertUndisturbed(run, start(run, "in-process", "--resume").await());
  }

  /** One that knows from its files what ran keeps the run's executors when it comes back. */
  @Test
  @Order(5)
  void aMasterThatRemembersIsKilledAndComesBack() throws IOException, InterruptedException {
    Path folder = directory.resolve("remembering");
    Scripts remembering =
        new Scripts(
            directory,
            QuickJvms.with(
                Map.of(
                    "GFLOWNET_CLUSTER_DIR",
                    folder.toString(),
                    "SPARK_LOCAL_DIRS",
                    directory.resolve("local").toString())));
    Scripts.Result started = remembering.run("cluster.sh", "start", "--workers", "1", "--recover");
    assertThat(started.exitCode()).as(started.toString()).isZero();
    try {
      String run = "remembered";
      Scripts.Running running = start(run, started.lastLine());
      awaitCheckpoint(run, 5, running);
      ClusterProcesses processes = new ClusterProcesses(folder);
      List<ProcessHandle> executors = processes.executorsOf("worker-1");
      assertThat(executors).hasSize(1);
      ClusterProcesses.kill(processes.daemon("master"));
      awaitCheckpoint(run, newestCheckpoint(run) + 5, running);
      assertThat(running.isAlive()).isTrue();
      awaitRetry(folder.resolve("worker-1.log"));
      Scripts.Result restarted = remembering.run("cluster.sh", "restart", "master");
      assertThat(restarted.exitCode()).as(restarted.toString()).isZero();
      Path log = folder.resolve("master.log");
      Eventually.until(
          "the master remembers",
          PATIENCE,
          () -> !running.isAlive() || contains(log, "Recovery complete"));
      assertThat(processes.executorsOf("worker-1")).isEqualTo(executors);
      Scripts.Result result = running.await();
      assertUndisturbed(run, result);
      assertThat(timing(run).path("lostExecutors").asInt()).as(result.toString()).isZero();
    } finally {
      assertThat(remembering.run("cluster.sh", "stop").exitCode()).isZero();
    }
  }

  /**
   * Waits until the worker has just tried in vain to reach its master. It tries again every 5 to 15
   * s, and Spark's master has an executor killed where such a try comes after it has read its files
   * and before it has heard from the worker which executors it has (Spark 3.5, {@code
   * Master.receive}, {@code WorkerLatestState}): the run would go on with another executor.
   */
  private static void awaitRetry(Path log) throws InterruptedException {
    long before = retries(log);
    Eventually.until("the worker tried again", PATIENCE, () -> retries(log) > before);
  }

  private static long retries(Path log) {
    try (Stream<String> lines = Files.lines(log)) {
      return lines.filter(line -> line.contains("Retrying connection to master")).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean contains(Path file, String text) {
    try {
      return Files.readString(file).contains(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package org.gflownet.job.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gflownet.run.ExitCode;
import org.gflownet.testing.Eventually;
import org.gflownet.testing.HeaderLogin;
import org.gflownet.testing.Scripts;
import org.gflownet.testing.Sockets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A standalone cluster as {@code conf/secure.conf} describes it: who has the secret, trains. */
class SecureClusterIT {
  private static final String SECRET = "5d0a3b6c1f7e4e0c9a8b";

  /**
   * Of other secrets: settings of Spark and Hadoop, and the environment of driver and executors.
   */
  private static final String MARK = "marked-8c41e07d";

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path directory;
  private static Scripts scripts;
  private static String cluster;

  @BeforeAll
  static void startTheCluster() throws IOException, InterruptedException {
    Files.copy(Path.of("conf/secure.conf"), directory.resolve("secure.conf"));
    String grid =
        """
        env { ndim = 3, height = 5 }
        model.hidden = [16, 12]
        train { steps = 40, batch = 8, slices = 3 }
        eval.every = 20
        checkpoint.every = 10
        visited.enabled = true
        progress.mode = plain
        """;
    Files.writeString(directory.resolve("open.conf"), grid);
    Files.writeString(directory.resolve("grid.conf"), "include \"secure.conf\"\n" + grid);
    Path events = Files.createDirectory(directory.resolve("events"));
    Files.writeString(
        directory.resolve("logged.conf"),
        """
        include "grid.conf"
        cluster.spark { "spark.eventLog.enabled" = true, "spark.eventLog.dir" = "%s" }
        """
            .formatted(events.toUri()));
    write("secret.properties", SECRET);
    Files.writeString(
        directory.resolve("secret.properties"),
        """
        spark.hadoop.fs.s3a.secret.key %1$s
        spark.hadoop.fs.azure.account.key.store %1$s
        spark.executorEnv.STORE_PASSWORD %1$s
        """
            .formatted(MARK),
        StandardOpenOption.APPEND);
    write("wrong.properties", "not-" + SECRET.substring(1));
    scripts =
        new Scripts(
            directory,
            Map.of(
                "GFLOWNET_CLUSTER_DIR",
                directory.resolve("cluster").toString(),
                "STORE_PASSWORD",
                MARK));
    Scripts.Result started =
        scripts.run("cluster.sh", "start", "--workers", "1", "--properties", "secret.properties");
    assertThat(started.exitCode()).as(started.toString()).isZero();
    cluster = started.out().lines().filter(line -> line.startsWith("spark://")).findFirst().get();
  }

  private static void write(String name, String secret) throws IOException {
    Files.writeString(
        directory.resolve(name),
        """
        spark.authenticate true
        spark.authenticate.secret %s
        spark.network.crypto.enabled true
        """
            .formatted(secret));
  }

  @AfterAll
  static void stopTheCluster() throws IOException, InterruptedException {
    assertThat(scripts.run("cluster.sh", "stop").exitCode()).isZero();
  }

  private static Scripts.Running train(String conf, String run, String... more) throws IOException {
    List<String> args = new ArrayList<>(List.of(conf, "--out", run, "--master", cluster));
    args.addAll(List.of(more));
    return scripts.start("train.sh", args.toArray(String[]::new));
  }

  @Test
  void whoHasTheSecretTrainsToTheSameBitsAndNothingRepeatsIt()
      throws IOException, InterruptedException {
    Scripts.Result plain =
        scripts.run("train.sh", "open.conf", "--out", "plain", "--master", "in-process");
    assertThat(plain.exitCode()).as(plain.toString()).isZero();
    Scripts.Running running =
        train("logged.conf", "secure", "--", "--properties-file", "secret.properties");
    Path checkpoints = directory.resolve("secure/checkpoints");
    Eventually.until(
        "a checkpoint",
        Duration.ofMinutes(2),
        () -> !running.isAlive() || Files.exists(checkpoints));
    assertThat(ProcessHandle.allProcesses().map(p -> p.info().commandLine().orElse("")))
        .noneMatch(command -> command.contains(SECRET));
    Scripts.Result result = running.await();
    assertThat(result.exitCode()).as(result.toString()).isZero();
    assertThat(result.lastLine()).isEqualTo(plain.lastLine()).startsWith("parameters_sha256 ");
    assertThat(Files.readString(directory.resolve("secure/config.resolved.conf")))
        .contains("spark.authenticate");
    assertNowhereBut("secret.properties", SECRET);
    // Spark's record of its settings and its environment, which its web page shows as well.
    try (var files = Files.list(directory.resolve("events"))) {
      assertThat(files)
          .singleElement()
          .satisfies(
              log ->
                  assertThat(Files.readString(log))
                      .contains(
                          "SparkListenerEnvironmentUpdate", "spark.hadoop.fs.s3a.secret.key"));
    }
    assertNowhereBut("secret.properties", MARK);
  }

  /**
   * No file of the run, of the cluster and of what commands printed holds a text but the one that
   * the user has put it into.
   */
  private static void assertNowhereBut(String own, String text) throws IOException {
    assertThat(Files.readString(directory.resolve(own))).contains(text);
    try (var files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.getFileName().toString().equals(own)) {
          String content = Files.readString(file, StandardCharsets.ISO_8859_1);
          assertThat(content.contains(text)).as(file.toString()).isFalse();
        }
      }
    }
  }

  /**
   * Spark's pages with a user's authentication before them: the access lists of {@code secure.conf}
   * let in who runs the job and nobody else, and what is secret shows nowhere.
   */
  @Test
  void pagesAreForWhomTheListsNameAndShowNoSecrets() throws IOException, InterruptedException {
    Path login = directory.resolve("login.jar");
    HeaderLogin.writeJar(login);
    Scripts.Running running =
        train(
            "grid.conf",
            "watched",
            "--set",
            "cluster.spark.\"spark.ui.enabled\"=true",
            "--set",
            "train.steps=1000000",
            "--",
            "--properties-file",
            "secret.properties",
            "--jars",
            login.toString(),
            "--conf",
            "spark.ui.filters=" + HeaderLogin.class.getName(),
            "--conf",
            "spark.ui.view.acls=colleague");
    Eventually.until(
        "a checkpoint",
        Duration.ofMinutes(2),
        () -> !running.isAlive() || Files.exists(directory.resolve("watched/checkpoints")));
    try {
      URI pages = pagesOf(running.pid());
      String me = System.getProperty("user.name");
      String application =
          JSON.readTree(get(pages, "api/v1/applications", me).body()).get(0).get("id").asText();
      String record = "api/v1/applications/" + application + "/environment";
      for (String page : List.of("environment/", "executors/", "jobs/", "stages/", record)) {
        HttpResponse<String> mine = get(pages, page, me);
        assertThat(mine.statusCode()).as(page).isEqualTo(200);
        assertThat(mine.body()).as(page).doesNotContain(MARK, SECRET);
        assertThat(get(pages, page, "stranger").statusCode()).as(page).isEqualTo(403);
        assertThat(get(pages, page, null).statusCode()).as(page).isEqualTo(401);
      }
      assertThat(get(pages, "jobs/", "colleague").statusCode()).isEqualTo(200);
      for (String page : List.of("environment/", record)) {
        assertThat(get(pages, page, me).body())
            .contains("spark.hadoop.fs.s3a.secret.key", "*********(redacted)");
      }
    } finally {
      running.signal("TERM");
    }
    Scripts.Result result = running.await();
    assertThat(result.exitCode()).as(result.toString()).isEqualTo(143);
  }

  /** Of the driver's sockets, the one that answers to a browser. */
  private static URI pagesOf(long pid) throws InterruptedException {
    for (int port : Sockets.listeningPorts(pid)) {
      URI address = URI.create("http://127.0.0.1:" + port + "/");
      try {
        if (get(address, "jobs/", null).statusCode() == 401) {
          return address;
        }
      } catch (IOException anotherProtocol) {
        // Look further.
      }
    }
    throw new AssertionError("no pages among the sockets of " + pid);
  }

  private static HttpResponse<String> get(URI pages, String path, String user)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(pages.resolve(path)).timeout(Duration.ofSeconds(10));
    if (user != null) {
      request.header(HeaderLogin.HEADER, user);
    }
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void whoHasNoSecretOrAnotherIsRefused() throws IOException, InterruptedException {
    Scripts.Running forgotten = train("grid.conf", "forgotten");
    Scripts.Running stranger = train("open.conf", "stranger");
    Scripts.Running wrong =
        train("grid.conf", "wrong", "--", "--properties-file", "wrong.properties");
    assertRefused(forgotten.await(), ExitCode.USER, "spark.authenticate.secret");
    assertRefused(stranger.await(), ExitCode.USER, "has not taken this run");
    assertRefused(wrong.await(), ExitCode.USER, "has not taken this run");
    for (String run : List.of("forgotten", "stranger", "wrong")) {
      assertThat(directory.resolve(run).resolve("checkpoints")).doesNotExist();
    }
  }

  private static void assertRefused(Scripts.Result result, int exitCode, String reason) {
    assertThat(result.exitCode()).as(result.toString()).isEqualTo(exitCode);
    assertThat(result.err().lines().filter(line -> line.startsWith("gflownet: ")))
        .as(result.toString())
        .singleElement()
        .asString()
        .contains(reason);
  }
}

package org.gflownet.stores;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.gflownet.testing.QuickJvms;
import org.gflownet.testing.Scripts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Run folders in a bucket of an S3 server, by Hadoop's client. */
@Order(1)
class S3aIT {
  private static final String MASTER = "local[2]";

  @TempDir private static Path directory;
  private static S3Server server;
  private static StoreContract store;
  private static String expected;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    server = S3Server.start(directory.resolve("s3"));
    server.createBucket("bucket");
    store =
        new StoreContract(
            directory.resolve("work"),
            "s3a://bucket/gflownet",
            server.configuration(),
            Map.of(),
            "--jars",
            Server.listed("s3a"),
            "--properties-file",
            server.properties().toString());
    expected = store.expected();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aKilledRunIsResumedAndItsResultIsUsed() throws IOException, InterruptedException {
    store.isFoundInOrder("runs/a");
    store.killedAndResumed("runs/a", MASTER, 20, expected);
    store.samples("runs/a", MASTER);
    store.evaluatesAndReports("runs/a", MASTER);
  }

  @Test
  void twoDriversDoNotShareAFolder() throws IOException, InterruptedException {
    store.anotherDriverIsRefused("runs/b", MASTER);
  }

  @Test
  void tablesAreScoredAndProxiesFitted() throws IOException, InterruptedException {
    store.scores(MASTER);
    store.fitsAProxy(MASTER);
  }

  @Test
  void runsAreComparedByExecutorsOfTheirOwn() throws IOException, InterruptedException {
    store.compares("local-cluster[2,1,1024]");
  }

  @Test
  void checkpointsAndReportsTakeFewRequests() throws IOException {
    StoreContract.Cost cost =
        store.cost(files -> files.getStorageStatistics().getLong("store_io_request"));
    assertThat(cost.checkpoint()).isBetween(5L, 20L);
    assertThat(cost.report()).isBetween(1L, 4L);
  }

  @Test
  void whatIsMissingIsNamed() throws IOException, InterruptedException {
    Path work = store.directory();
    Scripts scripts =
        new Scripts(Files.createDirectories(work.resolve("wrong")), QuickJvms.with(Map.of()));
    String conf = work.resolve("grid.conf").toString();
    String out = "s3a://bucket/gflownet/c";
    Scripts.Result noJar = scripts.run("doctor.sh", conf, "--out", out);
    assertThat(noJar.exitCode()).as(noJar.toString()).isEqualTo(2);
    assertThat(noJar.out()).contains("bad  run folder", "--packages org.apache.hadoop:hadoop-aws");
    Path properties = work.resolve("wrong/s3.properties");
    String right = Files.readString(server.properties());
    String wrongKey = right.replaceAll("secret.key .*", "secret.key wrong");
    assertThat(doctor(scripts, conf, out, properties, wrongKey))
        .contains("bad  run folder", "give the credentials");
    assertThat(doctor(scripts, conf, "s3a://absent/c", properties, right))
        .contains("bad  run folder", "create the bucket");
  }

  private static String doctor(
      Scripts scripts, String conf, String out, Path properties, String settings)
      throws IOException, InterruptedException {
    Files.writeString(properties, settings);
    Scripts.Result result =
        scripts.run(
            "doctor.sh",
            conf,
            "--out",
            out,
            "--",
            "--jars",
            Server.listed("s3a"),
            "--properties-file",
            properties.toString());
    assertThat(result.exitCode()).as(result.toString()).isEqualTo(2);
    return result.out();
  }

  @Test
  void whereNothingListensALineSaysSoAndTheRunEndsSoon() throws IOException, InterruptedException {
    Path work = Files.createDirectories(store.directory().resolve("silent"));
    Path properties = work.resolve("s3.properties");
    Files.writeString(
        properties,
        Files.readString(server.properties())
            .replaceAll("endpoint .*", "endpoint http://127.0.0.1:" + Server.freePort()));
    long start = System.nanoTime();
    Scripts.Result result =
        new Scripts(work, QuickJvms.with(Map.of()))
            .run(
                "train.sh",
                store.directory().resolve("grid.conf").toString(),
                "--out",
                "s3a://bucket/d",
                "--master",
                MASTER,
                "--",
                "--jars",
                Server.listed("s3a"),
                "--properties-file",
                properties.toString());
    assertThat((System.nanoTime() - start) * 1e-9).isLessThan(120);
    assertThat(result.exitCode()).as(result.toString()).isEqualTo(2);
    assertThat(result.err()).contains("waiting for s3a://bucket/d", "Connection refused");
    assertThat(result.err().lines().filter(line -> line.startsWith("gflownet: "))).hasSize(1);
    assertThat(result.err()).doesNotContain("\tat ");
  }
}

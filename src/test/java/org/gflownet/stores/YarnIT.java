package org.gflownet.stores;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.gflownet.testing.QuickJvms;
import org.gflownet.testing.Scripts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs on a YARN of one node, with folders on HDFS: the driver here and on the cluster. */
@Order(3)
class YarnIT {
  private static final String MASTER = "yarn";

  @TempDir private static Path directory;
  private static HadoopServers servers;
  private static StoreContract store;
  private static String expected;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    servers = HadoopServers.hdfs(directory.resolve("hadoop"));
    servers.startYarn();
    Path spark = sparkWithYarn();
    store =
        new StoreContract(
            directory.resolve("work"),
            servers.hdfs() + "/gflownet",
            new Configuration(),
            Map.of(
                "HADOOP_CONF_DIR",
                servers.conf().toString(),
                "SPARK_HOME",
                spark.toString(),
                "SPARK_LOCAL_IP",
                "127.0.0.1"),
            "--conf",
            "spark.yarn.appMasterEnv.SPARK_LOCAL_IP=127.0.0.1",
            "--conf",
            "spark.executorEnv.SPARK_LOCAL_IP=127.0.0.1",
            "--conf",
            QuickJvms.EXECUTORS,
            "--conf",
            "spark.yarn.appMasterEnv." + QuickJvms.VARIABLE + "=" + QuickJvms.OPTION,
            "--num-executors",
            "2",
            "--executor-cores",
            "1",
            "--executor-memory",
            "600m",
            "--conf",
            "spark.yarn.jars=local:" + spark.resolve("jars") + "/*");
    expected = store.expected();
  }

  /** Spark as it was assembled, and its part for YARN. */
  private static Path sparkWithYarn() throws IOException {
    Path home = Files.createDirectories(directory.resolve("spark"));
    Path jars = Files.createDirectory(home.resolve("jars"));
    Path assembled = Path.of(System.getProperty("gflownet.spark.home")).toAbsolutePath();
    for (Path folder : new Path[] {assembled.resolve("jars"), Server.jars("yarn")}) {
      try (var files = Files.list(folder)) {
        for (Path jar : files.toList()) {
          Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar.toRealPath());
        }
      }
    }
    Files.copy(assembled.resolve("RELEASE"), home.resolve("RELEASE"));
    return home;
  }

  @AfterAll
  static void stop() {
    servers.close();
  }

  @Test
  void aKilledRunIsResumedAndItsResultIsUsed() throws IOException, InterruptedException {
    store.killedAndResumed("runs/a", MASTER, 20, expected);
    store.samplesIntoAFile("runs/a", MASTER);
    store.evaluatesAndReports("runs/a", MASTER);
  }

  @Test
  void tablesAreScoredAndProxiesFitted() throws IOException, InterruptedException {
    store.scoresATable(MASTER);
    store.fitsAProxy(MASTER);
  }

  @Test
  void runsAreComparedByExecutorsOfTheirOwn() throws IOException, InterruptedException {
    store.compares(MASTER);
  }

  /** The driver reads its configuration in its own folder, where YARN puts it. */
  @Test
  void theDriverMayRunOnTheCluster() throws IOException, InterruptedException {
    Scripts.Result result =
        store.run(
            "train.sh",
            "grid.conf",
            "--out",
            store.at("runs/cluster-mode"),
            "--master",
            MASTER,
            "--",
            "--deploy-mode",
            "cluster",
            "--files",
            "grid.conf",
            "--conf",
            "spark.yarn.maxAppAttempts=1");
    assertThat(result.err()).doesNotContain("gflownet: ");
    assertThat(store.folder("runs/cluster-mode").readText("provenance.json", 1 << 20))
        .contains(expected.substring("parameters_sha256 ".length()));
  }
}

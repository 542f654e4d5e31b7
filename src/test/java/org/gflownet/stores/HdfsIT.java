package org.gflownet.stores;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Run folders on an HDFS of one name node and one data node. */
@Order(2)
class HdfsIT {
  private static final String MASTER = "local[2]";

  @TempDir private static Path directory;
  private static HadoopServers servers;
  private static StoreContract store;
  private static String expected;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    servers = HadoopServers.hdfs(directory.resolve("hadoop"));
    store =
        new StoreContract(
            directory.resolve("work"), servers.hdfs() + "/gflownet", new Configuration(), Map.of());
    expected = store.expected();
  }

  @AfterAll
  static void stop() {
    servers.close();
  }

  @Test
  void aKilledRunIsResumedAndItsResultIsUsed() throws IOException, InterruptedException {
    store.isFoundInOrder("runs/a");
    store.killedAndResumed("runs/a", MASTER, 20, expected);
    store.samples("runs/a", MASTER);
    store.evaluatesAndReports("runs/a", MASTER);
  }

  @Test
  void checkpointsAndReportsTakeFewRequests() throws IOException {
    StoreContract.Cost cost = store.cost(files -> calls());
    assertThat(cost.checkpoint()).isBetween(5L, 20L);
    assertThat(cost.report()).isBetween(1L, 4L);
  }

  /** Operations of this JVM's client, but the renames that replace. */
  private static long calls() {
    long calls = 0;
    var statistics =
        FileSystem.getGlobalStorageStatistics().get("DFSOpsCountStatistics").getLongStatistics();
    while (statistics.hasNext()) {
      calls += statistics.next().getValue();
    }
    return calls;
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
}

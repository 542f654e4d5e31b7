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
    StoreContract.Cost cost = store.cost(HdfsIT::calls);
    assertThat(cost.checkpoint()).isBetween(20L, 60L);
    assertThat(cost.report()).isBetween(1L, 4L);
  }

  /** What the client has asked the name node for. */
  private static long calls(FileSystem files) {
    long calls = 0;
    var statistics = files.getStorageStatistics().getLongStatistics();
    while (statistics.hasNext()) {
      var statistic = statistics.next();
      calls += statistic.getName().startsWith("op_") ? statistic.getValue() : 0;
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

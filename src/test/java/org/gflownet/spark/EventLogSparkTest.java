package org.gflownet.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.EventLoggingListener;
import org.gflownet.objective.FlowMatching.Reduction;
import org.gflownet.testing.FaultyFileSystem;
import org.gflownet.testing.GridWorkers;
import org.gflownet.testing.LocalSpark;
import org.gflownet.train.InProcessStepExecutor;
import org.gflownet.train.StepExecutor;
import org.gflownet.train.StepRequest;
import org.gflownet.trajectory.Exploration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Option;

/** Spark's event log on a disk that fills up: the log is cut off, the steps go on. */
class EventLogSparkTest {
  private static final int STEPS = 30;
  private static final long ROOM = 20_000;

  @TempDir private Path directory;

  @AfterEach
  void mend() {
    FaultyFileSystem.mend();
  }

  private static double[] losses(StepExecutor executor) {
    double[] losses = new double[STEPS];
    for (int step = 0; step < STEPS; step++) {
      StepRequest request = new StepRequest(step, 5, 4, 2, Exploration.NONE, step);
      losses[step] = executor.execute(request, GridWorkers.parameters(4)).gradient().loss(0);
    }
    return losses;
  }

  @Test
  void aFullDiskCostsTheLogAlone() throws Exception {
    SparkContext spark = LocalSpark.context().sc();
    Path logs = Files.createDirectory(directory.resolve("events"));
    EventLoggingListener log =
        new EventLoggingListener(
            "app",
            Option.empty(),
            URI.create("faulty://" + logs),
            spark.getConf().set("spark.eventLog.compress", "false"),
            new Configuration());
    GridWorkers workers = new GridWorkers("event log", Reduction.MEAN);
    FaultyFileSystem.fill("events", ROOM);
    log.start();
    spark.addSparkListener(log);
    try (StepExecutor distributed = new SparkStepExecutor(LocalSpark.context(), workers);
        StepExecutor local = new InProcessStepExecutor(workers, 1)) {
      assertThat(losses(distributed)).containsExactly(losses(local));
      spark.listenerBus().waitUntilEmpty();
      assertThat(FaultyFileSystem.bytesLeft()).isZero();
    } finally {
      spark.removeSparkListener(log);
    }
    try (var files = Files.walk(logs)) {
      assertThat(files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum())
          .isEqualTo(ROOM);
    }
  }
}

package org.gflownet.run.folder;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gflownet.config.GflownetConfig;
import org.gflownet.math.Progress;
import org.gflownet.spark.RunDirectory;
import org.gflownet.train.ModelCodec;
import org.gflownet.train.TrainingState;
import org.mlflow.api.proto.Service.RunStatus;

/**
 * Where the reports of a run are written: {@code metrics.jsonl}, and what other programs read,
 * where it is asked for.
 */
public final class RunLogs implements AutoCloseable {
  private final MetricsLog metrics;
  private final Optional<TensorBoardLog> tensorBoard;
  private final Optional<MlflowLog> mlflow;
  private final Optional<Dl4jStatsLog> dl4jStats;

  public RunLogs(GflownetConfig config, RunDirectory directory, ModelCodec codec) {
    this.metrics = new MetricsLog(directory);
    this.tensorBoard = TensorBoardLog.of(config, directory);
    this.mlflow = MlflowLog.of(config, directory);
    this.dl4jStats = Dl4jStatsLog.of(config, directory, codec);
  }

  /** The figures of a report that are finite numbers, in the order of their names, but the step. */
  static SortedMap<String, Number> numbers(Map<String, Object> figures) {
    SortedMap<String, Number> numbers = new TreeMap<>();
    figures.forEach(
        (name, value) -> {
          if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
            numbers.put(name, number);
          }
        });
    numbers.remove("step");
    return numbers;
  }

  /** Takes up what an earlier process wrote up to a step. */
  public void resumeAt(long step) {
    metrics.resumeAt(step);
    tensorBoard.ifPresent(log -> log.resumeAt(step));
    dl4jStats.ifPresent(log -> log.resumeAt(step));
  }

  /** Adds a report on a state at a moment of the run. */
  public void add(Map<String, Object> figures, TrainingState state, Progress progress) {
    metrics.add(figures);
    tensorBoard.ifPresent(log -> log.add(figures));
    mlflow.ifPresent(log -> log.add(figures));
    dl4jStats.ifPresent(log -> log.add(figures, state, progress));
  }

  /**
   * Notes how the loop was left; without this call it failed.
   *
   * @param completed false where it was interrupted
   */
  public void ended(boolean completed, TrainingState state) {
    mlflow.ifPresent(
        log ->
            log.ended(
                completed ? RunStatus.FINISHED : RunStatus.KILLED,
                Map.of("gflownet.parameters_sha256", Provenance.sha256(state.policyParameters()))));
  }

  @Override
  public void close() {
    dl4jStats.ifPresent(Dl4jStatsLog::close);
    mlflow.ifPresent(MlflowLog::close);
  }
}

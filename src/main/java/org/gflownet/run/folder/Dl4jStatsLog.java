package org.gflownet.run.folder;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.gflownet.config.GflownetConfig;
import org.gflownet.math.Progress;
import org.gflownet.model.dl4j.StatsFile;
import org.gflownet.spark.RunDirectory;
import org.gflownet.train.ModelCodec;
import org.gflownet.train.TrainingState;

/**
 * {@code dl4j-stats.bin} of a run: what DL4J's training UI shows. A resumed run is a session of its
 * own, since the file cannot take back what came after the checkpoint.
 */
public final class Dl4jStatsLog implements AutoCloseable {
  public static final String NAME = "dl4j-stats.bin";

  private final GflownetConfig config;
  private final RunDirectory directory;
  private final ModelCodec codec;
  private long start;
  private StatsFile file;

  private Dl4jStatsLog(GflownetConfig config, RunDirectory directory, ModelCodec codec) {
    this.config = config;
    this.directory = directory;
    this.codec = codec;
  }

  /** The log, where {@code report.dl4j-stats} asks for it. */
  public static Optional<Dl4jStatsLog> of(
      GflownetConfig config, RunDirectory directory, ModelCodec codec) {
    RunFolder.in(directory).requireLocalFor(config);
    return config.report().dl4jStats()
        ? Optional.of(new Dl4jStatsLog(config, directory, codec))
        : Optional.empty();
  }

  /** Goes on after a step. */
  void resumeAt(long step) {
    start = step;
  }

  /** Adds a report on a state at a moment of the run. */
  public void add(Map<String, Object> figures, TrainingState state, Progress progress) {
    if (file == null) {
      file = open(state, progress);
    }
    file.add(
        state.step(),
        ((Number) figures.get("loss")).doubleValue(),
        config.train().lrOverRun().at(progress),
        state.parameters());
  }

  private StatsFile open(TrainingState state, Progress progress) {
    Path folder = Path.of(directory.location());
    String session = folder.getFileName() + (start > 0 ? " from step " + start : "");
    ByteArrayOutputStream zip = new ByteArrayOutputStream();
    try {
      codec.write(state.parameters(), state.updater().state(), progress, zip);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new StatsFile(folder.resolve(NAME), session, zip.toByteArray());
  }

  @Override
  public void close() {
    if (file != null) {
      file.close();
    }
  }
}

package org.gflownet.model.dl4j;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.ui.model.stats.J7StatsListener;
import org.deeplearning4j.ui.model.stats.impl.DefaultStatsInitializationConfiguration;
import org.deeplearning4j.ui.model.stats.impl.DefaultStatsUpdateConfiguration;
import org.deeplearning4j.ui.model.storage.sqlite.J7FileStatsStorage;
import org.deeplearning4j.util.ModelSerializer;

/**
 * A file for DL4J's training UI, which its own {@code StatsListener} writes. DL4J's {@code fit} is
 * not what trains here, so the listener is shown the graph with the parameters and the loss of each
 * report; gradients, updates and activations, which it would take from {@code fit}, are left out.
 *
 * <p>Driver; not thread-safe.
 */
public final class StatsFile implements AutoCloseable {
  private static final String WORKER = "driver";

  private final J7FileStatsStorage storage;
  private final J7StatsListener listener;
  private final ComputationGraph graph;

  /**
   * Opens a file, or makes it.
   *
   * @param file on this machine
   * @param session name of what follows, which the UI lists
   * @param modelZip the network, as {@link ModelZip} writes it
   */
  public StatsFile(Path file, String session, byte[] modelZip) {
    try {
      graph = ModelSerializer.restoreComputationGraph(new ByteArrayInputStream(modelZip), false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    storage = new J7FileStatsStorage(file.toFile());
    listener =
        new J7StatsListener(
            storage,
            new DefaultStatsInitializationConfiguration(true, true, true),
            new DefaultStatsUpdateConfiguration.Builder()
                .reportingFrequency(1)
                // Examples per second are counted from what fit is given.
                .collectPerformanceStats(false)
                .collectHistogramsGradients(false)
                .collectHistogramsUpdates(false)
                .collectHistogramsActivations(false)
                .collectMeanGradients(false)
                .collectMeanUpdates(false)
                .collectMeanActivations(false)
                .collectStdevGradients(false)
                .collectStdevUpdates(false)
                .collectStdevActivations(false)
                .collectMeanMagnitudesGradients(false)
                .collectMeanMagnitudesUpdates(false)
                .collectMeanMagnitudesActivations(false)
                .build(),
            session,
            WORKER);
  }

  /**
   * Adds a report.
   *
   * @param step number of updates taken
   * @param loss which the UI calls score
   * @param learningRate of the network
   * @param parameters length P
   */
  public void add(long step, double loss, double learningRate, float[] parameters) {
    FlowGraphs.setParameters(graph, parameters);
    graph.setLearningRate(learningRate);
    graph.setScore(loss);
    listener.iterationDone(graph, (int) Math.min(step, Integer.MAX_VALUE), 0);
  }

  @Override
  public void close() {
    try {
      storage.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

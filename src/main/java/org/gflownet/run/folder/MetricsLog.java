package org.gflownet.run.folder;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.gflownet.run.PlainJson;
import org.gflownet.spark.RunDirectory;

/**
 * {@code metrics.jsonl}: one line per report. On a local disk a report is added at the end, and a
 * process that is killed may leave half a line there, which {@link #lines} leaves out and {@link
 * #resumeAt} cuts. On other stores the file is written whole at each report.
 */
public final class MetricsLog {
  public static final String NAME = "metrics.jsonl";
  private static final long MAX_BYTES = 1L << 30;

  private final RunDirectory directory;
  private final boolean grows;

  /** All lines; kept only where the file cannot grow. */
  private final StringBuilder all = new StringBuilder();

  private boolean exists;

  MetricsLog(RunDirectory directory) {
    this.directory = directory;
    this.grows = directory.canAppend();
  }

  /**
   * The lines of a run folder that are whole, each with its end; none where there is no file.
   *
   * @return JSON objects, as far as the file was written here
   */
  public static List<String> lines(RunDirectory directory) {
    if (!directory.exists(NAME)) {
      return List.of();
    }
    String text = directory.readText(NAME, MAX_BYTES);
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  /**
   * Takes up the lines of an earlier process up to a step, and cuts the others from the file: they
   * will be written again.
   *
   * @param step of the checkpoint; 0 where the run begins anew
   */
  void resumeAt(long step) {
    StringBuilder kept = new StringBuilder();
    for (String line : lines(directory)) {
      if (stepOf(line) <= step) {
        kept.append(line).append('\n');
      }
    }
    exists = directory.exists(NAME);
    if (exists) {
      directory.replaceText(NAME, kept.toString());
    }
    if (!grows) {
      all.append(kept);
    }
  }

  private static long stepOf(String line) {
    return PlainJson.read(line).map(MetricsLog::step).orElse(Long.MAX_VALUE);
  }

  private static long step(JsonNode report) {
    return report.path("step").asLong(Long.MAX_VALUE);
  }

  /** Adds a report and writes it. */
  public void add(Map<String, Object> figures) {
    String line = PlainJson.text(figures) + "\n";
    if (grows && exists) {
      directory.append(NAME, line.getBytes(StandardCharsets.UTF_8));
      return;
    }
    if (!grows) {
      all.append(line);
    }
    directory.replaceText(NAME, grows ? line : all.toString());
    exists = true;
  }
}

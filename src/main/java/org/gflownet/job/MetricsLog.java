package org.gflownet.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gflownet.spark.RunDirectory;

/**
 * {@code metrics.jsonl}: one line per report. The file is rewritten whole at each report, since
 * object stores cannot append, so that it never ends in half a line.
 */
final class MetricsLog {
  static final String NAME = "metrics.jsonl";
  private static final long MAX_BYTES = 1L << 30;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RunDirectory directory;
  private final List<String> lines = new ArrayList<>();

  MetricsLog(RunDirectory directory) {
    this.directory = directory;
  }

  /** Takes up the lines of an earlier process up to a step; later ones will be written again. */
  void resumeAt(long step) {
    if (!directory.exists(NAME)) {
      return;
    }
    for (String line : directory.readText(NAME, MAX_BYTES).lines().toList()) {
      if (stepOf(line) <= step) {
        lines.add(line);
      }
    }
  }

  private static long stepOf(String line) {
    try {
      return JSON.readTree(line).path("step").asLong(Long.MAX_VALUE);
    } catch (JsonProcessingException e) {
      return Long.MAX_VALUE;
    }
  }

  /** Adds a report and writes the file. */
  void add(Map<String, Object> figures) {
    Map<String, Object> writable = new LinkedHashMap<>(figures);
    // JSON has no NaN and no infinity.
    writable.replaceAll(
        (name, value) -> value instanceof Double d && !Double.isFinite(d) ? null : value);
    try {
      lines.add(JSON.writeValueAsString(writable));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("figures cannot be written as JSON", e);
    }
    directory.replaceText(NAME, String.join("\n", lines) + "\n");
  }
}

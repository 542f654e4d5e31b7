package org.gflownet.run.folder;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.gflownet.run.PlainJson;
import org.gflownet.spark.RunDirectory;

/**
 * The reward calls of a run by its updates, as {@code metrics.jsonl} reports them: on a straight
 * line between two reports.
 */
public final class ReportedCalls {
  private final NavigableMap<Long, Long> calls = new TreeMap<>();

  private ReportedCalls() {}

  /** Those of a run folder. */
  public static ReportedCalls of(RunDirectory folder) {
    ReportedCalls reported = new ReportedCalls();
    for (String line : MetricsLog.lines(folder)) {
      PlainJson.read(line).filter(JsonNode::isObject).ifPresent(reported::add);
    }
    return reported;
  }

  private void add(JsonNode report) {
    if (report.path("step").isNumber() && report.path("reward_calls").isNumber()) {
      calls.put(report.path("step").asLong(), report.path("reward_calls").asLong());
    }
  }

  /**
   * The calls until a number of updates was made; empty after the last report, and where none says.
   */
  public OptionalLong at(long updates) {
    Map.Entry<Long, Long> after = calls.ceilingEntry(updates);
    if (after == null) {
      return OptionalLong.empty();
    }
    Map.Entry<Long, Long> before = calls.lowerEntry(updates);
    long from = before == null ? 0 : before.getKey();
    long known = before == null ? 0 : before.getValue();
    double share = (double) (updates - from) / Math.max(1, after.getKey() - from);
    return OptionalLong.of(known + Math.round(share * (after.getValue() - known)));
  }
}

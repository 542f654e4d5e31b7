package org.gflownet.run.score;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.gflownet.run.PlainJson;

/** Counts what became of rows. Thread-safe. */
public final class ScoreSummary {
  private static final int MAX_REASONS = 200;
  private static final int SHOWN = 12;
  private static final String OTHER = "other reasons";
  private static final Pattern NUMBER = Pattern.compile("U\\+[0-9A-F]+|-?[0-9]+([.][0-9]+)?");
  private static final Pattern PLACE = Pattern.compile("\\([A-Z][a-z]?\\)");

  private final Map<String, Long> reasons = new TreeMap<>();
  private long rows;
  private long invalid;

  /**
   * Takes a row.
   *
   * @param error null if it was scored
   */
  synchronized void add(String error) {
    rows++;
    if (error != null) {
      invalid++;
      count(reason(error), 1);
    }
  }

  /** What an error has in common with others of its kind. */
  private static String reason(String error) {
    int colon = error.indexOf(": ");
    String kind = colon > 0 ? error.substring(0, colon) : error;
    return PLACE.matcher(NUMBER.matcher(kind).replaceAll("N")).replaceAll("(X)");
  }

  private void count(String reason, long number) {
    boolean isKnown = reasons.containsKey(reason) || reasons.size() < MAX_REASONS;
    reasons.merge(isKnown ? reason : OTHER, number, Long::sum);
  }

  /** Takes all rows of another one. */
  synchronized void add(ScoreSummary other) {
    rows += other.rows;
    invalid += other.invalid;
    other.reasons.forEach(this::count);
  }

  /** As JSON. */
  synchronized String toJson() {
    ObjectNode json = PlainJson.object().put("rows", rows).put("invalid", invalid);
    ObjectNode byReason = json.putObject("reasons");
    reasons.forEach(byReason::put);
    return json + "\n";
  }

  /** What {@link #toJson} wrote. */
  static ScoreSummary of(String json) {
    return of(
        PlainJson.read(json)
            .orElseThrow(
                () ->
                    new UncheckedIOException(new IOException("the counts of a part are no JSON"))));
  }

  /** The same as a tree. */
  static ScoreSummary of(JsonNode node) {
    ScoreSummary summary = new ScoreSummary();
    summary.rows = node.path("rows").asLong();
    summary.invalid = node.path("invalid").asLong();
    node.path("reasons")
        .fields()
        .forEachRemaining(e -> summary.reasons.put(e.getKey(), e.getValue().asLong()));
    return summary;
  }

  /** Number of rows. */
  public synchronized long rows() {
    return rows;
  }

  /** Number of rows that were not scored. */
  public synchronized long invalid() {
    return invalid;
  }

  /** The summary as lines. */
  public synchronized List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(rows + " rows: " + (rows - invalid) + " scored, " + invalid + " invalid");
    reasons.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(SHOWN)
        .forEach(entry -> lines.add("  " + entry.getValue() + "  " + entry.getKey()));
    if (reasons.size() > SHOWN) {
      lines.add("  and " + (reasons.size() - SHOWN) + " reasons more, in the column error");
    }
    return lines;
  }
}

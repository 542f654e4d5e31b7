package org.gflownet.job.compare;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.gflownet.run.PlainJson;
import org.gflownet.spark.RunDirectory;

/**
 * How a run of a comparison ended; kept in its folder, which is how a resumed comparison knows what
 * is finished.
 *
 * @param status how
 * @param reason one line for a failed run; empty otherwise
 * @param digest of the settings that it ran with
 */
record RunOutcome(Status status, String reason, String digest) {
  private static final String NAME = "outcome.json";
  private static final long MAX_BYTES = 1 << 20;
  private static final int MAX_REASON = 400;

  /** How a run ended. */
  enum Status {
    /** With all its steps. */
    DONE,
    /** Its seconds were used up. */
    TIME,
    /** With a fault, which is the reason. */
    FAILED,
    /** It was interrupted and can go on. */
    INTERRUPTED,
    /** It has not begun. */
    PENDING;

    /** As in the table of measurements. */
    String text() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Whether a resumed comparison need not run it again. */
    boolean isFinished() {
      return this == DONE || this == TIME;
    }
  }

  /** One that has not begun. */
  static RunOutcome pending() {
    return new RunOutcome(Status.PENDING, "", "");
  }

  /** A failed one. */
  static RunOutcome failed(String reason, String digest) {
    String line = String.valueOf(reason).replaceAll("\\s+", " ").trim();
    return new RunOutcome(
        Status.FAILED,
        line.length() <= MAX_REASON ? line : line.substring(0, MAX_REASON) + "...",
        digest);
  }

  /** The outcome of a run folder, if it was finished or failed. */
  static Optional<RunOutcome> read(RunDirectory directory) {
    if (!directory.exists(NAME)) {
      return Optional.empty();
    }
    return parse(directory.readText(NAME, MAX_BYTES));
  }

  /** The outcome that {@link #text} wrote. */
  static Optional<RunOutcome> parse(String text) {
    Optional<JsonNode> tree = PlainJson.read(text);
    for (Status status : Status.values()) {
      if (tree.isPresent() && tree.get().path("status").asText().equals(status.text())) {
        return Optional.of(
            new RunOutcome(
                status,
                tree.get().path("reason").asText(),
                tree.get().path("settings_sha256").asText()));
      }
    }
    return Optional.empty();
  }

  /** Keeps it. */
  void write(RunDirectory directory) {
    directory.replaceText(NAME, text() + "\n");
  }

  /** As JSON. */
  String text() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("status", status.text());
    fields.put("reason", reason);
    fields.put("settings_sha256", digest);
    return PlainJson.text(fields);
  }
}

package org.gflownet.scaling;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How workers and driver agree, and who adds up results.
 *
 * @param kind of synchronisation, {@code train.sync}
 * @param depth local steps K of a round of averaging, or staleness k of pipelined steps; 1 for
 *     gradient
 * @param shards whether executors add up the results of tasks, a piece each, in a second stage
 *     ({@code train.gather = shards}), instead of sending all of them to the driver
 */
public record SyncMode(Kind kind, int depth, boolean shards) {
  private static final Pattern TEXT =
      Pattern.compile("(gradient|averaging|pipelined)(?::([0-9]{1,7}))?(\\+shards)?");
  private static final int MAX_STEPS = 1_000_000;
  private static final int MAX_STALENESS = 64;

  /** What crosses the network, and what waits for what. */
  public enum Kind {
    /** One job per step: gradients are added up, the driver updates. */
    GRADIENT,
    /** One job per K steps: parameters and moments of all slices are averaged. */
    AVERAGING,
    /** One job per step, up to k of them under way: gradients are k - 1 updates late. */
    PIPELINED
  }

  /**
   * Checks the depth.
   *
   * @throws IllegalArgumentException if it is out of its bounds
   */
  public SyncMode {
    int largest =
        switch (kind) {
          case GRADIENT -> 1;
          case AVERAGING -> MAX_STEPS;
          case PIPELINED -> MAX_STALENESS;
        };
    if (depth < 1 || depth > largest) {
      throw new IllegalArgumentException(
          kind.name().toLowerCase(Locale.ROOT)
              + " takes a number from 1 to "
              + largest
              + ", not "
              + depth);
    }
  }

  /** One update per step from the gradients of all slices, merged on the driver. */
  public static SyncMode gradient() {
    return new SyncMode(Kind.GRADIENT, 1, false);
  }

  /**
   * Reads {@code gradient}, {@code averaging:K} or {@code pipelined:k}, with or without {@code
   * +shards}.
   *
   * @throws IllegalArgumentException naming the text and what it may be
   */
  public static SyncMode parse(String text) {
    if (text.endsWith("+tree")) {
      throw new IllegalArgumentException(
          "'" + text + "': there is no merge in a tree of executors, write +shards");
    }
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is no mode; write gradient, averaging:16 or pipelined:2, each with or without"
              + " +shards");
    }
    Kind kind = Kind.valueOf(matcher.group(1).toUpperCase(Locale.ROOT));
    if (matcher.group(2) == null && kind != Kind.GRADIENT) {
      throw new IllegalArgumentException(
          "'" + text + "' lacks its number: write " + matcher.group(1) + ":N");
    }
    int depth = matcher.group(2) == null ? 1 : Integer.parseInt(matcher.group(2));
    return new SyncMode(kind, depth, matcher.group(3) != null);
  }

  /** Jobs that may be under way at the same time. */
  int jobsInFlight() {
    return kind == Kind.PIPELINED ? depth : 1;
  }

  /** The text that {@link #parse} reads. */
  @Override
  public String toString() {
    String name = kind.name().toLowerCase(Locale.ROOT);
    return name + (kind == Kind.GRADIENT ? "" : ":" + depth) + (shards ? "+shards" : "");
  }
}

package org.gflownet.table;

/** Text of a file within a message. */
public final class Shown {
  private static final int MAX = 40;

  private Shown() {}

  /** The text in quotes, cut and without control characters. */
  public static String of(String text) {
    String start = text.length() <= MAX ? text : text.substring(0, MAX) + "...";
    return "'" + start.replaceAll("\\p{Cntrl}", "?") + "'";
  }
}

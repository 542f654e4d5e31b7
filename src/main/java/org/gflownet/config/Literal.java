package org.gflownet.config;

import java.util.regex.Pattern;

/** Numbers and truth values spelled in text that has no quotes to tell them from words. */
final class Literal {
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][-+]?\\d+)?");

  private Literal() {}

  /** The Long, Double or Boolean that a text spells, else the text itself. */
  static Object of(String text) {
    String trimmed = text.trim();
    if (trimmed.equals("true") || trimmed.equals("false")) {
      return Boolean.valueOf(trimmed);
    }
    if (trimmed.length() > 100 || !NUMBER.matcher(trimmed).matches()) {
      return text;
    }
    try {
      return Long.valueOf(trimmed);
    } catch (NumberFormatException notWhole) {
      return Double.valueOf(trimmed);
    }
  }
}

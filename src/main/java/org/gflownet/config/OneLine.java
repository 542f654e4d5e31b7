package org.gflownet.config;

/** Text for messages: one line, printable, of limited length. */
final class OneLine {
  private static final String ELLIPSIS = "...";

  private OneLine() {}

  /**
   * Squeezes white space to single blanks, replaces what cannot be printed and passwords in
   * addresses, and cuts the end off.
   *
   * @param maxLength longest result in chars, more than 3
   */
  static String of(String text, int maxLength) {
    String line =
        SecretAddresses.hidden(text)
            .replaceAll("[\\s\\p{Z}\u0085]+", " ")
            .replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}]", "?")
            .trim();
    return line.length() <= maxLength
        ? line
        : line.substring(0, maxLength - ELLIPSIS.length()) + ELLIPSIS;
  }
}

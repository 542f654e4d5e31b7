package org.gflownet.fuzz;

import java.util.Locale;

/** What Jazzer calls: one parser, by the system property {@value #PROPERTY}. */
public final class FuzzedParser {
  static final String PROPERTY = "gflownet.fuzz.parser";

  private static final Parser PARSER =
      Parser.valueOf(System.getProperty(PROPERTY).toUpperCase(Locale.ROOT).replace('-', '_'));

  private FuzzedParser() {}

  /** Reads an input; an exception ends the search with a finding. */
  public static void fuzzerTestOneInput(byte[] data) {
    PARSER.accepts(data);
  }
}

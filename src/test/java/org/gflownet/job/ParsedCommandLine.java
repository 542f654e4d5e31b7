package org.gflownet.job;

import java.util.List;

/** The program's arguments, understood but not obeyed. */
public final class ParsedCommandLine {
  private ParsedCommandLine() {}

  /**
   * Parses arguments.
   *
   * @throws picocli.CommandLine.ParameterException if they are not understood
   */
  public static void parse(List<String> arguments) {
    Main.commandLine().parseArgs(arguments.toArray(String[]::new));
  }
}

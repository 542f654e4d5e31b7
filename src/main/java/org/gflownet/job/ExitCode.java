package org.gflownet.job;

/** Exit codes of all commands; 130 and 143 are the JVM's own on SIGINT and SIGTERM. */
final class ExitCode {
  static final int OK = 0;
  static final int FAULT = 1;
  static final int USER = 2;

  private ExitCode() {}
}

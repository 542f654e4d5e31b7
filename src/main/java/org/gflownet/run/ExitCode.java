package org.gflownet.run;

/** Exit codes of all commands; 130 and 143 are the JVM's own on SIGINT and SIGTERM. */
public final class ExitCode {
  public static final int OK = 0;
  public static final int FAULT = 1;
  public static final int USER = 2;

  private ExitCode() {}
}

package org.gflownet.testing;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;

/** Takes what this JVM prints, in place of the terminal, until it is closed. */
public final class Terminal implements AutoCloseable {
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errBytes = new ByteArrayOutputStream();

  /** Takes over. */
  public Terminal() {
    System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(errBytes, true, StandardCharsets.UTF_8));
  }

  /**
   * What became of a command.
   *
   * @param exitCode its exit code
   * @param out what it printed to standard output
   * @param err what it printed to standard error
   */
  public record Result(int exitCode, String out, String err) {}

  /** Runs a command and takes what it prints. */
  public static Result of(IntSupplier command) {
    try (Terminal terminal = new Terminal()) {
      int exitCode = command.getAsInt();
      return new Result(exitCode, terminal.out(), terminal.err());
    }
  }

  /** What was printed to standard output so far. */
  public String out() {
    return outBytes.toString(StandardCharsets.UTF_8);
  }

  /** What was printed to standard error so far. */
  public String err() {
    return errBytes.toString(StandardCharsets.UTF_8);
  }

  /** Forgets what was printed so far. */
  public void clear() {
    outBytes.reset();
    errBytes.reset();
  }

  @Override
  public void close() {
    System.setOut(out);
    System.setErr(err);
  }
}

package org.gflownet.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs the submit scripts as a user would, in processes of their own. */
public final class Scripts {
  private static final Path ROOT = Path.of("").toAbsolutePath();
  private static final long PATIENCE_MINUTES = 4;

  private final Path directory;
  private final Map<String, String> environment;
  private final AtomicInteger count;

  /**
   * Scripts that run in a directory.
   *
   * @param directory working directory; their output is kept there too
   * @param environment beside the one inherited
   */
  public Scripts(Path directory, Map<String, String> environment) {
    this(directory, environment, new AtomicInteger());
  }

  private Scripts(Path directory, Map<String, String> environment, AtomicInteger count) {
    this.directory = directory;
    this.environment = environment;
    this.count = count;
  }

  /** The same ones in {@link QuickJvms}. */
  public Scripts quick() {
    return new Scripts(directory, QuickJvms.with(environment), count);
  }

  /** What a finished script left. */
  public record Result(int exitCode, String out, String err) {
    /** The last line of standard output. */
    public String lastLine() {
      List<String> lines = out.lines().toList();
      return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    }

    @Override
    public String toString() {
      return "exit code " + exitCode + "\n--- out\n" + out + "\n--- err\n" + err;
    }
  }

  /** A script that runs. */
  public static final class Running {
    private final Process process;
    private final Path out;
    private final Path err;

    private Running(Process process, Path out, Path err) {
      this.process = process;
      this.out = out;
      this.err = err;
    }

    /** Its process id, which is the JVM's: the scripts replace themselves by it. */
    public long pid() {
      return process.pid();
    }

    /** Whether it has not ended. */
    public boolean isAlive() {
      return process.isAlive();
    }

    /** Sends a signal, such as TERM. */
    public void signal(String name) throws IOException, InterruptedException {
      new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
    }

    /** Waits for the end. */
    public Result await() throws IOException, InterruptedException {
      return await(PATIENCE_MINUTES);
    }

    /** Waits so many minutes for the end. */
    public Result await(long minutes) throws IOException, InterruptedException {
      if (!process.waitFor(minutes, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError("no end within " + minutes + " min: " + result(-1));
      }
      return result(process.exitValue());
    }

    private Result result(int code) throws IOException {
      return new Result(
          code,
          Files.readString(out, StandardCharsets.UTF_8),
          Files.readString(err, StandardCharsets.UTF_8));
    }
  }

  /** Starts a script of {@code submit-scripts}. */
  public Running start(String script, String... args) throws IOException {
    List<String> command = new ArrayList<>();
    if (System.getProperty("os.name").startsWith("Linux")) {
      // A build in the background has SIGINT ignored, which its children inherit.
      command.addAll(List.of("env", "--default-signal=INT"));
    }
    command.add(ROOT.resolve("submit-scripts").resolve(script).toString());
    command.addAll(Arrays.asList(args));
    int number = count.getAndIncrement();
    Path out = directory.resolve("out-" + number + ".txt");
    Path err = directory.resolve("err-" + number + ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().putAll(environment);
    return new Running(builder.start(), out, err);
  }

  /** Runs a script to its end. */
  public Result run(String script, String... args) throws IOException, InterruptedException {
    return start(script, args).await();
  }
}

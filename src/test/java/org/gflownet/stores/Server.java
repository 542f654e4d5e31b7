package org.gflownet.stores;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.gflownet.testing.Eventually;
import org.gflownet.testing.QuickJvms;

/**
 * A server as a process of its own on this machine, from jars that the profile {@code stores} has
 * put into folders under {@code target/stores}. Listens on the loopback interface alone.
 */
final class Server implements AutoCloseable {
  private static final Path JARS = Path.of(System.getProperty("gflownet.stores", "target/stores"));
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final String name;
  private final Process process;
  private final Path log;

  private Server(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /** A port that nobody listens on. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** The folder of that name under {@code target/stores}. */
  static Path jars(String folder) {
    return JARS.resolve(folder).toAbsolutePath();
  }

  /** All jars of such folders, in Spark's notation for {@code --jars}. */
  static String listed(String folder) throws IOException {
    try (var files = Files.list(jars(folder))) {
      return files.map(Path::toString).sorted().collect(Collectors.joining(","));
    }
  }

  /**
   * Starts one.
   *
   * @param directory its working directory
   * @param classPath folders of jars, or whatever else a class path may have
   * @param main its class and arguments
   */
  static Server start(Path directory, List<String> classPath, String... main) throws IOException {
    String name = Arrays.stream(main).filter(word -> !word.startsWith("-")).findFirst().orElse("");
    Path log = directory.resolve(name.substring(name.lastIndexOf('.') + 1) + ".log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", QuickJvms.OPTION, "-Djava.net.preferIPv4Stack=true"));
    command.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
    command.addAll(List.of("-cp", String.join(File.pathSeparator, classPath)));
    command.addAll(Arrays.asList(main));
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    // Also where a test ends before it can.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    return new Server(name, process, log);
  }

  /** Waits until it listens on a port. */
  Server awaitPort(int port) {
    Eventually.until(
        name + " listens",
        PATIENCE,
        () -> {
          if (!process.isAlive()) {
            throw new AssertionError(name + " has ended: " + output());
          }
          try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            return true;
          } catch (IOException e) {
            return false;
          }
        });
    return this;
  }

  /** What it has printed. */
  String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}

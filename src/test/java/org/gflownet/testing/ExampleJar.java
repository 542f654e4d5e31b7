package org.gflownet.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** The plug-ins of {@code examples/own-problem}, compiled and put on the class path of a thread. */
public final class ExampleJar implements AutoCloseable {
  /** The example's folder. */
  public static final Path PROJECT = Path.of("examples", "own-problem");

  private final ClassLoader before;
  private final URLClassLoader loader;

  private ExampleJar(URLClassLoader loader) {
    this.before = Thread.currentThread().getContextClassLoader();
    this.loader = loader;
    Thread.currentThread().setContextClassLoader(loader);
  }

  /**
   * Compiles the example and puts it on this thread's class path, until closed.
   *
   * @param folder for its classes
   */
  public static ExampleJar use(Path folder) throws IOException {
    Path main = PROJECT.resolve("src/main");
    List<String> args =
        new ArrayList<>(
            List.of(
                "-proc:none",
                "-classpath",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "-d",
                folder.toString()));
    try (Stream<Path> files = Files.walk(main)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (file.toString().endsWith(".java")) {
          args.add(file.toString());
        } else {
          Path copy = folder.resolve(main.resolve("resources").relativize(file).toString());
          Files.createDirectories(copy.getParent());
          Files.copy(file, copy);
        }
      }
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler.run(null, null, null, args.toArray(String[]::new)) != 0) {
      throw new AssertionError("the example does not compile");
    }
    return of(folder);
  }

  /** Puts a folder of classes or services on this thread's class path, until closed. */
  public static ExampleJar of(Path folder) throws IOException {
    return new ExampleJar(
        new URLClassLoader(
            new URL[] {folder.toUri().toURL()}, Thread.currentThread().getContextClassLoader()));
  }

  @Override
  public void close() {
    Thread.currentThread().setContextClassLoader(before);
    try {
      loader.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package org.gflownet.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Opens pages in a headless Chromium. Where there is none tests are skipped, except with the
 * environment variable {@code GFLOWNET_REQUIRE_BROWSER=1}.
 */
public final class Browser {
  private static final long MAX_SECONDS = 120;
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");

  private final Path directory;

  /** A browser whose profile and output go into a directory. */
  public Browser(Path directory) {
    this.directory = directory;
  }

  /** What the browser printed on both channels. */
  public record Output(String dom, String log) {}

  /** Skips the test where there is no browser. */
  public static void require() {
    boolean found = program() != null;
    if (!found) {
      assertThat(System.getenv("GFLOWNET_REQUIRE_BROWSER")).as("no Chromium").isNotEqualTo("1");
    }
    assumeTrue(found, "no Chromium");
  }

  private static String program() {
    for (String folder : System.getenv("PATH").split(":", -1)) {
      for (String name : NAMES) {
        Path program = Path.of(folder, name);
        if (Files.isExecutable(program)) {
          return program.toString();
        }
      }
    }
    return null;
  }

  /**
   * Opens a page and returns its document after the scripts have run.
   *
   * @param dark whether the user prefers dark colours
   * @param width of the window in CSS pixels
   */
  public Output open(Path page, boolean dark, int width, int height)
      throws IOException, InterruptedException {
    return run(dark, width, height, page, "--dump-dom");
  }

  /** Takes a picture of a page. */
  public void screenshot(Path page, boolean dark, int width, int height, Path picture)
      throws IOException, InterruptedException {
    run(dark, width, height, page, "--screenshot=" + picture.toAbsolutePath());
    assertThat(picture).exists();
  }

  private Output run(boolean dark, int width, int height, Path page, String action)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile(directory, "dom", ".html");
    Path log = Files.createTempFile(directory, "browser", ".log");
    Path profile = Files.createTempDirectory(directory, "profile");
    List<String> command =
        new ArrayList<>(
            List.of(
                program(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--hide-scrollbars",
                "--enable-logging=stderr",
                "--user-data-dir=" + profile,
                "--blink-settings=preferredColorScheme=" + (dark ? 0 : 1),
                "--window-size=" + width + "," + height,
                "--virtual-time-budget=5000"));
    command.add(action);
    command.add(page.toUri().toString());
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(log.toFile())
            .start();
    try {
      assertThat(process.waitFor(MAX_SECONDS, TimeUnit.SECONDS)).as("browser ended").isTrue();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      delete(profile);
    }
    return new Output(
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(log, StandardCharsets.UTF_8));
  }

  /** The browser's last writes may be under way: what cannot be deleted stays to the test's end. */
  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }
}

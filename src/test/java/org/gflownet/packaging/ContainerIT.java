package org.gflownet.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The steps of the Dockerfile, taken in a folder instead of an image, and a run with what they
 * made. What the base image brings, Spark and Java, is the build's.
 */
class ContainerIT {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");

  @TempDir private Path root;
  private final Map<String, String> variables = new HashMap<>();
  private final Map<String, String> environment = new HashMap<>();
  private final List<String> seen = new ArrayList<>();

  private static List<String> instructions() throws IOException {
    return Files.readAllLines(Path.of("Dockerfile")).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .toList();
  }

  private String resolved(String text) {
    Matcher matcher = VARIABLE.matcher(text);
    return matcher.replaceAll(
        m -> Matcher.quoteReplacement(variables.getOrDefault(m.group(1), "unset")));
  }

  /** Paths of the image, below the folder. */
  private String below(String text) {
    return text.replaceAll("(?<![\\w.])/(opt|work)", Matcher.quoteReplacement(root + "/") + "$1");
  }

  private static String shell(String command, Map<String, String> environment, Path directory)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", command).directory(directory.toFile());
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(command + "\n" + output).isZero();
    return output;
  }

  private void take(String instruction) throws IOException, InterruptedException {
    String[] words = instruction.split(" ", 2);
    seen.add(words[0]);
    String rest = words[1];
    switch (words[0]) {
      case "ARG" -> variables.put(rest.split("=", 2)[0], rest.split("=", 2)[1]);
      case "FROM" ->
          assertThat(resolved(rest)).matches("[a-z./-]+:3\\.5\\.\\d+-scala2\\.12-java17.*");
      case "ADD" -> {
        String[] files = resolved(rest).split(" ", -1);
        Path archive = Path.of(files[0]).toAbsolutePath();
        assertThat(archive).exists();
        shell("mkdir -p opt && tar -xzf '" + archive + "' -C opt", Map.of(), root);
        assertThat(files[1]).isEqualTo("/opt/");
      }
      case "RUN" -> shell(below(rest), Map.of(), root);
      case "ENV" -> {
        variables.put("PATH", System.getenv("PATH"));
        for (String pair : rest.split(" ", -1)) {
          String[] parts = pair.split("=", 2);
          environment.put(parts[0], below(resolved(parts[1])));
        }
      }
      case "USER" -> assertThat(rest).isIn("root", "spark");
      case "WORKDIR" -> assertThat(root.resolve(rest.substring(1))).isDirectory();
      default -> throw new AssertionError("no step of a Dockerfile is known as " + words[0]);
    }
  }

  @Test
  void whatTheImageWouldHoldTrains() throws IOException, InterruptedException {
    for (String instruction : instructions()) {
      take(instruction);
    }
    assertThat(seen).contains("FROM", "ADD", "ENV", "WORKDIR");
    Path spark = Path.of(System.getProperty("gflownet.spark.home"));
    Files.createSymbolicLink(root.resolve("opt/spark"), spark);
    String output =
        shell(
            below("train.sh /opt/gflownet/conf/quickstart.conf --set train.steps=20")
                + " --set progress.mode=none --master in-process",
            environment,
            root.resolve("work"));
    assertThat(output).contains("run folder ").contains("parameters_sha256 ");
    assertThat(root.resolve("work/runs/quickstart/report.html")).exists();
    assertThat(root.resolve("opt/gflownet/docs/tutorial.md")).exists();
    assertThat(root.resolve("opt/gflownet/examples/own-problem/pom.xml")).exists();
  }
}

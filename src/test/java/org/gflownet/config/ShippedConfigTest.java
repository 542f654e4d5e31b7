package org.gflownet.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files in {@code conf/}; those of {@code conf/paper} and {@code conf/lab} are comparisons. */
class ShippedConfigTest {

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("conf"))) {
      return files
          .filter(
              f ->
                  f.toString().endsWith(".conf")
                      && !f.startsWith("conf/paper")
                      && !f.startsWith("conf/lab"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void loadsReportsOftenEnoughAndSurvivesRendering(Path file) {
    GflownetConfig config = ConfigLoader.load(file, List.of());
    assertThat(config.train().steps() / config.eval().every()).isGreaterThanOrEqualTo(10);
    assertThat(config.checkpoint().every()).isLessThanOrEqualTo(config.train().steps());
    assertThat(ConfigLoader.parse(config.render(), "rendered")).isEqualTo(config);
  }

  @ParameterizedTest
  @MethodSource("files")
  void saysWhatItIsAndHowToRunIt(Path file) throws IOException {
    List<String> head =
        Files.readAllLines(file).stream().takeWhile(l -> l.startsWith("#")).toList();
    assertThat(head).hasSizeGreaterThan(4);
    assertThat(String.join("\n", head)).contains("./submit-scripts/train.sh conf/", "time");
  }

  @ParameterizedTest
  @MethodSource("files")
  void canBeTriedInOneStep(Path file) {
    GflownetConfig config =
        ConfigLoader.load(file, List.of("train.steps=1", "cluster.master=in-process"));
    assertThat(config.train().steps()).isEqualTo(1);
  }
}

package org.gflownet.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The packaged application jar beside Spark's own jars. */
class ApplicationJarIT {

  private static final Path JAR = Path.of(System.getProperty("gflownet.jar"));
  private static final Path SPARK_JARS = Path.of(System.getProperty("gflownet.spark.home"), "jars");

  private static Set<String> classes(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream()
          .map(entry -> entry.getName())
          .filter(name -> name.endsWith(".class") && !name.endsWith("module-info.class"))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @Test
  void holdsNoClassThatSparkHas() throws IOException {
    Set<String> both = new TreeSet<>();
    Set<String> own = classes(JAR);
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(SPARK_JARS, "*.jar")) {
      for (Path jar : jars) {
        Set<String> shared = classes(jar);
        shared.retainAll(own);
        both.addAll(shared);
      }
    }
    assertThat(both).isEmpty();
  }

  @Test
  void holdsNoPackageThatASparkDistributionBringsElsewhere() throws IOException {
    Set<String> own = classes(JAR);
    // DL4J's own, which it put there to reach a package-private method of Spark's.
    own.removeIf(name -> name.startsWith("org/apache/spark/TaskContextHelper"));
    assertThat(own)
        .noneMatch(
            name ->
                name.matches(
                    "(scala|org/apache/(spark|hadoop|log4j|logging)|org/slf4j|com/esotericsoftware"
                        + "|com/fasterxml/jackson|com/google/common)/.*"));
  }

  @Test
  void saysWhatItIs() throws IOException {
    try (JarFile file = new JarFile(JAR.toFile())) {
      assertThat(file.getManifest().getMainAttributes().getValue("Main-Class"))
          .isEqualTo("org.gflownet.job.Main");
      assertThat(file.getManifest().getMainAttributes().getValue("Git-Commit"))
          .matches("[0-9a-f]{40}(-dirty)?|unknown");
      assertThat(file.getEntry("META-INF/NOTICE")).isNotNull();
    }
  }
}

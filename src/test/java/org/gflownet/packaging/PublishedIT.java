package org.gflownet.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.gflownet.testing.PublicTypes;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** What is installed beside the application jar: the POM, and the jar "api". */
class PublishedIT {
  private static final String APPLICATION = System.getProperty("gflownet.jar");
  private static final String BASE = APPLICATION.substring(0, APPLICATION.length() - 4);

  @Test
  void theApiHoldsPublicTypesAndNothingElse() throws IOException {
    try (JarFile jar = new JarFile(BASE + "-api.jar")) {
      Set<String> files =
          jar.stream()
              .filter(entry -> !entry.isDirectory())
              .map(JarEntry::getName)
              .filter(name -> !name.startsWith("META-INF/"))
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(files)
          .isEqualTo(
              PublicTypes.all().stream()
                  .map(type -> type.getName().replace('.', '/') + ".class")
                  .collect(Collectors.toCollection(TreeSet::new)));
      assertThat(jar.getEntry("META-INF/LICENSE")).isNotNull();
    }
  }

  private static String child(Element parent, String name) {
    return parent.getElementsByTagName(name).item(0).getTextContent();
  }

  @Test
  void thePomListsSparkAlone() throws IOException, ParserConfigurationException, SAXException {
    Document pom =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(Path.of(BASE + ".pom").toFile());
    var found = pom.getElementsByTagName("dependency");
    List<String> dependencies =
        IntStream.range(0, found.getLength())
            .mapToObj(found::item)
            .map(Element.class::cast)
            .map(each -> child(each, "artifactId") + " " + child(each, "scope"))
            .toList();
    assertThat(dependencies)
        .containsExactlyInAnyOrder(
            "spark-core_2.12 provided", "spark-mllib_2.12 provided", "spark-sql_2.12 provided");
    for (String absent : List.of("profiles", "build", "repositories", "properties", "parent")) {
      assertThat(pom.getElementsByTagName(absent).getLength()).as(absent).isZero();
    }
    assertThat(child(pom.getDocumentElement(), "name")).isEqualTo("gflownet-spark");
    assertThat(pom.getElementsByTagName("license").getLength()).isEqualTo(1);
  }
}

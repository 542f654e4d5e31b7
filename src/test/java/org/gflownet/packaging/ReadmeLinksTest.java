package org.gflownet.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a reader of the pages and of the map of packages looks for is there. */
class ReadmeLinksTest {
  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]+)");
  private static final Pattern NAMED =
      Pattern.compile("^\\| `([a-z0-9.]+)` \\|", Pattern.MULTILINE);
  private static final Path SOURCES = Path.of("src/main/java/org/gflownet");

  private static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.list(Path.of("docs"))) {
      return Stream.concat(
              Stream.of(Path.of("README.md"), Path.of("CONTRIBUTING.md")),
              docs.filter(page -> page.toString().endsWith(".md")))
          .toList();
    }
  }

  @Test
  void noLinkIsBroken() throws IOException {
    for (Path page : pages()) {
      Matcher link = LINK.matcher(Files.readString(page));
      while (link.find()) {
        Path folder = page.getParent() == null ? Path.of("") : page.getParent();
        assertThat(folder.resolve(link.group(1))).as("%s, in %s", link.group(1), page).exists();
      }
    }
  }

  @Test
  void theMapHasEveryPackageAndNoOther() throws IOException {
    String page = Files.readString(Path.of("docs/architecture.md"));
    String map = page.substring(page.indexOf("## Map of the packages"));
    map = map.substring(0, map.indexOf("\n## The life of"));
    Matcher named = NAMED.matcher(map);
    while (named.find()) {
      assertThat(SOURCES.resolve(named.group(1).replace('.', '/'))).isDirectory();
    }
    try (Stream<Path> packages = Files.walk(SOURCES)) {
      for (Path info : packages.filter(p -> p.endsWith("package-info.java")).toList()) {
        String name = SOURCES.relativize(info.getParent()).toString().replace('/', '.');
        String last = name.substring(name.lastIndexOf('.') + 1);
        assertThat(map).as(name).containsAnyOf("`" + name + "`", "`." + last + "`");
      }
    }
    assertThat(map).contains("| `objective` | flow matching");
  }
}

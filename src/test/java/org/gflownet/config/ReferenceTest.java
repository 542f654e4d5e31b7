package org.gflownet.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gflownet.reward.hypergrid.HypergridRewards;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The defaults. */
class ReferenceTest {

  private static Map<String, ConfigValue> flatten(ConfigObject section) {
    Map<String, ConfigValue> all = new TreeMap<>();
    section.forEach(
        (key, value) -> {
          all.put(key, value);
          if (value instanceof ConfigObject inner) {
            flatten(inner).forEach((k, v) -> all.put(key + "." + k, v));
          }
        });
    return all;
  }

  @Test
  void everyKeyHasAComment() {
    assertThat(flatten(Reference.load().root()))
        .allSatisfy((key, value) -> assertThat(value.origin().comments()).as(key).isNotEmpty());
  }

  @Test
  void numbersHaveTheirRangeInTheComment() {
    assertThat(flatten(Reference.load().root()))
        .allSatisfy(
            (key, value) -> {
              if (value.unwrapped() instanceof Number) {
                assertThat(String.join(" ", value.origin().comments()))
                    .as(key)
                    .containsPattern("\\d|64 bits");
              }
            });
  }

  @Test
  void everyRecordComponentHasItsKeyAndNoKeyIsLeftOver() {
    ConfigObject rendered =
        ConfigFactory.parseString(ConfigLoader.parse("", "empty").render()).root();
    assertThat(flatten(rendered).keySet()).isEqualTo(flatten(Reference.load().root()).keySet());
  }

  @Test
  void everyRewardIsDescribed() {
    List<String> comments =
        Reference.load().root().toConfig().getValue("env.reward").origin().comments();
    for (String name : HypergridRewards.names()) {
      assertThat(comments).as(name).anyMatch(line -> line.trim().startsWith(name + " "));
    }
  }

  @Test
  void everyRewardOfMoleculesIsDescribed() {
    List<String> comments =
        Reference.load().root().toConfig().getValue("reward.name").origin().comments();
    assertThat(RewardConfig.ofMolecules()).contains("qed", "weighted").doesNotContain("env");
    for (String name : RewardConfig.ofMolecules()) {
      assertThat(comments).as(name).anyMatch(line -> line.trim().startsWith(name + " "));
    }
  }

  /** What names a file says so in its comment, and names none from the start. */
  @Test
  void everyKeyThatNamesAFileIsInTheList() {
    List<String> files = new ArrayList<>();
    flatten(Reference.load().root())
        .forEach(
            (key, value) -> {
              String comment = String.join(" ", value.origin().comments());
              if (value.unwrapped() == null && comment.matches("(?is).*\\bfile\\b.*")) {
                files.add(key);
              }
            });
    // A table that Spark reads where it is, for pictures alone.
    assertThat(files).contains("report.reference");
    files.remove("report.reference");
    assertThat(FileSetting.keys()).isEqualTo(files);
  }

  @Test
  void isFoundAmongOthersOfItsName(@TempDir Path folder) throws IOException {
    List<URL> urls = new ArrayList<>();
    for (String text : List.of("akka { }", "", "# gflownet-spark: not this one")) {
      Path jar = Files.createDirectory(folder.resolve("jar" + urls.size()));
      Files.writeString(jar.resolve("reference.conf"), text);
      urls.add(jar.toUri().toURL());
    }
    try (URLClassLoader others = new URLClassLoader(urls.toArray(URL[]::new), null)) {
      assertThatThrownBy(() -> Reference.text(others)).isInstanceOf(IllegalStateException.class);
    }
    Path ours = Files.createDirectory(folder.resolve("ours"));
    Files.writeString(
        ours.resolve("reference.conf"), Reference.text(ReferenceTest.class.getClassLoader()));
    urls.add(ours.toUri().toURL());
    try (URLClassLoader all = new URLClassLoader(urls.toArray(URL[]::new), null)) {
      assertThat(Reference.text(all)).contains("hypergrid");
    }
  }
}

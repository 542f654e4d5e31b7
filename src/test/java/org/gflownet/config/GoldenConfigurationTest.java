package org.gflownet.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The configurations of the golden run folders mean what they say, whatever becomes of the
 * defaults.
 *
 * <p>Beside each stands {@code keys.txt} with the keys that there were when it was made. A key that
 * is added later asks for nothing here; where results depend on it, {@code later.conf} of the
 * golden folders has what the program did before there was such a key.
 */
class GoldenConfigurationTest {
  private static final Path GOLDEN = Path.of("src/test/resources/org/gflownet/run/train/golden");
  private static final String KEYS = "keys.txt";

  static Stream<Path> folders() throws IOException {
    try (Stream<Path> files = Files.list(GOLDEN)) {
      return files.filter(Files::isDirectory).sorted().toList().stream();
    }
  }

  /** All configurations of the folders: that of the run and those of its checkpoints. */
  static Stream<Path> configurations() throws IOException {
    try (Stream<Path> files = Files.walk(GOLDEN)) {
      return files.filter(f -> f.endsWith("config.resolved.conf")).sorted().toList().stream();
    }
  }

  /** Values by path; an empty section counts as one. */
  private static Map<String, ConfigValue> leaves(String prefix, ConfigObject section) {
    Map<String, ConfigValue> leaves = new TreeMap<>();
    section.forEach(
        (key, value) -> {
          if (value instanceof ConfigObject inner && !inner.isEmpty()) {
            leaves.putAll(leaves(prefix + key + ".", inner));
          } else {
            leaves.put(prefix + key, value);
          }
        });
    return leaves;
  }

  private static Set<String> keysOf(Path configuration) throws IOException {
    Path folder = configuration;
    while (!folder.getParent().equals(GOLDEN)) {
      folder = folder.getParent();
    }
    return new TreeSet<>(Files.readAllLines(folder.resolve(KEYS)));
  }

  private static Config parsed(Path configuration) {
    return ConfigFactory.parseFile(configuration.toFile());
  }

  /** The defaults, with a value that no setting takes for each of some keys. */
  private static Config poisoned(Set<String> keys) {
    Config reference = Reference.load();
    for (Map.Entry<String, ConfigValue> leaf : leaves("", reference.root()).entrySet()) {
      boolean isSection = leaf.getValue() instanceof ConfigObject;
      if (keys.contains(leaf.getKey()) && !isSection) {
        List<Object> poison = List.of("a default that is read", -0.5);
        reference =
            reference.withValue(leaf.getKey(), ConfigValueFactory.fromAnyRef(List.of(poison)));
      }
    }
    return reference;
  }

  @ParameterizedTest
  @MethodSource("folders")
  void everyFolderHasTheKeysOfItsTime(Path folder) throws IOException {
    Path keys = folder.resolve(KEYS);
    if (!Files.exists(keys) && Boolean.getBoolean("gflownet.renew")) {
      Set<String> now = leaves("", Reference.load().root()).keySet();
      Files.writeString(keys, String.join("\n", now) + "\n");
    }
    assertThat(keys)
        .as(
            "written once, when the folder is new: mvn test -Dtest=GoldenConfigurationTest"
                + " -Dgflownet.renew=true")
        .exists();
    assertThat(Files.readAllLines(keys)).hasSizeGreaterThan(100).isSorted().doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void everyKeyOfItsTimeIsSpelledOut(Path configuration) throws IOException {
    Set<String> spelled = new TreeSet<>();
    // Sections that take any key count by their names.
    Set<String> keys = keysOf(configuration);
    for (String key : leaves("", parsed(configuration).root()).keySet()) {
      spelled.add(keys.stream().filter(open -> key.startsWith(open + ".")).findFirst().orElse(key));
    }
    assertThat(spelled).isEqualTo(keys);
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void noDefaultOfItsTimeIsRead(Path configuration) throws IOException {
    Set<String> keys = keysOf(configuration);
    String name = configuration.toString();
    Config golden = parsed(configuration);
    GflownetConfig now = ConfigLoader.read(name, golden);
    GflownetConfig perturbed = ConfigLoader.read(name, golden, poisoned(keys));
    assertThat(perturbed).isEqualTo(now);
    assertThat(perturbed.digest()).isEqualTo(now.digest());
    // It is the text that this configuration was written as, but for keys that came later.
    Map<String, ConfigValue> rendered =
        leaves("", ConfigFactory.parseString(perturbed.render()).root());
    rendered.keySet().removeIf(key -> !golden.hasPathOrNull(key));
    assertThat(rendered).isEqualTo(leaves("", golden.root()));
    // Without any one of its keys, the default would have been read.
    for (String key : keys) {
      if (!(leaves("", golden.root()).get(key) instanceof ConfigObject)) {
        assertThatThrownBy(() -> ConfigLoader.read(name, golden.withoutPath(key), poisoned(keys)))
            .as(key)
            .isInstanceOf(InvalidConfigException.class);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void keysThatCameLaterLeaveEarlierRunsAsTheyWere(Path configuration) throws IOException {
    Config later = parsed(GOLDEN.resolve("later.conf"));
    Config golden = parsed(configuration);
    assertThat(leaves("", later.root())).isNotEmpty();
    GflownetConfig now = ConfigLoader.read(configuration.toString(), golden);
    assertThat(ConfigLoader.read(configuration.toString(), golden.withFallback(later)))
        .as("a run without a key of later.conf is now another one; resuming it changes it")
        .isEqualTo(now);
  }
}

package org.gflownet.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gflownet.testing.ExampleJar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How plug-ins are found and given their settings. */
class PluginsTest {
  @TempDir private Path folder;

  /** A plug-in without settings. */
  public static class One implements Plugin {
    @Override
    public String name() {
      return "one";
    }
  }

  /** Another one of the same name. */
  public static final class AnotherOne extends One {}

  /** One whose name no configuration could hold. */
  public static final class Shouting extends One {
    @Override
    public String name() {
      return "ONE!";
    }
  }

  /** One that cannot be made. */
  public static final class Broken extends One {
    /** Fails. */
    public Broken() {
      throw new IllegalStateException("no licence");
    }
  }

  /** One with settings of all types. */
  public static final class Typed extends One {
    @Override
    public Map<String, Object> defaults() {
      return Map.of("count", 3, "share", 0.5, "file", "a.txt", "strict", true);
    }
  }

  private ExampleJar services(Class<?>... classes) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.write(
        services.resolve(Plugin.class.getName()), Stream.of(classes).map(Class::getName).toList());
    return ExampleJar.of(folder);
  }

  @Test
  void whatIsNamedIsFound() throws IOException {
    assertThat(Plugins.all(Plugin.class, List.of())).isEmpty();
    try (ExampleJar jar = services(One.class)) {
      assertThat(jar).isNotNull();
      assertThat(Plugins.find(Plugin.class, "one")).containsInstanceOf(One.class);
      assertThat(Plugins.find(Plugin.class, "two")).isEmpty();
    }
    assertThat(Plugins.find(Plugin.class, "one")).isEmpty();
  }

  private void refused(String message, Class<?>... classes) throws IOException {
    try (ExampleJar jar = services(classes)) {
      assertThat(jar).isNotNull();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Plugins.all(Plugin.class, List.of("hypergrid", "two")))
          .withMessageContaining(message)
          .withMessageMatching("[^\\n]+");
    }
  }

  @Test
  void twoOfOneNameAreRefused() throws IOException {
    refused("two plug-ins are called one", One.class, AnotherOne.class);
  }

  @Test
  void namesAreWords() throws IOException {
    refused("calls itself 'ONE!'", Shouting.class);
  }

  @Test
  void aBrokenPluginSaysWhy() throws IOException {
    refused("no licence", Broken.class);
  }

  @Test
  void takenNamesAreRefused() throws IOException {
    try (ExampleJar jar = services(One.class)) {
      assertThat(jar).isNotNull();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Plugins.all(Plugin.class, List.of("one")))
          .withMessageContaining("calls itself one, which comes along");
    }
  }

  @Test
  void settingsHaveTheTypeOfTheirDefault() {
    PluginSettings settings =
        PluginSettings.of(new Typed(), Map.of("count", 7.0, "share", 1, "strict", false));
    assertThat(settings.count("count", 1, 7)).isEqualTo(7);
    assertThat(settings.number("share", 0, 1)).isEqualTo(1.0);
    assertThat(settings.text("file")).isEqualTo("a.txt");
    assertThat(settings.flag("strict")).isFalse();
    wrong(Map.of("count", 1.5), "use a whole number, as in count = 3");
    wrong(Map.of("count", "3"), "use a whole number");
    wrong(Map.of("share", "half"), "use a number, as in share = 0.5");
    wrong(Map.of("share", Double.NaN), "use a number");
    wrong(Map.of("file", 3), "use a text");
    wrong(Map.of("strict", "yes"), "use true or false");
    wrong(Map.of("size", 1), "no such setting; use one of count, file, share, strict");
  }

  private static void wrong(Map<String, ?> given, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PluginSettings.of(new Typed(), given))
        .withMessageContaining(message);
  }

  @Test
  void boundsAreNamed() {
    PluginSettings settings = PluginSettings.of(new Typed(), Map.of());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings.count("count", 4, 9))
        .withMessage("count = 3: use a whole number from 4 to 9");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings.number("share", 0.6, 1))
        .withMessage("share = 0.5: use a number from 0.6 to 1.0");
  }
}

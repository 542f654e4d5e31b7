package org.gflownet.api;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.gflownet.config.ConfigLoader;
import org.gflownet.config.GflownetConfig;

/**
 * Settings of a training run, as configuration files of {@code train.sh} have them. Immutable and
 * thread-safe; checked as a whole when they are used.
 */
public final class Settings {
  private static final String TEXT = "the settings";
  private static final String CHANGES = "Settings.with";

  private final Path file;
  private final String text;
  private final List<String> changes;

  private Settings(Path file, String text, List<String> changes) {
    this.file = file;
    this.text = text;
    this.changes = List.copyOf(changes);
  }

  /**
   * The settings of a text.
   *
   * @param hocon HOCON over the defaults; what it includes is relative to the working directory
   */
  public static Settings parse(String hocon) {
    return new Settings(null, Objects.requireNonNull(hocon, "hocon"), List.of());
  }

  /**
   * The settings of a file on this machine.
   *
   * @param path of a configuration file, read when the settings are used
   */
  public static Settings load(String path) {
    return new Settings(Path.of(path), null, List.of());
  }

  /**
   * The same settings with another value of one.
   *
   * @param key such as {@code train.steps}
   * @param value a number, a boolean or a text as {@code --set} takes it; null for none
   */
  public Settings with(String key, Object value) {
    if (key.indexOf('=') >= 0) {
      throw new IllegalArgumentException(
          CHANGES + ": no setting has a = in its name, as " + key + " has");
    }
    List<String> more = new ArrayList<>(changes);
    more.add(key + "=" + value);
    return new Settings(file, text, more);
  }

  /**
   * Every setting with its value, defaults filled in, as HOCON.
   *
   * @throws IllegalArgumentException in one line for any mistake in the settings
   */
  public String resolved() {
    return UserMistakes.named(() -> config().render());
  }

  /** The settings, checked. */
  GflownetConfig config() {
    return file == null
        ? ConfigLoader.program(text, TEXT, changes, CHANGES)
        : ConfigLoader.program(file, changes, CHANGES);
  }
}

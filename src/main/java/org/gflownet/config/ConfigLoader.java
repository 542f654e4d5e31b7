package org.gflownet.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Reads settings: HOCON, parsed once, over the defaults of {@code reference.conf}.
 *
 * <p>Includes are relative to the file that has them and must exist; substitutions see the file,
 * the defaults and environment variables. Unknown keys, wrong types and values out of range are
 * errors. Whatever the input, the only exception is {@link InvalidConfigException}. Driver only,
 * thread-safe.
 */
public final class ConfigLoader {
  private ConfigLoader() {}

  /**
   * The settings of a file.
   *
   * @param file HOCON of at most 1 MiB
   * @param overrides {@code key=value} pairs from the command line, stronger than the file; of two
   *     for one key the later counts
   * @throws InvalidConfigException for any mistake in them
   */
  public static GflownetConfig load(Path file, List<String> overrides) {
    return program(file, overrides, Location.SET);
  }

  /**
   * The settings of a text that a program has, with includes relative to the working directory, and
   * what the program changes of them.
   *
   * @param hocon the text
   * @param originName what messages call it
   * @param overrides {@code key=value} pairs as for {@link #load}
   * @param placeOfOverrides what messages call their place
   * @throws InvalidConfigException for any mistake in them
   */
  public static GflownetConfig program(
      String hocon, String originName, List<String> overrides, String placeOfOverrides) {
    return loaded(
        originName,
        () ->
            Overrides.parse(overrides, placeOfOverrides)
                .withFallback(HoconFile.parse(hocon, originName)));
  }

  /**
   * The settings of a file and what a program changes of them.
   *
   * @param file HOCON of at most 1 MiB
   * @param overrides {@code key=value} pairs as for {@link #load}
   * @param placeOfOverrides what messages call their place
   * @throws InvalidConfigException for any mistake in them
   */
  public static GflownetConfig program(Path file, List<String> overrides, String placeOfOverrides) {
    return loaded(
        file.toString(),
        () -> Overrides.parse(overrides, placeOfOverrides).withFallback(HoconFile.read(file)));
  }

  /**
   * The defaults and what the command line changes of them, for commands that need no file.
   *
   * @param overrides {@code key=value} pairs as for {@link #load}
   * @throws InvalidConfigException for any mistake in them
   */
  public static GflownetConfig defaults(List<String> overrides) {
    return loaded("the command line", () -> Overrides.parse(overrides));
  }

  /**
   * The defaults and what a program changes of them.
   *
   * @param overrides {@code key=value} pairs as for {@link #load}
   * @param originName what messages call the place of the pairs
   * @throws InvalidConfigException for any mistake in them
   */
  public static GflownetConfig defaults(List<String> overrides, String originName) {
    return loaded(originName, () -> Overrides.parse(overrides, originName));
  }

  /**
   * The settings of a text, for example of {@link GflownetConfig#render()}, without includes.
   *
   * @param hocon the text
   * @param originName what messages call it
   * @throws InvalidConfigException for any mistake in it
   */
  public static GflownetConfig parse(String hocon, String originName) {
    return parse(hocon, originName, List.of());
  }

  /**
   * The settings of a text and what the command line changes of them.
   *
   * @param hocon the text, without includes
   * @param originName what messages call it
   * @param overrides {@code key=value} pairs as for {@link #load}
   * @throws InvalidConfigException for any mistake in them
   */
  public static GflownetConfig parse(String hocon, String originName, List<String> overrides) {
    return loaded(
        originName, () -> Overrides.parse(overrides).withFallback(text(hocon, originName)));
  }

  /**
   * A configuration with other values of some settings, checked anew.
   *
   * @param values by key; a key is a path, with quotes where a name in it has dots
   * @param originName what messages call the result
   * @throws InvalidConfigException where they do not go together
   */
  public static GflownetConfig with(
      GflownetConfig config, Map<String, ?> values, String originName) {
    return loaded(
        originName,
        () ->
            ConfigFactory.parseMap(values, originName)
                .withFallback(text(config.render(), originName)));
  }

  private static Config text(String hocon, String originName) {
    ConfigParseOptions options =
        ConfigParseOptions.defaults()
            .setOriginDescription(originName)
            .setIncluder(Includer.refusing(originName));
    return ConfigFactory.parseString(hocon, options);
  }

  private static GflownetConfig loaded(String name, Supplier<Config> source) {
    return guarded(name, () -> read(name, source.get()));
  }

  /**
   * What an action returns, with complaints about HOCON in the words of this program.
   *
   * @param name of the configuration, for messages
   */
  static <T> T guarded(String name, Supplier<T> action) {
    try {
      return action.get();
    } catch (ConfigException e) {
      throw syntaxError(name, e);
    } catch (StackOverflowError e) {
      throw new InvalidConfigException(name + ": nested too deeply; use fewer levels of brackets");
    }
  }

  /**
   * The settings of layers that may hold substitutions.
   *
   * @param name of the configuration, for messages
   */
  static GflownetConfig read(String name, Config layers) {
    return read(name, layers, Reference.load());
  }

  /**
   * The settings of layers over given defaults.
   *
   * @param name of the configuration, for messages
   * @param reference every key with its default
   */
  static GflownetConfig read(String name, Config layers, Config reference) {
    Config resolved = layers.withFallback(reference).resolve();
    SecretAddresses.check(resolved.root(), name);
    UnknownKeys.check(reference.root(), resolved.root(), name);
    return GflownetConfig.read(new Settings(resolved.root(), name));
  }

  private static InvalidConfigException syntaxError(String name, ConfigException e) {
    String message = String.valueOf(e.getMessage());
    if (e.origin() != null) {
      String place = e.origin().description() + ": ";
      message = message.startsWith(place) ? message.substring(place.length()) : message;
    }
    message =
        message.replace(
            ", or you may be able to rename the file .properties rather than .conf", "");
    String advice =
        e instanceof ConfigException.UnresolvedSubstitution
            ? "define it, set an environment variable of that name, or write ${?name}"
            : "correct the line";
    // What does not go together with a default is said of the default: the mistake is the user's.
    boolean blamesDefault =
        e.origin() != null && e.origin().description().contains(Location.DEFAULTS);
    return new InvalidConfigException(
        Location.of(blamesDefault ? null : e.origin(), name)
            + ": not valid HOCON: "
            + OneLine.of(message, 400)
            + "; "
            + advice);
  }
}

package org.gflownet.plugin;

import java.net.URL;
import java.security.CodeSource;
import java.util.Collection;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Finds plug-ins on the class path of a thread: that of the program, and jars that Spark was given
 * by {@code --jars}.
 */
public final class Plugins {
  private static final String NAME = "[a-z][a-z0-9-]*";

  private Plugins() {}

  /**
   * All plug-ins of a kind by name.
   *
   * @param kind interface of the plug-ins
   * @param reserved names that are taken already
   * @throws IllegalArgumentException in one line, if two have the same name, one has a reserved
   *     name or none that a configuration could hold, or one cannot be made
   */
  public static <P extends Plugin> SortedMap<String, P> all(
      Class<P> kind, Collection<String> reserved) {
    SortedMap<String, P> plugins = new TreeMap<>();
    try {
      for (P plugin : ServiceLoader.load(kind, loader(kind))) {
        String name = String.valueOf(plugin.name());
        if (!name.matches(NAME)) {
          throw new IllegalArgumentException(
              describe(plugin)
                  + " calls itself '"
                  + name
                  + "'; names are lower-case letters, digits and hyphens");
        }
        if (reserved.contains(name)) {
          throw new IllegalArgumentException(
              describe(plugin) + " calls itself " + name + ", which comes along; rename it");
        }
        P other = plugins.put(name, plugin);
        if (other != null) {
          throw new IllegalArgumentException(
              "two plug-ins are called "
                  + name
                  + ": "
                  + describe(other)
                  + " and "
                  + describe(plugin)
                  + "; leave one of them away");
        }
      }
    } catch (ServiceConfigurationError e) {
      throw new IllegalArgumentException(
          "a plug-in cannot be made: "
              + e.getMessage()
              + cause(e)
              + "; mend its jar or leave it away",
          e);
    }
    return plugins;
  }

  /** The plug-in of a name, if there is one; exceptions as of {@link #all}. */
  public static <P extends Plugin> Optional<P> find(Class<P> kind, String name) {
    return Optional.ofNullable(all(kind, java.util.List.of()).get(name));
  }

  /** What made a plug-in: its class, and the jar that has it. */
  public static String describe(Plugin plugin) {
    CodeSource source = plugin.getClass().getProtectionDomain().getCodeSource();
    URL place = source == null ? null : source.getLocation();
    return plugin.getClass().getName() + (place == null ? "" : " in " + place.getPath());
  }

  private static String cause(Throwable error) {
    return error.getCause() == null ? "" : " (" + error.getCause() + ")";
  }

  private static ClassLoader loader(Class<?> kind) {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return context == null ? kind.getClassLoader() : context;
  }
}

package org.gflownet.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;

/**
 * The defaults: this program's own {@code reference.conf}. Other libraries carry a resource of that
 * name too, so it is recognised by its first line.
 */
final class Reference {
  private static final String RESOURCE = "reference.conf";
  private static final String FIRST_LINE = "# gflownet-spark: every setting with its default.";

  private Reference() {}

  /** The parsed defaults. */
  static Config load() {
    return Loaded.CONFIG;
  }

  /** The parsed defaults of the section {@code compare}, which is no part of an experiment. */
  static Config comparison() {
    return LoadedComparison.CONFIG;
  }

  /**
   * The resource's text.
   *
   * @param loader whose class path is searched
   * @throws IllegalStateException if there is none, which is a fault of the packaging
   */
  static String text(ClassLoader loader) {
    try {
      for (URL url : Collections.list(loader.getResources(RESOURCE))) {
        try (InputStream in = url.openStream()) {
          String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
          if (text.startsWith(FIRST_LINE)) {
            return text;
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalStateException("the application jar lacks its " + RESOURCE);
  }

  private static final class Loaded {
    static final Config CONFIG =
        ConfigFactory.parseString(
            text(Reference.class.getClassLoader()),
            ConfigParseOptions.defaults().setOriginDescription(Location.DEFAULTS));
  }

  private static final class LoadedComparison {
    static final Config CONFIG = load();

    private static Config load() {
      try (InputStream in = Reference.class.getResourceAsStream("/compare-reference.conf")) {
        return ConfigFactory.parseString(
            new String(in.readAllBytes(), StandardCharsets.UTF_8),
            ConfigParseOptions.defaults().setOriginDescription(Location.DEFAULTS));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}

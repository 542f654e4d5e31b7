package org.gflownet.config;

import com.typesafe.config.ConfigOrigin;

/** Where a setting was written, for messages: {@code conf/quickstart.conf:12} or {@code --set}. */
final class Location {
  /** Place of settings from the command line. */
  static final String SET = "--set";

  /** Place of the defaults. */
  static final String DEFAULTS = "reference.conf (defaults)";

  private static final String ENVIRONMENT = "env variables";

  private Location() {}

  /**
   * The place of an origin.
   *
   * @param fallback name of the configuration, where the origin does not say
   */
  static String of(ConfigOrigin origin, String fallback) {
    if (origin == null) {
      return fallback;
    }
    if (isEnvironment(origin)) {
      return fallback + " (from an environment variable)";
    }
    return origin.description().replaceAll(": (\\d)", ":$1");
  }

  /** Whether a value is the text of an environment variable. */
  static boolean isEnvironment(ConfigOrigin origin) {
    return origin.description().equals(ENVIRONMENT);
  }

  /** Whether a value is a default. */
  static boolean isDefault(ConfigOrigin origin) {
    return origin.description().startsWith(DEFAULTS);
  }
}

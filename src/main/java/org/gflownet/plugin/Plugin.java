package org.gflownet.plugin;

import java.util.Map;

/**
 * Something in a jar of its own that a configuration can name. It has a public constructor without
 * parameters, which must be cheap: all of them are made wherever one is looked up, on the driver
 * and on executors.
 */
public interface Plugin {

  /** Name in the configuration: lower-case letters, digits and hyphens, a letter first. */
  String name();

  /**
   * Its settings with their defaults, each a whole number ({@link Integer} or {@link Long}), a
   * number ({@link Double}), a text ({@link String}) or a {@link Boolean}. A configuration can set
   * these and no others, to values of the same type. A reward can have a {@link Setting.FileName}
   * in place of a default: a file that the configuration must name.
   */
  default Map<String, Object> defaults() {
    return Map.of();
  }
}

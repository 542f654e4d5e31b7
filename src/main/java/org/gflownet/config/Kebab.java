package org.gflownet.config;

import java.util.Locale;

/**
 * The spelling of keys and names: {@code lr-schedule} for lrSchedule, LR_SCHEDULE and lr_schedule,
 * {@code log-z-lr} for logZLr.
 */
final class Kebab {
  private Kebab() {}

  static String of(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2")
        .replaceAll("([A-Z])([A-Z][a-z])", "$1-$2")
        .replace('_', '-')
        .toLowerCase(Locale.ROOT);
  }

  static String of(Enum<?> value) {
    return value.name().replace('_', '-').toLowerCase(Locale.ROOT);
  }
}

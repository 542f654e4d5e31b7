package org.gflownet.config;

/**
 * Section {@code visited}: the table of all objects that training visits.
 *
 * @param enabled whether it is written
 * @param every steps of a window
 */
public record VisitedConfig(boolean enabled, long every) {

  static VisitedConfig read(Settings settings, EnvConfig env) {
    return new VisitedConfig(
        settings.optionalFlag("visited.enabled").orElse(env.kind() == EnvConfig.Kind.MOLECULE),
        settings.whole("visited.every", 1, ScheduleConfig.MAX_STEPS));
  }
}

package org.gflownet.config;

import java.util.Optional;

/**
 * Section {@code reward.sa}: synthetic accessibility.
 *
 * @param table file of Ertl's fragments
 */
public record SaConfig(Optional<String> table) {
  static SaConfig read(Settings settings) {
    return new SaConfig(settings.file(FileSetting.SA_TABLE));
  }
}

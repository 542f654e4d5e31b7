package org.gflownet.reward.chem;

import java.util.Map;
import java.util.SortedMap;
import org.gflownet.plugin.Setting;

/**
 * A score of molecules that comes along. To add one, implement this, name the class in {@code
 * META-INF/services} and put its settings, if it has any, with comments and defaults into the
 * section {@code reward.NAME} of {@code reference.conf}, where NAME is {@link #name()}.
 */
public interface OwnScorer extends ScorerPlugin {

  /**
   * What the settings of its section may be, by key below the section. A file is null by default.
   */
  default Map<String, Setting> settings() {
    return Map.of();
  }

  @Override
  default SortedMap<String, Setting.FileName> files() {
    return Setting.files(settings());
  }
}

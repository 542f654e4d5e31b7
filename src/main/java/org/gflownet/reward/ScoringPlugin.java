package org.gflownet.reward;

import java.util.SortedMap;
import org.gflownet.plugin.Plugin;
import org.gflownet.plugin.Setting;

/** A plug-in that says what objects are worth. */
public interface ScoringPlugin extends Plugin {

  /** The files that it needs, by the setting that names them. */
  default SortedMap<String, Setting.FileName> files() {
    return Setting.files(defaults());
  }

  /**
   * Whether an object takes seconds, as where a program is started for each or a service is asked:
   * evaluations then draw fewer samples unless {@code eval.samples} is set.
   */
  default boolean isExpensive() {
    return false;
  }
}

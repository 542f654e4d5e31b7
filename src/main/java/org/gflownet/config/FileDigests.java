package org.gflownet.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the open map {@code digests}: SHA-256 of files by the key that names them. */
final class FileDigests {
  /** The section whose keys are those of settings that name files. */
  static final String SECTION = "digests";

  private FileDigests() {}

  static SortedMap<String, String> read(Settings settings) {
    SortedMap<String, String> map = new TreeMap<>();
    collect(settings, "", settings.object(SECTION), map);
    return map;
  }

  private static void collect(
      Settings settings, String prefix, ConfigObject object, SortedMap<String, String> map) {
    for (Map.Entry<String, ConfigValue> entry : new TreeMap<>(object).entrySet()) {
      String key = prefix + entry.getKey();
      if (entry.getValue() instanceof ConfigObject inner) {
        collect(settings, key + ".", inner, map);
        continue;
      }
      String text = String.valueOf(entry.getValue().unwrapped());
      String shown = SECTION + "." + OneLine.of(key, 200);
      if (!FileSetting.keys().contains(key)) {
        throw settings.error(
            shown,
            entry.getValue(),
            "no setting that names a file; use " + String.join(", ", FileSetting.keys()));
      }
      if (!text.matches("[0-9a-f]{64}") || map.put(key, text) != null) {
        throw settings.error(shown, entry.getValue(), "use one SHA-256 of 64 hex digits");
      }
    }
  }
}

package org.gflownet.config;

import com.typesafe.config.ConfigValue;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the open map {@code digests}: SHA-256 of files by the key that names them. */
final class FileDigests {
  /** The section whose keys are those of settings that name files. */
  static final String SECTION = "digests";

  private FileDigests() {}

  /**
   * The digests.
   *
   * @param files keys of all settings that name files, sorted
   */
  static SortedMap<String, String> read(Settings settings, List<String> files) {
    SortedMap<String, String> map = new TreeMap<>();
    new OpenSection(settings, SECTION)
        .forEach((key, value) -> put(settings, files, map, key, value));
    return map;
  }

  private static void put(
      Settings settings,
      List<String> files,
      SortedMap<String, String> map,
      String key,
      ConfigValue value) {
    String text = String.valueOf(value.unwrapped());
    String shown = SECTION + "." + OneLine.of(key, 200);
    if (!files.contains(key)) {
      throw settings.error(
          shown, value, "no setting that names a file; use " + String.join(", ", files));
    }
    if (!text.matches("[0-9a-f]{64}") || map.put(key, text) != null) {
      throw settings.error(shown, value, "use one SHA-256 of 64 hex digits");
    }
  }
}

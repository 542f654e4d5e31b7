package org.gflownet.config;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.gflownet.reward.chem.OwnScorer;
import org.gflownet.reward.chem.Scorers;

/**
 * A setting that names a file which decides on results. Digests, what is handed to executors and
 * what may have moved when a run is resumed follow from {@link GflownetConfig#files} and {@link
 * GflownetConfig#fileKeys}.
 *
 * @param key where it is: {@code reward.seh.weights}
 */
public record FileSetting(String key) implements Comparable<FileSetting> {
  /** Fragments that molecules are built of. */
  public static final FileSetting VOCABULARY = new FileSetting("env.vocabulary");

  /** Good objects to draw from. */
  public static final FileSetting REPLAY = new FileSetting("replay.file");

  /** The file that a setting of a reward names. */
  static FileSetting ofReward(String section, String key) {
    return new FileSetting("reward." + section + "." + key);
  }

  /** The files that a configuration names and uses, by setting, sorted. */
  static SortedMap<FileSetting, String> in(GflownetConfig config) {
    SortedMap<FileSetting, String> files = new TreeMap<>(config.reward().files(config.env()));
    if (config.env().kind() == EnvConfig.Kind.MOLECULE) {
      config.env().vocabulary().ifPresent(file -> files.put(VOCABULARY, file));
    }
    config.replay().file().ifPresent(file -> files.put(REPLAY, file));
    return files;
  }

  /** All keys that {@code reference.conf} has, sorted. */
  static List<String> keys() {
    return Stream.concat(
            Stream.of(VOCABULARY, REPLAY), Scorers.own().values().stream().flatMap(FileSetting::of))
        .map(FileSetting::key)
        .sorted()
        .toList();
  }

  private static Stream<FileSetting> of(OwnScorer scorer) {
    return scorer.files().keySet().stream().map(key -> ofReward(scorer.name(), key));
  }

  @Override
  public int compareTo(FileSetting other) {
    return key.compareTo(other.key);
  }
}

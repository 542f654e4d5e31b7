package org.gflownet.plugin;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a setting may be, declared by what it is for. */
public sealed interface Setting {

  /** A whole number from {@code min} to {@code max}. */
  record Count(int min, int max) implements Setting {}

  /**
   * A number.
   *
   * @param low lower end
   * @param isLowOpen whether the lower end is left out
   * @param high the most it may be
   */
  record Real(double low, boolean isLowOpen, double high) implements Setting {}

  /** A list of {@code size} numbers. */
  record Reals(int size, Real each) implements Setting {}

  /**
   * One of some names.
   *
   * @param isOptional whether it may be null
   */
  record Choice(List<String> names, boolean isOptional) implements Setting {
    /** Copies the names. */
    public Choice {
      names = List.copyOf(names);
    }
  }

  /** A directory of each machine, or null for the machine's own; no result depends on it. */
  record Directory() implements Setting {}

  /**
   * A file that decides on results: its digest is kept with the configuration, and executors get
   * the file where they do not have it.
   *
   * @param ifMissing what a user has to do who names none, without a full stop: {@code set
   *     reward.plugin.table to a CSV file of weights}
   */
  record FileName(String ifMissing) implements Setting {}

  /** Those of some settings that name a file, by key; the others may be of any type. */
  static SortedMap<String, FileName> files(Map<String, ?> settings) {
    SortedMap<String, FileName> files = new TreeMap<>();
    settings.forEach(
        (key, setting) -> {
          if (setting instanceof FileName file) {
            files.put(key, file);
          }
        });
    return files;
  }
}

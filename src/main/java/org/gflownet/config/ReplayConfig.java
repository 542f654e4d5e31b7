package org.gflownet.config;

import java.util.Optional;

/**
 * Section {@code replay}: a memory of earlier trajectories that slices draw a part of their share
 * from.
 *
 * @param kind what is kept and how it is drawn
 * @param file of good objects that are in the memory from the beginning
 * @param paths what becomes of a drawn entry
 * @param capacity number of entries, over all slices
 * @param share of the batch that is drawn
 * @param start first step that draws
 * @param topShare share of the entries that count as the best
 * @param topWeight probability of a draw from the best
 * @param similarity from which on two objects are too alike
 */
public record ReplayConfig(
    Kind kind,
    Optional<String> file,
    Paths paths,
    int capacity,
    double share,
    long start,
    double topShare,
    double topWeight,
    double similarity) {
  private static final int MAX_CAPACITY = 100_000_000;

  /** What is kept and how it is drawn. */
  public enum Kind {
    /** Nothing. */
    NONE,
    /** The objects of the file alone, all alike. */
    FILE,
    /** The latest trajectories, all alike. */
    UNIFORM,
    /** Objects of the largest rewards, the best more often. */
    REWARD_PRIORITISED,
    /** The same, without objects too similar to a better one. */
    DIVERSE_PRIORITISED
  }

  /** What becomes of a drawn entry. */
  public enum Paths {
    /** The trajectory as it was sampled. */
    STORED,
    /** Its object, with a new trajectory from P_B. */
    BACKWARD
  }

  static ReplayConfig read(Settings settings, EnvConfig env, TrainConfig train) {
    Kind kind = settings.choice("replay.kind", Kind.class);
    double share = settings.number("replay.share", new Bounds(0, true, 1, true));
    int capacity = settings.count("replay.capacity", 1, MAX_CAPACITY);
    requireUsable(settings, kind, env, train);
    Paths paths = settings.choice("replay.paths", Paths.class);
    if (kind != Kind.NONE && paths == Paths.BACKWARD && !env.hasTrueParents()) {
      throw EnvConfig.needsTrueParents(
          settings,
          "replay.paths = backward goes back from an object by its parents",
          "replay.paths = stored");
    }
    Optional<String> file = file(settings, kind, env);
    if (kind != Kind.NONE && kind != Kind.FILE && capacity < train.slices()) {
      throw settings.error(
          settings.culprit("replay.capacity", "train.slices"),
          String.format(
              "%d entries cannot be shared by %d slices; set replay.capacity >= train.slices",
              capacity, train.slices()));
    }
    return new ReplayConfig(
        kind,
        file,
        paths,
        capacity,
        share,
        settings.whole("replay.start", 0, ScheduleConfig.MAX_STEPS),
        settings.number("replay.top-share", Bounds.positive(1)),
        settings.number("replay.top-weight", Bounds.PROBABILITY),
        settings.number("replay.similarity", Bounds.positive(1)));
  }

  private static Optional<String> file(Settings settings, Kind kind, EnvConfig env) {
    String key = FileSetting.REPLAY.key();
    Optional<String> file = settings.file(FileSetting.REPLAY);
    if (file.isEmpty() && kind == Kind.FILE) {
      throw settings.error(
          "replay.kind", "there is no file to draw from; set replay.file, or another replay.kind");
    }
    if (file.isPresent() && kind == Kind.NONE) {
      throw settings.error(
          key, "nothing draws from it; set replay.kind, for its objects alone to file");
    }
    if (file.isPresent() && env.kind() == EnvConfig.Kind.PLUGIN) {
      throw settings.error(
          key, "takes cells of a grid or molecules; remove it, or name one of them in env.name");
    }
    return file;
  }

  private static void requireUsable(
      Settings settings, Kind kind, EnvConfig env, TrainConfig train) {
    if (kind == Kind.NONE) {
      return;
    }
    if (train.sync() == TrainConfig.Sync.AVERAGING) {
      throw settings.error(
          settings.culprit("replay.kind", "train.sync"),
          "the slices of an averaging round have no replay; set train.sync = gradient or pipelined,"
              + " or replay.kind = none");
    }
    if (kind == Kind.DIVERSE_PRIORITISED && env.kind() != EnvConfig.Kind.MOLECULE) {
      throw settings.error(
          settings.culprit("replay.kind", "env.name"),
          "similarity is known of molecules; use reward-prioritised, or env.name = molecule");
    }
  }

  /** Whether there is a memory. */
  public boolean isUsed() {
    return kind != Kind.NONE;
  }

  /** Whether what is sampled goes into the memory. */
  public boolean keepsSampled() {
    return isUsed() && kind != Kind.FILE;
  }
}

package org.gflownet.scaling;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One constant of the cost model, with its name in files and its unit. */
public enum Constant {
  /** Driver, per job, whatever its size. */
  JOB(0, "s per job", "driver: submitting a job and noticing its end"),
  /** Driver, per task. */
  TASK(1, "s per task", "driver: launching one task"),
  /** Executor core, per transition, in large slices. */
  TRANSITION(2, "s per transition", "core: rollout and gradient of one transition"),
  /** Executor core, per level of a slice: what a small batch cannot spread over its rows. */
  CALL(3, "s per level", "core: one batched evaluation, whatever its rows"),
  /** Whoever writes or reads a vector. */
  BYTE(4, "s per byte", "writing or reading one byte of a vector"),
  /** Whoever merges two results. */
  MERGE(5, "s per float", "adding one float of a result"),
  /** Whoever holds the updater. */
  UPDATE(6, "s per parameter", "update of one parameter"),
  /** Driver, per executor and job; only the probe of the driver tells it from the others. */
  EXECUTOR(7, "s per executor", "driver: telling one executor of a job and of its end"),
  /** Driver, per byte of the broadcast that it sends to an executor; from that probe, too. */
  COPY(8, "s per byte", "driver: sending one byte of the broadcast to one executor"),
  /** Driver, per job whose sums executors add up; from that probe, too. */
  STAGE(9, "s per job with shards", "driver: a second stage, its tasks aside");

  private final int index;
  private final String unit;
  private final String meaning;

  Constant(int index, String unit, String meaning) {
    this.index = index;
    this.unit = unit;
    this.meaning = meaning;
  }

  /** Its place in arrays of constants. */
  int index() {
    return index;
  }

  /** Its name in files: the constant's in lower case. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The constant of a name in files. */
  public static Optional<Constant> ofKey(String name) {
    return Stream.of(values()).filter(constant -> constant.key().equals(name)).findFirst();
  }

  /** All names, for messages. */
  public static String keys() {
    return Stream.of(values()).map(Constant::key).collect(Collectors.joining(", "));
  }

  /** What its number counts. */
  public String unit() {
    return unit;
  }

  /** Who pays it, for what. */
  public String meaning() {
    return meaning;
  }
}

package org.gflownet.scaling;

import java.util.Locale;

/**
 * What a task of a step is for, as {@code train.tasks} has it.
 *
 * @param kind of share
 * @param count number of tasks with {@link Kind#COUNT}; else 0
 */
public record TaskShare(Kind kind, int count) {
  /** A task for each slice. */
  public static final TaskShare SLICES = new TaskShare(Kind.SLICES, 0);

  /**
   * A task for each executor, with a thread for each of its cores: what {@code auto} comes to on a
   * cluster whose executors have as many cores as they are said to have.
   */
  public static final TaskShare EXECUTORS = new TaskShare(Kind.EXECUTORS, 0);

  private static final int MAX_TASKS = 1_000_000;

  /** What a task is for. */
  public enum Kind {
    /** A slice. */
    SLICES,
    /** A core, with its share of the slices one after the other. */
    CORES,
    /** An executor, with its share of the slices on all of its cores. */
    EXECUTORS,
    /** A core, whatever their number. */
    COUNT
  }

  /**
   * Checks the number.
   *
   * @throws IllegalArgumentException if it is out of its bounds
   */
  public TaskShare {
    if (kind == Kind.COUNT) {
      Bounds.require("tasks", count, 1, MAX_TASKS);
    }
  }

  /**
   * Reads {@code slices}, {@code cores}, {@code executors} or a number.
   *
   * @throws IllegalArgumentException naming the text and what it may be
   */
  public static TaskShare parse(String text) {
    if (text.matches("[0-9]{1,9}")) {
      return new TaskShare(Kind.COUNT, Integer.parseInt(text));
    }
    for (Kind kind : Kind.values()) {
      if (kind != Kind.COUNT && text.equals(name(kind))) {
        return new TaskShare(kind, 0);
      }
    }
    throw new IllegalArgumentException(
        "tasks takes slices, cores, executors or a number, not '" + text + "'");
  }

  private static String name(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /** The text that {@link #parse} reads. */
  @Override
  public String toString() {
    return kind == Kind.COUNT ? Integer.toString(count) : name(kind);
  }
}

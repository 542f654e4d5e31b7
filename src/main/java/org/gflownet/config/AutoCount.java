package org.gflownet.config;

import java.util.OptionalInt;

/** A count, or the word {@code auto} for one that the program chooses. */
public final class AutoCount {
  /** What leaves the choice to the program. */
  static final String AUTO = "auto";

  private final OptionalInt count;

  private AutoCount(OptionalInt count) {
    this.count = count;
  }

  /** The word. */
  static AutoCount auto() {
    return new AutoCount(OptionalInt.empty());
  }

  /** A count. */
  static AutoCount of(int count) {
    return new AutoCount(OptionalInt.of(count));
  }

  /** The count, or another one for {@code auto}. */
  public int orElse(int automatic) {
    return count.orElse(automatic);
  }

  /** As configurations have it: a number or the word. */
  Object plain() {
    return count.isPresent() ? count.getAsInt() : AUTO;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AutoCount auto && auto.count.equals(count);
  }

  @Override
  public int hashCode() {
    return count.hashCode();
  }

  @Override
  public String toString() {
    return plain().toString();
  }
}

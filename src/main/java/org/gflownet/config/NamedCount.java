package org.gflownet.config;

import java.util.Objects;
import java.util.Optional;

/** A count, or a name for one that the program finds, such as {@code auto}. */
public final class NamedCount {
  /** What leaves the choice to the program. */
  static final String AUTO = "auto";

  private final int count;
  private final String name;

  private NamedCount(int count, String name) {
    this.count = count;
    this.name = name;
  }

  /** A name. */
  static NamedCount of(String name) {
    return new NamedCount(0, name);
  }

  /** A count. */
  static NamedCount of(int count) {
    return new NamedCount(count, null);
  }

  /** The name; empty for a count. */
  public Optional<String> name() {
    return Optional.ofNullable(name);
  }

  /** The count, or another one for a name. */
  public int orElse(int named) {
    return name == null ? count : named;
  }

  /** As configurations have it: a number or the name. */
  Object plain() {
    return name == null ? (Object) count : name;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NamedCount that
        && that.count == count
        && Objects.equals(that.name, name);
  }

  @Override
  public int hashCode() {
    return Objects.hash(count, name);
  }

  @Override
  public String toString() {
    return plain().toString();
  }
}

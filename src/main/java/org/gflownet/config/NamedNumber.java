package org.gflownet.config;

import java.util.Objects;
import java.util.Optional;

/** A real number, or a name for one that the program finds, such as {@code auto}. */
public final class NamedNumber {
  private final double number;
  private final String name;

  private NamedNumber(double number, String name) {
    this.number = number;
    this.name = name;
  }

  /** A name. */
  static NamedNumber of(String name) {
    return new NamedNumber(0.0, name);
  }

  /** A number. */
  static NamedNumber of(double number) {
    return new NamedNumber(number, null);
  }

  /** The name; empty for a number. */
  public Optional<String> name() {
    return Optional.ofNullable(name);
  }

  /** The number, or another one for a name. */
  public double orElse(double named) {
    return name == null ? number : named;
  }

  /** As configurations have it: a number or the name. */
  Object plain() {
    return name == null ? (Object) number : name;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NamedNumber that
        && Double.compare(that.number, number) == 0
        && Objects.equals(that.name, name);
  }

  @Override
  public int hashCode() {
    return Objects.hash(number, name);
  }

  @Override
  public String toString() {
    return plain().toString();
  }
}

package org.gflownet.env.hypergrid;

import java.util.Arrays;

/** A cell of the hyper-grid: D coordinates in 0..H-1. Immutable. */
public final class GridState {
  private final int[] coordinates;
  private final int hash;

  private GridState(int[] coordinates) {
    this.coordinates = coordinates;
    int h = 0;
    for (int c : coordinates) {
      h = h * 0x01000193 + c;
    }
    // Multiplicative hashing alone leaves neighbouring cells in neighbouring slots.
    h *= 0x9E3779B1;
    hash = h ^ (h >>> 15);
  }

  /** The cell with these coordinates; the array is copied. */
  public static GridState of(int... coordinates) {
    return new GridState(coordinates.clone());
  }

  /** The cell at the origin. */
  static GridState origin(int ndim) {
    return new GridState(new int[ndim]);
  }

  /** The neighbour whose coordinate {@code dimension} is larger by {@code amount}. */
  GridState moved(int dimension, int amount) {
    int[] moved = coordinates.clone();
    moved[dimension] += amount;
    return new GridState(moved);
  }

  /** Number of dimensions D. */
  public int ndim() {
    return coordinates.length;
  }

  /** Coordinate in a dimension. */
  public int coordinate(int dimension) {
    return coordinates[dimension];
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof GridState that
            && that.hash == hash
            && Arrays.equals(that.coordinates, coordinates));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return Arrays.toString(coordinates);
  }
}

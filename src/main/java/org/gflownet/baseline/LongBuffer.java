package org.gflownet.baseline;

import java.util.Arrays;

/** A growing array of longs. Mutable; not thread-safe. */
final class LongBuffer {
  private long[] values = new long[64];
  private int size;

  /** Appends a number. */
  void add(long value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    values[size++] = value;
  }

  /** Appends the bits of a number. */
  void addBits(double value) {
    add(Double.doubleToRawLongBits(value));
  }

  /** The numbers that {@link #addBits} appended, from an array of nothing else. */
  static double[] doubles(long[] bits) {
    double[] values = new double[bits.length];
    for (int i = 0; i < bits.length; i++) {
      values[i] = Double.longBitsToDouble(bits[i]);
    }
    return values;
  }

  /** Appends all numbers of an array. */
  void addAll(long[] more) {
    for (long value : more) {
      add(value);
    }
  }

  /** Number of numbers. */
  int size() {
    return size;
  }

  /** A copy of the numbers. */
  long[] toArray() {
    return Arrays.copyOf(values, size);
  }
}

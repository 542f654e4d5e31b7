package org.gflownet.spark;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** Arrays of numbers as little-endian bytes without a header, and back. */
final class PlainBytes {
  private PlainBytes() {}

  /** The bytes of longs. */
  static byte[] ofLongs(long[] values) {
    byte[] bytes = new byte[Math.multiplyExact(values.length, Long.BYTES)];
    littleEndian(bytes).asLongBuffer().put(values);
    return bytes;
  }

  /** Longs from their bytes; a torn last one is dropped. */
  static long[] longs(byte[] bytes) {
    long[] values = new long[bytes.length / Long.BYTES];
    littleEndian(bytes).asLongBuffer().get(values);
    return values;
  }

  /** The bytes of vectors of one length, one after the other. */
  static byte[] ofFloats(List<float[]> vectors) {
    int numFloats = Math.multiplyExact(vectors.size(), vectors.get(0).length);
    byte[] bytes = new byte[Math.multiplyExact(numFloats, Float.BYTES)];
    FloatBuffer floats = littleEndian(bytes).asFloatBuffer();
    vectors.forEach(floats::put);
    return bytes;
  }

  /**
   * Vectors from their bytes.
   *
   * @param bytes a whole number of vectors, or none
   * @param length of each vector
   * @param name of the file, for the message
   * @throws IllegalArgumentException with one line if the last vector is not whole
   */
  static List<float[]> floats(byte[] bytes, int length, String name) {
    int size = Math.multiplyExact(length, Float.BYTES);
    if (bytes.length % size != 0) {
      throw new IllegalArgumentException(
          name + " has " + bytes.length + " bytes, not a multiple of a vector's " + size);
    }
    FloatBuffer floats = littleEndian(bytes).asFloatBuffer();
    List<float[]> vectors = new ArrayList<>();
    while (floats.hasRemaining()) {
      float[] vector = new float[length];
      floats.get(vector);
      vectors.add(vector);
    }
    return vectors;
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}

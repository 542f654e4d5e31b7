package org.gflownet.reward.chem.seh;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Floats from little-endian bytes. */
final class Floats {
  private Floats() {}

  static float[] littleEndian(byte[] bytes, int from, int count) {
    float[] values = new float[count];
    ByteBuffer.wrap(bytes, from, count * Float.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(values);
    return values;
  }
}

package org.gflownet.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.gflownet.math.Progress;
import org.gflownet.train.ModelCodec;

/** A model of one parameter and no moments, in four bytes. */
public final class OneFloatCodec implements ModelCodec {
  @Override
  public void write(float[] parameters, float[] updaterState, Progress progress, OutputStream out)
      throws IOException {
    out.write(ByteBuffer.allocate(Float.BYTES).putFloat(parameters[0]).array());
  }

  @Override
  public Decoded read(byte[] file) {
    if (file.length != Float.BYTES) {
      throw new IllegalArgumentException("no model");
    }
    return new Decoded(new float[] {ByteBuffer.wrap(file).getFloat()}, new float[0]);
  }
}

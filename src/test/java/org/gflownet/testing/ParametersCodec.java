package org.gflownet.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.gflownet.math.Progress;
import org.gflownet.train.ModelCodec;

/** The parameters alone, four bytes each; the updater's state is a single zero, as of PlainSgd. */
public final class ParametersCodec implements ModelCodec {
  @Override
  public void write(float[] parameters, float[] updaterState, Progress progress, OutputStream out)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(Float.BYTES * parameters.length);
    buffer.asFloatBuffer().put(parameters);
    out.write(buffer.array());
  }

  @Override
  public Decoded read(byte[] file) {
    float[] parameters = new float[file.length / Float.BYTES];
    ByteBuffer.wrap(file).asFloatBuffer().get(parameters);
    return new Decoded(parameters, new float[] {0f});
  }
}

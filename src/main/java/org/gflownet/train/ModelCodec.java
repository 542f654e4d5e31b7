package org.gflownet.train;

import java.io.IOException;
import java.io.OutputStream;
import org.gflownet.math.Progress;

/** Turns parameters and optimiser moments into a model file and back. */
public interface ModelCodec {

  /** What a model file holds. */
  record Decoded(float[] parameters, float[] updaterState) {}

  /**
   * Writes a model file; does not close the stream.
   *
   * @param parameters the flat vector, length P
   * @param updaterState the optimiser's moments; empty for a model without them
   * @param progress of the run
   * @param out receives the file
   */
  void write(float[] parameters, float[] updaterState, Progress progress, OutputStream out)
      throws IOException;

  /**
   * Reads a model file.
   *
   * @throws IllegalArgumentException with one line that says what is wrong with it
   */
  Decoded read(byte[] file);
}

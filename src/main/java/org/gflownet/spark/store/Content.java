package org.gflownet.spark.store;

import java.io.IOException;
import java.io.OutputStream;

/** Writes the content of a file. */
@FunctionalInterface
public interface Content {
  /** Writes everything; the stream is closed by the caller. */
  void writeTo(OutputStream out) throws IOException;
}

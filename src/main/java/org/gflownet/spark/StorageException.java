package org.gflownet.spark;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A file of a run cannot be read or written: the disk is full, read-only or gone. The message is
 * one line that names the file and its place.
 */
public final class StorageException extends UncheckedIOException {
  private static final long serialVersionUID = 1L;

  public StorageException(String message, IOException cause) {
    super(message, cause);
  }
}

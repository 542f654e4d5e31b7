package org.gflownet.testing;

import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * This machine's files under the scheme {@code steps:}, on a store whose rename does not replace a
 * file: it throws, as Azure's and S3's clients do, or answers false, as HDFS's does, or fails after
 * it has done its work; and under a process that is killed between any two changes. The faults of
 * the whole JVM, set by tests.
 */
public final class UnreplacingFileSystem extends RawLocalFileSystem {
  private static final URI ROOT = URI.create("steps:///");

  private static Refusal refusal = Refusal.THROWS;
  private static int changesLeft = Integer.MAX_VALUE;

  /** What happens to a rename. */
  public enum Refusal {
    /** Onto a file that exists, an exception. */
    THROWS,
    /** Onto a file that exists, false. */
    ANSWERS_FALSE,
    /** An exception, after it was done. */
    FAILS_HALF_WAY
  }

  /** The process is gone: nobody handles this. */
  public static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** Sets what happens to renames, with no process killed. */
  public static synchronized void refuseBy(Refusal how) {
    refusal = how;
    changesLeft = Integer.MAX_VALUE;
  }

  /** The process is killed when it has made so many changes and would make another. */
  public static synchronized void killAfter(int changes) {
    changesLeft = changes;
  }

  private static synchronized Refusal change() {
    if (changesLeft == 0) {
      throw new Killed();
    }
    changesLeft--;
    return refusal;
  }

  @Override
  public URI getUri() {
    return ROOT;
  }

  @Override
  public String getScheme() {
    return ROOT.getScheme();
  }

  /** Does nothing: without Hadoop's native library it would start a process for each file. */
  @Override
  public void setPermission(Path path, FsPermission permission) {}

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    Refusal how = change();
    if (exists(to) && how != Refusal.FAILS_HALF_WAY) {
      if (how == Refusal.THROWS) {
        throw new FileAlreadyExistsException(to + " exists");
      }
      return false;
    }
    boolean renamed = super.rename(from, to);
    if (how == Refusal.FAILS_HALF_WAY) {
      throw new IOException("connection reset");
    }
    return renamed;
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    change();
    return super.delete(path, recursive);
  }
}

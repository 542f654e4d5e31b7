package org.gflownet.testing;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.function.Predicate;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * This machine's files under the scheme {@code faulty:}, on a disk that fills up, that becomes
 * read-only, or under a process that is killed: the faults of the whole JVM, set by tests.
 */
public final class FaultyFileSystem extends RawLocalFileSystem {
  private static final URI ROOT = URI.create("faulty:///");

  private static volatile Predicate<String> concerned = path -> false;
  private static volatile boolean readOnly;
  private static volatile boolean killing;
  private static volatile boolean dead;
  private static long bytesLeft;

  /** The process that writes is gone: nobody handles this. */
  public static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** Without faults. */
  public static synchronized void mend() {
    concerned = path -> false;
    readOnly = false;
    killing = false;
    dead = false;
    bytesLeft = Long.MAX_VALUE;
  }

  /** Paths that contain a text are on a disk that has room for so many bytes. */
  public static synchronized void fill(String text, long bytes) {
    mend();
    bytesLeft = bytes;
    concerned = path -> path.contains(text);
  }

  /** Paths that contain a text can only be read. */
  public static synchronized void makeReadOnly(String text) {
    mend();
    readOnly = true;
    concerned = path -> path.contains(text);
  }

  /**
   * The process is killed when it has written so many bytes, or would do anything else after them:
   * from then on nothing changes.
   */
  public static synchronized void killAfter(long bytes) {
    mend();
    killing = true;
    bytesLeft = bytes;
    concerned = path -> true;
  }

  /** Whether the process was killed. */
  public static boolean isDead() {
    return dead;
  }

  /** How many bytes may still be written. */
  public static synchronized long bytesLeft() {
    return bytesLeft;
  }

  private static synchronized int take(int wanted) {
    int granted = (int) Math.min(wanted, bytesLeft);
    bytesLeft -= granted;
    return granted;
  }

  private static void before(Path path) throws IOException {
    if (dead || (killing && bytesLeft() == 0)) {
      dead = true;
      throw new Killed();
    }
    if (readOnly && concerned.test(path.toString())) {
      throw new IOException(path.getName() + ": Read-only file system");
    }
  }

  @Override
  public URI getUri() {
    return ROOT;
  }

  @Override
  public String getScheme() {
    return ROOT.getScheme();
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    before(path);
    FSDataOutputStream out =
        super.create(path, permission, overwrite, bufferSize, replication, blockSize, progress);
    return new FSDataOutputStream(new Limited(path, out), statistics);
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    before(path);
    OutputStream out = super.create(path, overwrite, bufferSize, replication, blockSize, progress);
    return new FSDataOutputStream(new Limited(path, out), statistics);
  }

  @Override
  public FSDataOutputStream append(Path path, int bufferSize, Progressable progress)
      throws IOException {
    before(path);
    FSDataOutputStream out = super.append(path, bufferSize, progress);
    return new FSDataOutputStream(new Limited(path, out), statistics, out.getPos());
  }

  /** Does nothing: without Hadoop's native library it would start a process for each file. */
  @Override
  public void setPermission(Path path, FsPermission permission) {}

  @Override
  public boolean mkdirs(Path path) throws IOException {
    before(path);
    return super.mkdirs(path);
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    before(to);
    return super.rename(from, to);
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    before(path);
    return super.delete(path, recursive);
  }

  /**
   * Throws the exception of a write once more when it is closed, as HDFS does. Also keeps the disk
   * from being waited for, which these tests do not need.
   */
  private static final class Limited extends FilterOutputStream {
    private final String path;
    private IOException failure;

    Limited(Path path, OutputStream out) {
      super(out);
      this.path = path.toString();
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int granted = concerned.test(path) ? take(length) : length;
      out.write(bytes, offset, granted);
      if (granted < length) {
        if (killing) {
          dead = true;
          throw new Killed();
        }
        failure = new IOException("No space left on device");
        throw failure;
      }
    }

    @Override
    public void close() throws IOException {
      out.close();
      if (failure != null) {
        throw failure;
      }
    }
  }
}

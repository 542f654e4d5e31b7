package org.gflownet.spark.store;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * This machine's own file system, without Hadoop's {@code .crc} files beside each file: checkpoints
 * have SHA-256 sums. Hadoop's client is one of its own, so that Spark's, which all of the process
 * shares, goes on to check its files.
 */
final class LocalStore extends FileStore {
  private static final int BUFFER = 1 << 16;

  private final RawLocalFileSystem files;

  private LocalStore(RawLocalFileSystem files) {
    super(files);
    this.files = files;
  }

  static LocalStore create(Configuration configuration) throws IOException {
    RawLocalFileSystem files = new RawLocalFileSystem();
    files.initialize(URI.create("file:///"), configuration);
    return new LocalStore(files);
  }

  private static java.nio.file.Path plain(Path path) {
    return java.nio.file.Path.of(path.toUri().getPath());
  }

  /**
   * Made with what the process permits: to set permissions once more, Hadoop without its native
   * library starts two processes for each file.
   */
  @Override
  FSDataOutputStream create(Path path) throws IOException {
    return files.create(path, null, true, BUFFER, (short) 1, BUFFER, null);
  }

  /** Hadoop's streams of local files can, and do not say so. */
  @Override
  void force(FSDataOutputStream out) throws IOException {
    out.hsync();
  }

  @Override
  public void replace(Path path, Content content) throws IOException {
    Path temporary = TemporaryName.of(path);
    write(temporary, content);
    try {
      Files.move(
          plain(temporary),
          plain(path),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      removeAfter(e, temporary);
      throw e;
    }
  }

  @Override
  public boolean writeNew(Path path, byte[] bytes) throws IOException {
    try {
      Files.write(plain(path), bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (IOException e) {
      removeAfter(e, path);
      throw e;
    }
  }
}

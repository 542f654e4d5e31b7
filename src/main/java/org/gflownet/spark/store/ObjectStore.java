package org.gflownet.spark.store;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * An object store such as S3. An object appears when its stream is closed, in place of an older
 * one, so nothing is renamed, which would copy it. Folders are nothing but the beginnings of names
 * and need not be made. Streams cannot be forced to the disk before they are closed, nor need they.
 */
final class ObjectStore extends FileStore {
  /** Saves S3A a look for what is there, from Hadoop 3.3.5 on; others ignore it. */
  private static final String QUICK_CREATE = "fs.s3a.create.performance";

  private static final long SETTLE_MILLIS = 500;

  ObjectStore(FileSystem files) {
    super(files);
  }

  @Override
  public boolean canRename() {
    return false;
  }

  @Override
  FSDataOutputStream create(Path path) throws IOException {
    FSDataOutputStreamBuilder<?, ?> builder = files().createFile(path);
    builder.overwrite(true).recursive();
    builder.opt(QUICK_CREATE, true);
    return (FSDataOutputStream) builder.build();
  }

  /** Closing the stream would complete half an object: it is given up where that is possible. */
  @Override
  public void write(Path path, Content content) throws IOException {
    FSDataOutputStream out = create(path);
    try {
      content.writeTo(out);
    } catch (IOException | RuntimeException | Error e) {
      giveUp(out, path, e);
      throw e;
    }
    out.close();
  }

  private void giveUp(FSDataOutputStream out, Path path, Throwable failure) {
    try {
      if (out.hasCapability(CommonPathCapabilities.ABORTABLE_STREAM)) {
        out.abort();
        out.close();
      } else {
        out.close();
        removeAfter(failure, path);
      }
    } catch (IOException | FSError e) {
      failure.addSuppressed(e);
    }
  }

  @Override
  public void replace(Path path, Content content) throws IOException {
    write(path, content);
  }

  /**
   * As well as it can be done without the store's help: of two processes that write at the same
   * time the later one's bytes stay, and both look after a while whose they are.
   */
  @Override
  public boolean writeNew(Path path, byte[] bytes) throws IOException {
    if (files().exists(path)) {
      return false;
    }
    write(path, out -> out.write(bytes));
    try {
      TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    byte[] kept = new byte[bytes.length];
    try (var in = files().open(path)) {
      return in.readNBytes(kept, 0, kept.length) == kept.length
          && in.read() < 0
          && Arrays.equals(kept, bytes);
    }
  }

  /** Rather a copy and a deletion; for what others have written. */
  @Override
  public void rename(Path from, Path to) throws IOException {
    throw new IOException("cannot rename " + from.getName() + ": objects are only copied");
  }

  @Override
  public void createFolder(Path path) {}
}

package org.gflownet.spark.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.function.Predicate;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A store whose rename may refuse to replace a file, by {@code false} or by an exception, such as
 * Azure's. The new file, complete, is then called {@code .NAME.next} while the old one is removed;
 * whoever reads between the two takes it, and {@link #settle} gives it its name.
 */
final class SteppedStore extends FileStore {
  private static final String SUFFIX = ".next";

  SteppedStore(FileSystem files) {
    super(files);
  }

  private static Path next(Path path) {
    return new Path(path.getParent(), "." + path.getName() + SUFFIX);
  }

  @Override
  public void replace(Path path, Content content) throws IOException {
    Path temporary = TemporaryName.of(path);
    write(temporary, content);
    try {
      if (!renamed(temporary, path)) {
        inSteps(temporary, path);
      }
    } catch (IOException e) {
      removeAfter(e, temporary);
      throw e;
    }
  }

  private boolean renamed(Path from, Path to) throws IOException {
    try {
      return files().rename(from, to);
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  private void inSteps(Path temporary, Path path) throws IOException {
    Path next = next(path);
    // The file itself is there, or renaming would have done: an older one in waiting is of no use.
    files().delete(next, false);
    rename(temporary, next);
    files().delete(path, false);
    rename(next, path);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    if (!renamed(from, to)) {
      throw new IOException("cannot rename " + from.getName() + " to " + to.getName());
    }
  }

  @Override
  public boolean writeNew(Path path, byte[] bytes) throws IOException {
    return writeAbsent(path, bytes);
  }

  @Override
  public boolean exists(Path path) throws IOException {
    return files().exists(path) || files().exists(next(path));
  }

  @Override
  public void delete(Path path) throws IOException {
    files().delete(next(path), true);
    files().delete(path, true);
  }

  @Override
  public FileStatus status(Path path) throws IOException {
    try {
      return files().getFileStatus(path);
    } catch (FileNotFoundException e) {
      return files().getFileStatus(next(path));
    }
  }

  @Override
  public FSDataInputStream open(Path path) throws IOException {
    return files().open(status(path).getPath());
  }

  @Override
  public void settle(Path folder, Predicate<String> concerned) throws IOException {
    super.settle(folder, concerned);
    for (String name : names(folder)) {
      if (name.startsWith(".")
          && name.endsWith(SUFFIX)
          && concerned.test(name.substring(1, name.length() - SUFFIX.length()))) {
        Path next = new Path(folder, name);
        Path path = new Path(folder, name.substring(1, name.length() - SUFFIX.length()));
        if (files().exists(path)) {
          files().delete(next, false);
        } else {
          rename(next, path);
        }
      }
    }
  }
}

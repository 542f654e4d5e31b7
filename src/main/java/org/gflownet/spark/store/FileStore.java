package org.gflownet.spark.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.StreamCapabilities;

/**
 * A place that keeps files, by what it can do at once:
 *
 * <ul>
 *   <li>{@link LocalStore}: a disk; a rename replaces its target.
 *   <li>{@link HdfsStore}: HDFS; so it is there, where it is asked for.
 *   <li>{@link SteppedStore}: others with folders; a rename does not replace, so an old file makes
 *       way in steps that a reader can tell.
 *   <li>{@link ObjectStore}: no rename at all; an object appears when it is complete.
 * </ul>
 *
 * <p>Stateless beside Hadoop's client; thread-safe.
 */
public abstract class FileStore {
  /** Hadoop's key for the schemes of object stores, with commas between them. */
  public static final String OBJECT_SCHEMES = "gflownet.object-store.schemes";

  private static final String KNOWN_OBJECT_SCHEMES = "s3a,s3,s3n,gs,oss,cosn,obs,oci,swift";
  private static final Set<String> HDFS_SCHEMES = Set.of("hdfs", "viewfs");

  private final FileSystem files;

  FileStore(FileSystem files) {
    this.files = files;
  }

  /**
   * The store of a location.
   *
   * @param location with a scheme
   * @param configuration Hadoop's, with credentials where the scheme needs them
   */
  public static FileStore of(Path location, Configuration configuration) throws IOException {
    String scheme = location.toUri().getScheme();
    if (scheme.equals("file")) {
      return LocalStore.create(configuration);
    }
    FileSystem files =
        Waiting.told(() -> "the store of " + location, () -> location.getFileSystem(configuration));
    if (isObjectStore(scheme, configuration)) {
      return new ObjectStore(files);
    }
    return HDFS_SCHEMES.contains(scheme) ? new HdfsStore(files) : new SteppedStore(files);
  }

  /** Whether files of a scheme are objects. */
  static boolean isObjectStore(String scheme, Configuration configuration) {
    return Set.of(configuration.getTrimmedStrings(OBJECT_SCHEMES, KNOWN_OBJECT_SCHEMES.split(",")))
        .contains(scheme);
  }

  /** Hadoop's client. */
  public final FileSystem files() {
    return files;
  }

  /** Whether files and folders can be given other names, whole and at once. */
  public boolean canRename() {
    return true;
  }

  /**
   * Writes a file under its own name and forces it to the disk. Of a file that cannot be written
   * whole nothing stays, where the process lives to remove it.
   */
  public void write(Path path, Content content) throws IOException {
    try {
      fill(
          create(path),
          out -> {
            content.writeTo(out);
            force(out);
          });
    } catch (IOException | RuntimeException | Error e) {
      removeAfter(e, path);
      throw e;
    }
  }

  /** Writes to a stream of Hadoop's. */
  @FunctionalInterface
  private interface Filling {
    void writeTo(FSDataOutputStream out) throws IOException;
  }

  /**
   * Fills a stream and closes it. HDFS throws the very exception of a write once more when the
   * stream is closed, and no exception can be noted in itself, as try-with-resources would do.
   */
  private static void fill(FSDataOutputStream out, Filling filling) throws IOException {
    try {
      filling.writeTo(out);
    } catch (IOException | RuntimeException | Error e) {
      try {
        out.close();
      } catch (IOException again) {
        if (again != e) {
          e.addSuppressed(again);
        }
      }
      throw e;
    }
    out.close();
  }

  /** Forces what was written to the disk, where the store can be asked to. */
  void force(FSDataOutputStream out) throws IOException {
    if (out.hasCapability(StreamCapabilities.HSYNC)) {
      out.hsync();
    }
  }

  /** Opens a new file, in place of an older one. */
  FSDataOutputStream create(Path path) throws IOException {
    return files.create(path, true);
  }

  final void removeAfter(Throwable failure, Path path) {
    try {
      files.delete(path, true);
    } catch (IOException e) {
      if (e != failure) {
        failure.addSuppressed(e);
      }
    }
  }

  /** Writes a file that appears whole, in place of an older one, which stays until then. */
  public abstract void replace(Path path, Content content) throws IOException;

  /**
   * Writes a file where there is none.
   *
   * @return false where there was one, or another process was first
   */
  public abstract boolean writeNew(Path path, byte[] bytes) throws IOException;

  /** {@link #writeNew} where {@code create} without overwriting lets one process alone through. */
  final boolean writeAbsent(Path path, byte[] bytes) throws IOException {
    FSDataOutputStream out;
    try {
      out = files.create(path, false);
    } catch (FileAlreadyExistsException e) {
      return false;
    }
    try {
      fill(out, stream -> stream.write(bytes));
      return true;
    } catch (IOException e) {
      removeAfter(e, path);
      throw e;
    }
  }

  /**
   * Gives a file or folder another name in the same folder.
   *
   * @param to does not exist
   */
  public void rename(Path from, Path to) throws IOException {
    if (!files.rename(from, to)) {
      throw new IOException("cannot rename " + from.getName() + " to " + to.getName());
    }
  }

  /** Creates a folder and its parents. */
  public void createFolder(Path path) throws IOException {
    files.mkdirs(path);
  }

  /** Whether a file or folder is there. */
  public boolean exists(Path path) throws IOException {
    return files.exists(path);
  }

  /** Removes a file or a folder with all it holds, if it is there. */
  public void delete(Path path) throws IOException {
    files.delete(path, true);
  }

  /** What is known of a file or folder, which is there. */
  public FileStatus status(Path path) throws IOException {
    return files.getFileStatus(path);
  }

  /** Opens a file to read it from its beginning. */
  public FSDataInputStream open(Path path) throws IOException {
    return files.open(path);
  }

  /** Names in a folder, sorted; none where it does not exist. */
  public List<String> names(Path folder) throws IOException {
    List<String> names = new ArrayList<>();
    try {
      for (FileStatus status : files.listStatus(folder)) {
        names.add(status.getPath().getName());
      }
    } catch (FileNotFoundException e) {
      return names;
    }
    names.sort(null);
    return names;
  }

  /** Paths of all files below a folder, relative to it, sorted; none where it does not exist. */
  public Set<String> filesBelow(Path folder) throws IOException {
    Set<String> names = new TreeSet<>();
    try {
      RemoteIterator<LocatedFileStatus> all = files.listFiles(folder, true);
      while (all.hasNext()) {
        String path = all.next().getPath().toUri().getPath();
        names.add(path.substring(folder.toUri().getPath().replaceAll("/+$", "").length() + 1));
      }
    } catch (FileNotFoundException e) {
      return names;
    }
    return names;
  }

  /**
   * Ends what a killed process left of a replacement.
   *
   * @param folder that is looked through
   * @param concerned which files are
   */
  public void settle(Path folder, Predicate<String> concerned) throws IOException {
    for (String name : names(folder)) {
      if (TemporaryName.fileOf(name).filter(concerned).isPresent()) {
        files.delete(new Path(folder, name), true);
      }
    }
  }
}

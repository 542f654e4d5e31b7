package org.gflownet.spark;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.gflownet.spark.store.Content;
import org.gflownet.spark.store.FileStore;
import org.gflownet.spark.store.Lease;
import org.gflownet.spark.store.Waiting;

/**
 * A directory of files that appear whole or not at all, on any file system that Hadoop knows: a
 * plain path, {@code file:}, {@code hdfs:}, {@code s3a:}. How they do is the {@link FileStore}'s.
 *
 * <p>Only what {@link #append} adds to may end in a part, for its readers to leave out. Under a
 * {@link Lease} nothing is written once the lease is lost.
 */
public final class RunDirectory {
  private final FileStore store;
  private final Path root;
  private final Runnable guard;

  /**
   * The directory at a location, which need not exist.
   *
   * @param location a path or URI; without a scheme a local path
   * @param configuration Hadoop's, with credentials where the scheme needs them
   * @throws IllegalArgumentException if the scheme is unknown or the location is no URI
   */
  public RunDirectory(String location, Configuration configuration) {
    this(store(location, configuration), qualified(location), RunDirectory::letAnybody);
  }

  private RunDirectory(FileStore store, Path root, Runnable guard) {
    this.store = store;
    this.root = root;
    this.guard = guard;
  }

  private static FileStore store(String location, Configuration configuration) {
    try {
      return FileStore.of(qualified(location), configuration);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot use " + location + ": " + e.getMessage(), e);
    }
  }

  private static void letAnybody() {}

  /** A location with its scheme; without one it is a local path. */
  public static Path qualified(String location) {
    Path path = new Path(location);
    return path.toUri().getScheme() == null
        ? new Path(java.nio.file.Path.of(location).toAbsolutePath().normalize().toUri())
        : path;
  }

  /** A location that means the same to processes which run in other folders. */
  public static String absolute(String location) {
    return new Path(location).toUri().getScheme() == null
        ? java.nio.file.Path.of(location).toAbsolutePath().normalize().toString()
        : location;
  }

  /** What a file or folder at a location lies in; {@code .} for a bare name. */
  public static String parentOf(String location) {
    int slash = location.lastIndexOf('/');
    return slash < 0 ? "." : location.substring(0, slash + 1);
  }

  /** The last part of a location; empty where it ends in a slash. */
  public static String nameOf(String location) {
    return location.substring(location.lastIndexOf('/') + 1);
  }

  /** The directory {@code name} within this one. */
  public RunDirectory child(String name) {
    return new RunDirectory(store, new Path(root, name), guard);
  }

  /** This directory, written to as long as a lease is held. */
  public RunDirectory under(Lease lease) {
    return new RunDirectory(store, root, lease::check);
  }

  /**
   * Takes the lease of this directory, which is there.
   *
   * @throws org.gflownet.spark.store.LeaseHeldException if another process has it
   */
  public Lease lease(Lease.Terms terms) {
    return checked("take the lease", () -> Lease.take(store, root, terms));
  }

  /** The location in words: a plain path where it is local. */
  public String location() {
    return isLocal() ? root.toUri().getPath() : root.toString();
  }

  /** Whether the directory is on this machine's own file system. */
  public boolean isLocal() {
    return "file".equals(root.toUri().getScheme());
  }

  /** Whether files and directories can be given other names, which object stores cannot. */
  public boolean canRename() {
    return store.canRename();
  }

  /** Whether a file or directory is there. */
  public boolean exists(String name) {
    return checked("look for " + name, () -> store.exists(path(name)));
  }

  /** Names of the entries, sorted; empty where the directory does not exist. */
  public List<String> names() {
    return checked("list", () -> store.names(root));
  }

  /** Paths of all files in it and in the directories below, relative to it. */
  public Set<String> filesBelow() {
    return checked("list", () -> store.filesBelow(root));
  }

  /** Creates the directory and its parents, where the store has any. */
  public void create() {
    changed("create", () -> store.createFolder(root));
  }

  /** Removes a file or a directory with all it holds, if it is there. */
  public void delete(String name) {
    changed("delete " + name, () -> store.delete(path(name)));
  }

  /**
   * Gives an entry another name.
   *
   * @param to must not exist
   * @throws StorageException if it cannot, as where {@link #canRename} says so
   */
  public void rename(String from, String to) {
    changed("rename " + from + " to " + to, () -> store.rename(path(from), path(to)));
  }

  /**
   * Writes a file under its own name and forces it to the disk. For files of unfinished
   * directories. Of a file that cannot be written whole nothing stays.
   */
  public void write(String name, Content content) {
    changed("write " + name, () -> store.write(path(name), content));
  }

  /** Ends what {@link #replace} left when its process was killed. */
  public void removeUnfinished() {
    changed("clear", () -> store.settle(root, name -> true));
  }

  /** The same for one file, in a directory with files of others. */
  public void removeUnfinished(String name) {
    changed("clear", () -> store.settle(root, name::equals));
  }

  /** Writes a file that appears whole, in place of an older one if there is one. */
  public void replace(String name, Content content) {
    changed("write " + name, () -> store.replace(path(name), content));
  }

  /**
   * Whether files can grow: on local disks alone. Objects cannot. On HDFS an append fails where
   * there are fewer data nodes than the file has replicas, and for a minute after a process was
   * killed in one, so files are written anew there too.
   */
  public boolean canAppend() {
    return isLocal();
  }

  /**
   * Adds to the end of a file and forces it to the disk, where {@link #canAppend}. If the process
   * is killed meanwhile, a part of the bytes may be there.
   *
   * @param name of a file that is there
   */
  public void append(String name, byte[] bytes) {
    changed(
        "write " + name,
        () ->
            Files.write(
                java.nio.file.Path.of(location(), name),
                bytes,
                StandardOpenOption.APPEND,
                StandardOpenOption.DSYNC));
  }

  /** {@link #replace} with text in UTF-8. */
  public void replaceText(String name, String text) {
    replace(name, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Reads a whole file.
   *
   * @param maxBytes a larger file is an error, before anything is allocated
   */
  public byte[] read(String name, long maxBytes) {
    return checked(
        "read " + name,
        () -> {
          FileStatus status = store.status(path(name));
          long length = status.getLen();
          if (length > maxBytes || length > Integer.MAX_VALUE - 16) {
            throw new IOException(name + " has " + length + " bytes, at most " + maxBytes);
          }
          byte[] bytes = new byte[(int) length];
          try (FSDataInputStream in = store.files().open(status.getPath())) {
            in.readFully(0, bytes);
          }
          return bytes;
        });
  }

  /** Opens a file to read it from its beginning; the caller closes the stream. */
  public InputStream open(String name) {
    return checked("read " + name, () -> store.open(path(name)));
  }

  /** Opens a file to read it from one of its bytes on; the caller closes the stream. */
  public InputStream open(String name, long from) {
    return checked(
        "read " + name,
        () -> {
          FSDataInputStream in = store.open(path(name));
          try {
            in.seek(from);
            return in;
          } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
          }
        });
  }

  /** Number of bytes of a file. */
  public long length(String name) {
    return checked("look for " + name, () -> store.status(path(name)).getLen());
  }

  /** Paths of the files and folders that a pattern of Hadoop's fits, relative to it, sorted. */
  public List<String> matching(String pattern) {
    int prefix = root.toUri().getPath().replaceAll("/+$", "").length() + 1;
    return checked(
        "look for " + pattern,
        () -> {
          FileStatus[] found = store.files().globStatus(path(pattern));
          return found == null
              ? List.of()
              : Arrays.stream(found)
                  .map(status -> status.getPath().toUri().getPath().substring(prefix))
                  .sorted()
                  .toList();
        });
  }

  /** Whether an entry is a directory. */
  public boolean isDirectory(String name) {
    return checked("look for " + name, () -> store.status(path(name)).isDirectory());
  }

  /** Hadoop's name of a file. */
  Path path(String name) {
    return new Path(root, name);
  }

  /** Hadoop's settings. */
  Configuration configuration() {
    return store.files().getConf();
  }

  /** {@link #read} as text in UTF-8. */
  public String readText(String name, long maxBytes) {
    return new String(read(name, maxBytes), StandardCharsets.UTF_8);
  }

  /** An exception's message in one line; its type where it has none. */
  private static String reason(IOException e) {
    return e.getMessage() == null
        ? e.getClass().getSimpleName()
        : e.getMessage().lines().findFirst().orElse("");
  }

  private interface Change {
    void run() throws IOException;
  }

  private void changed(String what, Change change) {
    guard.run();
    checked(
        what,
        () -> {
          change.run();
          return true;
        });
  }

  private <T> T checked(String what, Waiting.Access<T> access) {
    try {
      return isLocal()
          ? access.run()
          : Waiting.told(() -> location() + " to " + what + " there", access);
    } catch (IOException e) {
      throw failure(what, e);
    } catch (FSError e) {
      // What Hadoop makes of a full disk of this machine.
      throw failure(what, e.getCause() instanceof IOException io ? io : new IOException(e));
    }
  }

  private StorageException failure(String what, IOException e) {
    return new StorageException("cannot " + what + " in " + location() + ": " + reason(e), e);
  }
}

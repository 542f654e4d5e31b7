package org.gflownet.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A directory of files that appear whole or not at all, on any file system that Hadoop knows: a
 * plain path, {@code file:}, {@code hdfs:}, {@code s3a:}.
 *
 * <p>What is being written has a name that starts with a dot and is renamed when complete. Only
 * what {@link #append} adds to may end in a part, for its readers to leave out.
 */
public final class RunDirectory {
  private static final Pattern UNFINISHED =
      Pattern.compile("\\..+\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private static final int BUFFER = 1 << 16;

  private final FileSystem fileSystem;
  private final Path root;

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Content {
    /** Writes everything; the stream is closed by the caller. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * The directory at a location, which need not exist.
   *
   * @param location a path or URI; without a scheme a local path
   * @param configuration Hadoop's, with credentials where the scheme needs them
   * @throws IllegalArgumentException if the scheme is unknown or the location is no URI
   */
  public RunDirectory(String location, Configuration configuration) {
    this.root = qualified(location);
    try {
      fileSystem = root.getFileSystem(configuration);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot use " + location + ": " + e.getMessage(), e);
    }
    // Hadoop's .crc side files would only clutter a local directory: checkpoints have SHA-256 sums.
    fileSystem.setWriteChecksum(false);
    fileSystem.setVerifyChecksum(false);
  }

  private RunDirectory(FileSystem fileSystem, Path root) {
    this.fileSystem = fileSystem;
    this.root = root;
  }

  private static Path qualified(String location) {
    Path path = new Path(location);
    return path.toUri().getScheme() == null
        ? new Path(java.nio.file.Path.of(location).toAbsolutePath().normalize().toUri())
        : path;
  }

  /** The directory {@code name} within this one. */
  public RunDirectory child(String name) {
    return new RunDirectory(fileSystem, new Path(root, name));
  }

  /** The location in words: a plain path where it is local. */
  public String location() {
    return isLocal() ? root.toUri().getPath() : root.toString();
  }

  /** Whether the directory is on this machine's own file system. */
  public boolean isLocal() {
    return "file".equals(root.toUri().getScheme());
  }

  /** Whether a file or directory is there. */
  public boolean exists(String name) {
    return checked("look for " + name, () -> fileSystem.exists(new Path(root, name)));
  }

  /** Names of the entries, sorted; empty where the directory does not exist. */
  public List<String> names() {
    return checked(
        "list",
        () -> {
          List<String> names = new ArrayList<>();
          try {
            for (FileStatus status : fileSystem.listStatus(root)) {
              names.add(status.getPath().getName());
            }
          } catch (FileNotFoundException e) {
            return names;
          }
          names.sort(null);
          return names;
        });
  }

  /** Creates the directory and its parents. */
  public void create() {
    checked("create", () -> fileSystem.mkdirs(root));
  }

  /** Removes a file or a directory with all it holds, if it is there. */
  public void delete(String name) {
    checked("delete " + name, () -> fileSystem.delete(new Path(root, name), true));
  }

  /** Gives an entry another name; the target must not exist. */
  public void rename(String from, String to) {
    boolean renamed =
        checked(
            "rename " + from + " to " + to,
            () -> fileSystem.rename(new Path(root, from), new Path(root, to)));
    if (!renamed) {
      String message = "cannot rename " + from + " to " + to + " in " + location();
      throw new StorageException(message, new IOException(message));
    }
  }

  /**
   * Writes a file under its own name and forces it to the disk. For files of unfinished
   * directories. Of a file that cannot be written whole nothing stays.
   */
  public void write(String name, Content content) {
    Path path = new Path(root, name);
    checked(
        "write " + name,
        () -> {
          try (FSDataOutputStream out = newFile(path)) {
            content.writeTo(out);
            out.hsync();
          } catch (IOException | FSError e) {
            removeAfter(e, path);
            throw e;
          }
          return true;
        });
  }

  /**
   * A new file. On this machine's own file system it is made with what its process permits: to set
   * permissions once more, Hadoop without its native library starts two processes for each file.
   */
  private FSDataOutputStream newFile(Path path) throws IOException {
    return fileSystem instanceof LocalFileSystem local
        ? local.getRaw().create(path, null, true, BUFFER, (short) 1, BUFFER, null)
        : fileSystem.create(path, true);
  }

  private void removeAfter(Throwable failure, Path path) {
    try {
      fileSystem.delete(path, true);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /** Removes what {@link #replace} left when its process was killed. */
  public void removeUnfinished() {
    for (String name : names()) {
      if (UNFINISHED.matcher(name).matches()) {
        delete(name);
      }
    }
  }

  /**
   * Writes a file under a temporary name and renames it, in place of an older one if there is one.
   */
  public void replace(String name, Content content) {
    String temporary = "." + name + "." + UUID.randomUUID();
    write(temporary, content);
    checked(
        "write " + name,
        () -> {
          Path from = new Path(root, temporary);
          Path to = new Path(root, name);
          // A local rename replaces the target; HDFS answers false while there is one.
          if (fileSystem.rename(from, to)) {
            return true;
          }
          fileSystem.delete(to, false);
          if (!fileSystem.rename(from, to)) {
            throw new IOException("cannot rename " + temporary + " to " + name);
          }
          return true;
        });
  }

  /** Whether files can grow: on this machine and on HDFS, not in object stores. */
  public boolean canAppend() {
    return isLocal()
        || checked(
            "look at what can be done",
            () -> fileSystem.hasPathCapability(root, CommonPathCapabilities.FS_APPEND));
  }

  /**
   * Adds to the end of a file and forces it to the disk, where {@link #canAppend}. If the process
   * is killed meanwhile, a part of the bytes may be there.
   *
   * @param name of a file that is there
   */
  public void append(String name, byte[] bytes) {
    checked(
        "write " + name,
        () -> {
          if (isLocal()) {
            Files.write(
                java.nio.file.Path.of(location(), name),
                bytes,
                StandardOpenOption.APPEND,
                StandardOpenOption.DSYNC);
            return true;
          }
          try (FSDataOutputStream out = fileSystem.append(new Path(root, name))) {
            out.write(bytes);
            out.hsync();
          }
          return true;
        });
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
          Path path = new Path(root, name);
          long length = fileSystem.getFileStatus(path).getLen();
          if (length > maxBytes || length > Integer.MAX_VALUE - 16) {
            throw new IOException(name + " has " + length + " bytes, at most " + maxBytes);
          }
          byte[] bytes = new byte[(int) length];
          try (FSDataInputStream in = fileSystem.open(path)) {
            in.readFully(0, bytes);
          }
          return bytes;
        });
  }

  /** Opens a file to read it from its beginning; the caller closes the stream. */
  public InputStream open(String name) {
    return checked("read " + name, () -> fileSystem.open(new Path(root, name)));
  }

  /** Whether an entry is a directory. */
  public boolean isDirectory(String name) {
    return checked(
        "look for " + name, () -> fileSystem.getFileStatus(new Path(root, name)).isDirectory());
  }

  /** Hadoop's name of a file. */
  Path path(String name) {
    return new Path(root, name);
  }

  /** Hadoop's settings. */
  Configuration configuration() {
    return fileSystem.getConf();
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

  private interface Access<T> {
    T run() throws IOException;
  }

  private <T> T checked(String what, Access<T> access) {
    try {
      return access.run();
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

package org.gflownet.testing;

import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Abortable;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.fs.Syncable;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * An object store in memory, under the scheme {@code s3a:}, that behaves as Hadoop's client of S3
 * does and counts what that one would ask for: an object is there when its stream is closed, a
 * rename onto an object that exists throws, one of anything else copies, and streams cannot be
 * forced to a disk. One store for the whole JVM.
 */
public final class ObjectFiles extends FileSystem {
  private static final NavigableMap<String, byte[]> OBJECTS = new TreeMap<>();
  private static final Map<String, Long> WRITTEN = new TreeMap<>();
  private static final Map<String, Integer> REQUESTS = new LinkedHashMap<>();
  private static Predicate<String> refused = key -> false;
  private static int putsLeft = Integer.MAX_VALUE;

  private URI uri;

  /** The process that writes is gone: nobody handles this. */
  public static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** Settings under which {@code s3a:} is this store, empty and without faults. */
  public static synchronized Configuration empty() {
    OBJECTS.clear();
    WRITTEN.clear();
    REQUESTS.clear();
    refused = key -> false;
    putsLeft = Integer.MAX_VALUE;
    Configuration configuration = new Configuration();
    configuration.set("fs.s3a.impl", ObjectFiles.class.getName());
    configuration.set("fs.s3a.impl.disable.cache", "true");
    return configuration;
  }

  /** Objects whose names are refused cannot be written. */
  public static synchronized void refuse(Predicate<String> keys) {
    refused = keys;
  }

  /** The process is killed when it has written so many objects and begins another. */
  public static synchronized void killAfter(int puts) {
    putsLeft = puts;
  }

  /** Names of all objects. */
  public static synchronized List<String> keys() {
    return new ArrayList<>(OBJECTS.keySet());
  }

  /** An object's text. */
  public static synchronized String text(String key) {
    return new String(OBJECTS.get(key), StandardCharsets.UTF_8);
  }

  /** Puts an object there. */
  public static synchronized void put(String key, byte[] bytes) {
    OBJECTS.put(key, bytes);
    WRITTEN.put(key, System.currentTimeMillis());
  }

  /** Lets an object have been written earlier. */
  public static synchronized void age(String key, long millis) {
    WRITTEN.merge(key, -millis, Long::sum);
  }

  /** Requests since the last call, by kind. */
  public static synchronized Map<String, Integer> takeRequests() {
    Map<String, Integer> requests = new LinkedHashMap<>(REQUESTS);
    REQUESTS.clear();
    return requests;
  }

  private static synchronized void count(String kind) {
    REQUESTS.merge(kind, 1, Integer::sum);
  }

  @Override
  public void initialize(URI name, Configuration configuration) throws IOException {
    super.initialize(name, configuration);
    setConf(configuration);
    uri = URI.create(name.getScheme() + "://" + name.getAuthority());
  }

  @Override
  public URI getUri() {
    return uri;
  }

  @Override
  public String getScheme() {
    return "s3a";
  }

  private static String key(Path path) {
    return path.toUri().getPath().replaceFirst("^/+", "");
  }

  private static synchronized void store(String key, byte[] bytes) throws IOException {
    if (putsLeft == 0) {
      throw new Killed();
    }
    putsLeft--;
    count("PUT");
    if (refused.test(key)) {
      throw new IOException("Access Denied (Service: Amazon S3; Status Code: 403)");
    }
    put(key, bytes);
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
    // S3A makes sure that it is no folder, and no file where it is not to overwrite.
    count("LIST");
    if (!overwrite) {
      count("HEAD");
      if (holds(key(path))) {
        throw new FileAlreadyExistsException(path + " already exists");
      }
    }
    return new FSDataOutputStream(new Upload(key(path)), null);
  }

  private static synchronized boolean holds(String key) {
    return OBJECTS.containsKey(key);
  }

  /** Bytes that become an object when the stream is closed. */
  private static final class Upload extends ByteArrayOutputStream
      implements Syncable, StreamCapabilities, Abortable {
    private final String key;
    private boolean ended;

    Upload(String key) {
      this.key = key;
    }

    @Override
    public void hflush() {
      throw new UnsupportedOperationException("S3A streams are not Syncable");
    }

    @Override
    public void hsync() {
      throw new UnsupportedOperationException("S3A streams are not Syncable");
    }

    @Override
    public boolean hasCapability(String capability) {
      return capability.toLowerCase(Locale.ROOT).equals(CommonPathCapabilities.ABORTABLE_STREAM);
    }

    @Override
    public AbortableResult abort() {
      ended = true;
      return null;
    }

    @Override
    public void close() throws IOException {
      if (!ended) {
        ended = true;
        store(key, toByteArray());
      }
    }
  }

  @Override
  public FSDataOutputStream append(Path path, int bufferSize, Progressable progress) {
    throw new UnsupportedOperationException("Append is not supported by S3AFileSystem");
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    count("GET");
    byte[] bytes = bytes(path);
    return new FSDataInputStream(new Download(bytes));
  }

  private static synchronized byte[] bytes(Path path) throws IOException {
    byte[] bytes = OBJECTS.get(key(path));
    if (bytes == null) {
      throw new FileNotFoundException("No such file or directory: " + path);
    }
    return bytes;
  }

  /** The bytes of an object. */
  private static final class Download extends FSInputStream {
    private final byte[] bytes;
    private int position;

    Download(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public void seek(long to) {
      position = (int) to;
    }

    @Override
    public long getPos() {
      return position;
    }

    @Override
    public boolean seekToNewSource(long target) {
      return false;
    }

    @Override
    public int read() {
      return position < bytes.length ? bytes[position++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (position >= bytes.length) {
        return length == 0 ? 0 : -1;
      }
      int count = Math.min(length, bytes.length - position);
      System.arraycopy(bytes, position, into, offset, count);
      position += count;
      return count;
    }
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    count("HEAD");
    if (holds(key(to))) {
      throw new FileAlreadyExistsException(
          "Failed to rename " + from + " to " + to + "; destination file exists");
    }
    synchronized (ObjectFiles.class) {
      for (String key : below(key(from))) {
        count("COPY");
        put(key(to) + key.substring(key(from).length()), OBJECTS.get(key));
        OBJECTS.remove(key);
      }
    }
    return true;
  }

  private static synchronized List<String> below(String key) {
    List<String> keys = new ArrayList<>();
    for (String other : OBJECTS.keySet()) {
      if (other.equals(key) || key.isEmpty() || other.startsWith(key + "/")) {
        keys.add(other);
      }
    }
    return keys;
  }

  @Override
  public boolean delete(Path path, boolean recursive) {
    List<String> keys = below(key(path));
    count("HEAD");
    if (keys.isEmpty()) {
      count("LIST");
      return false;
    }
    if (!holds(key(path))) {
      count("LIST");
      count("LIST");
    }
    count("DELETE");
    // Whether the folder that it was in needs a marker now.
    count("LIST");
    synchronized (ObjectFiles.class) {
      keys.forEach(OBJECTS::remove);
    }
    return true;
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    count("LIST");
    String folder = key(path);
    Map<String, FileStatus> found = new TreeMap<>();
    for (String key : below(folder)) {
      String rest =
          folder.isEmpty() ? key : key.substring(Math.min(key.length(), folder.length() + 1));
      String name = rest.replaceFirst("/.*", "");
      Path child = new Path(path, name.isEmpty() ? "." : name);
      found.put(name, name.equals(rest) ? file(child, key) : folder(child));
    }
    if (found.isEmpty()) {
      throw new FileNotFoundException("No such file or directory: " + path);
    }
    return found.values().toArray(FileStatus[]::new);
  }

  private FileStatus file(Path path, String key) {
    synchronized (ObjectFiles.class) {
      return new FileStatus(
          OBJECTS.get(key).length, false, 1, 1 << 25, WRITTEN.get(key), makeQualified(path));
    }
  }

  private FileStatus folder(Path path) {
    return new FileStatus(0, true, 1, 0, 0, makeQualified(path));
  }

  @Override
  public org.apache.hadoop.fs.RemoteIterator<org.apache.hadoop.fs.LocatedFileStatus> listFiles(
      Path path, boolean recursive) throws IOException {
    count("LIST");
    List<org.apache.hadoop.fs.LocatedFileStatus> found = new ArrayList<>();
    for (String key : below(key(path))) {
      FileStatus status = file(new Path("/" + key), key);
      found.add(new org.apache.hadoop.fs.LocatedFileStatus(status, null));
    }
    if (found.isEmpty()) {
      throw new FileNotFoundException("No such file or directory: " + path);
    }
    return org.apache.hadoop.util.functional.RemoteIterators.remoteIteratorFromIterable(found);
  }

  @Override
  public void setWorkingDirectory(Path path) {}

  @Override
  public Path getWorkingDirectory() {
    return new Path("/");
  }

  @Override
  public boolean mkdirs(Path path, FsPermission permission) {
    count("HEAD");
    count("PUT");
    return true;
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    count("HEAD");
    String key = key(path);
    if (holds(key)) {
      return file(path, key);
    }
    count("LIST");
    if (below(key).isEmpty()) {
      throw new FileNotFoundException("No such file or directory: " + path);
    }
    return folder(path);
  }
}

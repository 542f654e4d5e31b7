package org.gflownet.spark.store;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Tries whether a run folder can be where it is to be: writes a small file there, or in the nearest
 * folder above that exists, lists and reads it, renames it where the store can, and removes it.
 */
public final class StoreProbe {
  private static final byte[] CONTENT = {'g', 'f', 'l', 'o', 'w', 'n', 'e', 't', '\n'};

  /** What clients of stores are in, by scheme. */
  private static final Map<String, String> JARS =
      Map.of(
          "s3a", "org.apache.hadoop:hadoop-aws:3.3.4",
          "abfs", "org.apache.hadoop:hadoop-azure:3.3.4",
          "abfss", "org.apache.hadoop:hadoop-azure:3.3.4",
          "wasb", "org.apache.hadoop:hadoop-azure:3.3.4",
          "wasbs", "org.apache.hadoop:hadoop-azure:3.3.4",
          "oss", "org.apache.hadoop:hadoop-aliyun:3.3.4",
          "gs", "com.google.cloud.bigdataoss:gcs-connector:hadoop3-2.2.26");

  private final Path folder;
  private final Configuration configuration;

  /**
   * What a trial came to.
   *
   * @param works whether everything did
   * @param text what was tried, or what failed
   * @param advice what to do about it; empty where it works
   */
  public record Result(boolean works, String text, String advice) {}

  /**
   * A trial of a folder.
   *
   * @param folder with its scheme; need not exist
   * @param configuration Hadoop's
   */
  public StoreProbe(Path folder, Configuration configuration) {
    this.folder = folder;
    this.configuration = configuration;
  }

  /** Tries it; nothing stays. */
  public Result run() {
    String step = "reach";
    try {
      FileStore store = FileStore.of(folder, configuration);
      Path place = nearest(store);
      Path probe = TemporaryName.of(new Path(place, "doctor"));
      Path renamed = TemporaryName.of(new Path(place, "doctor"));
      step = "write into";
      store.replace(probe, out -> out.write(CONTENT));
      try {
        step = "replace a file in";
        store.replace(probe, out -> out.write(CONTENT));
        step = "list";
        require(store.names(place).contains(probe.getName()), "what was written is not listed");
        if (store.canRename()) {
          step = "rename in";
          store.rename(probe, renamed);
          require(store.exists(renamed), "what was renamed is not there");
        }
        step = "read from";
        read(store, store.canRename() ? renamed : probe);
      } finally {
        store.delete(probe);
        store.delete(renamed);
      }
      String did = store.canRename() ? "written, renamed in, listed" : "written and listed";
      return new Result(true, folder + " can be " + did, "");
    } catch (IOException | RuntimeException e) {
      String reason = reason(e);
      return new Result(false, "cannot " + step + " " + folder + ": " + reason, advice(reason));
    }
  }

  /** The folder itself on an object store, where every folder is there. */
  private Path nearest(FileStore store) throws IOException {
    Path place = folder;
    while (store.canRename() && !store.exists(place) && place.getParent() != null) {
      place = place.getParent();
    }
    return place;
  }

  private static void read(FileStore store, Path file) throws IOException {
    try (var in = store.open(file)) {
      byte[] bytes = in.readNBytes(CONTENT.length + 1);
      require(java.util.Arrays.equals(bytes, CONTENT), "what was written reads otherwise");
    }
  }

  private static void require(boolean condition, String otherwise) throws IOException {
    if (!condition) {
      throw new IOException(otherwise);
    }
  }

  /** The messages of an exception and its causes, in one line, each once. */
  private static String reason(Throwable e) {
    StringBuilder line = new StringBuilder();
    for (Throwable t = e; t != null; t = t.getCause() == t ? null : t.getCause()) {
      String text = t.toString().replaceAll("\\s+", " ");
      if (line.indexOf(text) < 0 && line.length() < 500) {
        line.append(line.isEmpty() ? "" : "; ").append(text);
      }
    }
    return line.toString();
  }

  private String advice(String reason) {
    String scheme = folder.toUri().getScheme();
    String text = reason.toLowerCase(Locale.ROOT);
    if (text.contains("no filesystem for scheme") || text.contains("classnotfound")) {
      String jar = JARS.get(scheme);
      return jar == null
          ? "give spark-submit the jar with the client of " + scheme + ": by --jars FILES"
          : "give spark-submit the client: -- --packages " + jar + ", or its jars by --jars FILES";
    }
    Map<String, String> known = new TreeMap<>();
    known.put("credential", credentials());
    known.put("accessdenied", credentials());
    known.put("access denied", credentials());
    known.put("forbidden", credentials());
    known.put("permission denied", "let this user write there, or name another --out");
    known.put("invalidaccesskeyid", credentials());
    known.put("signaturedoesnotmatch", credentials());
    known.put("nosuchbucket", "create the bucket, or name another --out");
    known.put("bucket does not exist", "create the bucket, or name another --out");
    known.put("unknownhost", endpoint());
    known.put("connection refused", endpoint());
    known.put("connect to", endpoint());
    known.put("timed out", endpoint());
    return known.entrySet().stream()
        .filter(entry -> text.contains(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("mend the store, or name another --out");
  }

  private static String credentials() {
    return "give the credentials: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment,"
        + " or spark.hadoop.fs.s3a.access.key and .secret.key in a file for --"
        + " --properties-file";
  }

  private String endpoint() {
    String endpoint = configuration.getTrimmed("fs.s3a.endpoint", "");
    return folder.toUri().getScheme().equals("s3a")
        ? "nothing answers at the endpoint "
            + (endpoint.isEmpty() ? "of Amazon" : endpoint)
            + ": start the server, or set spark.hadoop.fs.s3a.endpoint"
        : "nothing answers at " + folder.toUri().getAuthority() + ": start it, or mend the address";
  }
}

package org.gflownet.run.setup;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.SparkFiles;
import org.apache.spark.api.java.JavaSparkContext;
import org.gflownet.config.ConfigLoader;
import org.gflownet.config.FileSetting;
import org.gflownet.config.GflownetConfig;
import org.gflownet.config.RewardConfig;
import org.gflownet.math.Sha256;
import org.gflownet.plugin.PluginSettings;
import org.gflownet.reward.ScoringPlugin;
import org.gflownet.run.UserException;

/**
 * The files that a configuration names: vocabularies, weights, receptors.
 *
 * <p>The driver notes the SHA-256 of each in the configuration and hands the files to Spark.
 * Executors, which get the configuration as text, take the file at the path if it is there and has
 * that digest, else the one that Spark brought (also by {@code --files}).
 */
public final class NamedFiles {
  private static final int PREFIX = 16;
  private static final int BUFFER = 1 << 16;

  /** What each context has handed out: Spark refuses a second file of one name. */
  private static final Map<SparkContext, Set<String>> SHIPPED = new WeakHashMap<>();

  private NamedFiles() {}

  /**
   * Where the file of a setting can be read on this machine.
   *
   * @param setting in {@link GflownetConfig#files}
   * @throws UserException if it is nowhere, or has changed
   */
  static Path find(GflownetConfig config, FileSetting setting) {
    String name = config.files().get(setting);
    String expected = config.digests().get(setting.key());
    String actual = null;
    for (Path candidate : candidates(name, expected)) {
      if (Files.isRegularFile(candidate) && Files.isReadable(candidate)) {
        actual = expected == null ? null : sha256(candidate);
        if (expected == null || expected.equals(actual)) {
          return candidate;
        }
      }
    }
    String problem =
        actual == null
            ? "no readable file of this name on " + host()
            : "the file has changed: its SHA-256 is "
                + actual
                + ", the configuration expects "
                + expected
                + "; restore it, or start a new run";
    throw new UserException("file setting " + setting.key() + " = " + name + ": " + problem);
  }

  /** The settings of a reward, or of a part of it, with the files that they name. */
  static PluginSettings settings(GflownetConfig config, ScoringPlugin scorer) {
    RewardConfig reward = config.reward();
    return reward.settings(scorer).withFiles(key -> find(config, reward.fileSetting(scorer, key)));
  }

  private static List<Path> candidates(String name, String digest) {
    List<Path> candidates = new ArrayList<>();
    candidates.add(Path.of(name));
    if (SparkEnv.get() != null) {
      if (digest != null) {
        candidates.add(Path.of(SparkFiles.get(shippedName(name, digest))));
      }
      candidates.add(Path.of(SparkFiles.get(baseName(name))));
    }
    return candidates;
  }

  /** The configuration with the digests of its files as they are on this machine. */
  public static GflownetConfig withDigests(GflownetConfig config) {
    Map<String, String> digests = new LinkedHashMap<>();
    for (FileSetting file : config.files().keySet()) {
      digests.put("digests.\"" + file.key() + "\"", sha256(find(config, file)));
    }
    return ConfigLoader.with(config, digests, "the resolved configuration");
  }

  /**
   * Hands the files to executors, each only once for a context.
   *
   * @param config with digests
   */
  public static void ship(GflownetConfig config, JavaSparkContext spark) {
    if (!spark.isLocal() && !config.files().isEmpty()) {
      handOut(config, spark);
    }
  }

  /** Hands out what the context has not yet handed out. */
  static void handOut(GflownetConfig config, JavaSparkContext spark) {
    synchronized (SHIPPED) {
      Set<String> shipped = SHIPPED.computeIfAbsent(spark.sc(), s -> new HashSet<>());
      try {
        for (Map.Entry<FileSetting, String> file : config.files().entrySet()) {
          if (file.getKey().equals(FileSetting.REPLAY)) {
            continue; // The driver alone reads it.
          }
          Path source = find(config, file.getKey());
          String noted = config.digests().get(file.getKey().key());
          String name = shippedName(file.getValue(), noted == null ? sha256(source) : noted);
          if (!shipped.contains(name)) {
            ship(source, name, spark);
            shipped.add(name);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot copy files for the executors: " + e.getMessage(), e);
      }
    }
  }

  private static void ship(Path source, String name, JavaSparkContext spark) throws IOException {
    Path folder = Files.createTempDirectory("gflownet-files-");
    folder.toFile().deleteOnExit();
    Path copy = folder.resolve(name);
    copy.toFile().deleteOnExit();
    Files.copy(source, copy, StandardCopyOption.REPLACE_EXISTING);
    spark.addFile(copy.toString());
  }

  /** SHA-256 of a file's content as 64 hex digits. */
  public static String sha256(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest sha256 = Sha256.start();
      byte[] buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        sha256.update(buffer, 0, n);
      }
      return Sha256.hex(sha256);
    } catch (IOException e) {
      throw new UserException("cannot read " + file + ": " + e);
    }
  }

  private static String shippedName(String name, String digest) {
    return digest.substring(0, PREFIX) + "-" + baseName(name);
  }

  private static String baseName(String name) {
    return String.valueOf(Path.of(name).getFileName());
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "this machine";
    }
  }
}

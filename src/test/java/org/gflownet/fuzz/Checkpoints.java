package org.gflownet.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.gflownet.math.Progress;
import org.gflownet.spark.HadoopCheckpointStore;
import org.gflownet.spark.RunDirectory;
import org.gflownet.testing.OneFloatCodec;
import org.gflownet.train.Checkpoint;
import org.gflownet.train.TrainingState;

/** A small checkpoint on the disk, one of whose files has the bytes of a fuzzer. */
final class Checkpoints {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long STEP = 10;
  private static final String MANIFEST = "manifest.json";

  private static Path directory;
  private static HadoopCheckpointStore store;
  private static byte[] manifest;

  private Checkpoints() {}

  /** A folder for this JVM alone. */
  static synchronized Path directory() {
    if (directory == null) {
      try {
        directory = Files.createTempDirectory("fuzzed");
        Runtime.getRuntime().addShutdownHook(new Thread(Checkpoints::remove));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return directory;
  }

  private static void remove() {
    try (var files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static synchronized void prepare() {
    if (store != null) {
      return;
    }
    store =
        new HadoopCheckpointStore(
            new RunDirectory(directory().resolve("run").toString(), new Configuration()),
            new OneFloatCodec(),
            2);
    store.save(
        new Checkpoint(
            new TrainingState.Counters(STEP, 20, 30, 0.5),
            new Progress(STEP, Double.NaN),
            7,
            new float[] {0.25f},
            Optional.of(new float[] {0.75f}),
            List.of(new float[] {0.5f}),
            new float[0],
            Map.of("seen", new long[] {STEP}),
            "seed = 7\n"),
        OptionalLong.empty());
    manifest = read(MANIFEST);
  }

  private static Path file(String name) {
    return directory().resolve("run/step-00000010").resolve(name);
  }

  private static byte[] read(String name) {
    try {
      return Files.readAllBytes(file(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(String name, byte[] content) {
    try {
      Files.write(file(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A manifest that is right. */
  static byte[] manifest() {
    prepare();
    return manifest.clone();
  }

  /** Notes that are right. */
  static byte[] notes() {
    prepare();
    return read("training.json");
  }

  /** Loads the checkpoint with another manifest. */
  static void withManifest(byte[] data) {
    prepare();
    write(MANIFEST, data);
    try {
      store.load(STEP);
    } finally {
      write(MANIFEST, manifest);
    }
  }

  /** Loads it with other notes, for which the manifest vouches. */
  static void withNotes(byte[] data) {
    with("training.json", data);
  }

  /** Loads it with another section, for which the manifest vouches. */
  static void withSection(byte[] data) {
    with("seen.longs", data);
    with("previous-parameters.floats", data);
  }

  private static void with(String name, byte[] data) {
    prepare();
    byte[] before = read(name);
    byte[] vouching;
    try {
      JsonNode changed = JSON.readTree(manifest);
      ((ObjectNode) changed.path("files").path(name))
          .put("bytes", data.length)
          .put("sha256", sha256(data));
      vouching = JSON.writeValueAsBytes(changed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    write(name, data);
    write(MANIFEST, vouching);
    try {
      store.load(STEP);
    } finally {
      write(name, before);
      write(MANIFEST, manifest);
    }
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

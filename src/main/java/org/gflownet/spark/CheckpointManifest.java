package org.gflownet.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.gflownet.math.Sha256;
import org.gflownet.table.Shown;

/**
 * The list of a checkpoint's files with their sizes and SHA-256 sums, written last: what is not in
 * it, or does not match it, is not a checkpoint.
 */
final class CheckpointManifest {
  static final String NAME = "manifest.json";

  /**
   * Version of the checkpoint format; raised when a reader of the old one could not read the new.
   */
  static final int FORMAT = 1;

  /** The format in which one file holds all but the model, for stores that count requests. */
  static final int PACKED_FORMAT = 2;

  static final long MAX_FILE_BYTES = 1L << 31;
  private static final long MAX_MANIFEST_BYTES = 1L << 20;
  static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, byte[]> files = new TreeMap<>();

  private int format = FORMAT;

  /** Adds a file's content. */
  void add(String name, byte[] content) {
    files.put(name, content);
  }

  /** Puts all files but one into a single one. */
  void packAllBut(String name) throws IOException {
    byte[] alone = files.remove(name);
    byte[] packed = PackedFiles.pack(files);
    files.clear();
    files.put(name, alone);
    files.put(PackedFiles.NAME, packed);
    format = PACKED_FORMAT;
  }

  /** Writes all files and then the manifest into a directory. */
  void writeTo(RunDirectory directory) throws IOException {
    ObjectNode manifest = JSON.createObjectNode();
    manifest.put("format", format);
    ObjectNode entries = manifest.putObject("files");
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      directory.write(file.getKey(), out -> out.write(file.getValue()));
      entries
          .putObject(file.getKey())
          .put("bytes", file.getValue().length)
          .put("sha256", Sha256.of(file.getValue()));
    }
    byte[] text = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest);
    directory.write(NAME, out -> out.write(text));
  }

  /**
   * Reads and checks all files of a checkpoint.
   *
   * @throws IllegalArgumentException with one line that says what is damaged
   */
  static Map<String, byte[]> read(RunDirectory directory) {
    JsonNode manifest = parse(directory.read(NAME, MAX_MANIFEST_BYTES));
    int format = manifest.path("format").asInt(-1);
    if (format != FORMAT && format != PACKED_FORMAT) {
      throw new IllegalArgumentException(
          "its format is "
              + Shown.of(manifest.path("format").toString())
              + ", this version reads formats "
              + FORMAT
              + " and "
              + PACKED_FORMAT
              + " only");
    }
    Map<String, byte[]> files = new TreeMap<>();
    Iterator<Map.Entry<String, JsonNode>> entries = manifest.path("files").fields();
    while (entries.hasNext()) {
      Map.Entry<String, JsonNode> entry = entries.next();
      String name = entry.getKey();
      if (!isName(name)) {
        throw new IllegalArgumentException(
            "its manifest names a file it cannot have: " + Shown.of(name));
      }
      files.put(name, verified(directory, name, entry.getValue()));
    }
    byte[] packed = format == PACKED_FORMAT ? files.remove(PackedFiles.NAME) : null;
    if (packed != null) {
      files.putAll(PackedFiles.unpack(packed));
    }
    return files;
  }

  /** Whether a checkpoint can have a file of that name. */
  static boolean isName(String name) {
    return name.matches("[a-z][a-z0-9.-]{0,60}");
  }

  private static byte[] verified(RunDirectory directory, String name, JsonNode entry) {
    long size = entry.path("bytes").asLong(-1);
    if (size < 0 || size > MAX_FILE_BYTES) {
      throw new IllegalArgumentException("its manifest gives " + name + " an impossible size");
    }
    byte[] content = directory.read(name, size);
    if (content.length != size) {
      throw new IllegalArgumentException(
          name + " has " + content.length + " bytes, its manifest says " + size);
    }
    if (!Sha256.of(content).equals(entry.path("sha256").asText())) {
      throw new IllegalArgumentException(name + " does not match the checksum in its manifest");
    }
    return content;
  }

  static JsonNode parse(byte[] json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("it is not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new IllegalArgumentException("it cannot be read: " + e.getMessage(), e);
    }
  }
}

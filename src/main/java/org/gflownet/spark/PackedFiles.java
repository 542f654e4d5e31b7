package org.gflownet.spark;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Several files of a checkpoint in one, a zip archive, on stores where every file costs requests.
 */
final class PackedFiles {
  static final String NAME = "state.zip";

  private static final int MAX_ENTRIES = 10_000;

  /** Of zip archives. */
  private static final LocalDateTime START_OF_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private PackedFiles() {}

  /** The archive of some files. */
  static byte[] pack(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        ZipEntry entry = new ZipEntry(file.getKey());
        // The same files give the same bytes.
        entry.setTimeLocal(START_OF_TIME);
        zip.putNextEntry(entry);
        zip.write(file.getValue());
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  /**
   * The files of an archive.
   *
   * @throws IllegalArgumentException with one line that says what is wrong with it
   */
  static Map<String, byte[]> unpack(byte[] archive) {
    Map<String, byte[]> files = new TreeMap<>();
    long total = 0;
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (!CheckpointManifest.isName(entry.getName()) || files.size() == MAX_ENTRIES) {
          throw new IllegalArgumentException(NAME + " holds a file it cannot have");
        }
        long room = Math.min(CheckpointManifest.MAX_FILE_BYTES - total, Integer.MAX_VALUE - 16);
        byte[] content = zip.readNBytes((int) room);
        if (zip.read() >= 0) {
          throw new IllegalArgumentException(NAME + " holds more than a checkpoint may");
        }
        total += content.length;
        files.put(entry.getName(), content);
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException(NAME + " cannot be read: " + e.getMessage(), e);
    }
    return files;
  }
}

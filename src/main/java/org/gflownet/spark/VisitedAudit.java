package org.gflownet.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.gflownet.math.Sha256;

/** Reads a local table of visited objects without Spark and counts what is in it. */
public final class VisitedAudit {
  private final MessageDigest digest = Sha256.start();
  private final Set<Long> keys = new HashSet<>();
  private long rows;

  private VisitedAudit() {}

  /**
   * Reads all files of a table in the order of their steps.
   *
   * @throws UncheckedIOException if a file is not whole
   */
  public static VisitedAudit of(Path directory) {
    VisitedAudit audit = new VisitedAudit();
    try (var files = Files.list(directory)) {
      List<Path> parts =
          files.filter(f -> f.getFileName().toString().startsWith("steps-")).sorted().toList();
      for (Path part : parts) {
        audit.add(part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + directory + ": " + e.getMessage(), e);
    }
    return audit;
  }

  private void add(Path file) throws IOException {
    try (ParquetReader<Group> reader = reader(file)) {
      for (Group row = reader.read(); row != null; row = reader.read()) {
        rows++;
        long step = row.getLong("step", 0);
        keys.add(step << Integer.SIZE | row.getInteger("trajectory", 0));
        digest.update(row.toString().getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private static ParquetReader<Group> reader(Path file) throws IOException {
    return new ParquetReader.Builder<Group>(
        HadoopInputFile.fromPath(
            new org.apache.hadoop.fs.Path(file.toUri()), new Configuration())) {
      @Override
      protected GroupReadSupport getReadSupport() {
        return new GroupReadSupport();
      }
    }.build();
  }

  /** Number of rows. */
  public long rows() {
    return rows;
  }

  /** Number of different (step, trajectory) pairs. */
  public long distinct() {
    return keys.size();
  }

  /** SHA-256 of all rows in their order, in hexadecimal; files may be cut anywhere. */
  public String digest() {
    try {
      return Sha256.hex((MessageDigest) digest.clone());
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("SHA-256 of this Java cannot be copied", e);
    }
  }
}

package org.gflownet.run.score;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.gflownet.run.UserException;

/** Formats of tables of molecules, told by the endings of names. */
enum TableFormat {
  SMI,
  DELIMITED,
  PARQUET,
  SDF;

  private static final List<String> GZIP = List.of(".gz", ".gzip");
  private static final List<String> ZSTD = List.of(".zst", ".zstd");

  private List<String> endings() {
    return switch (this) {
      case SMI -> List.of(".smi", ".smiles");
      case DELIMITED -> List.of(".csv", ".tsv", ".tab", ".txt");
      case PARQUET -> List.of(".parquet");
      case SDF -> List.of(".sdf", ".sd");
    };
  }

  /** Whether a name tells one of the formats. */
  static boolean isKnown(String name) {
    return find(name) != null;
  }

  /**
   * The format of a name.
   *
   * @throws UserException if it tells none
   */
  static TableFormat of(String name) {
    TableFormat format = find(name);
    if (format == null) {
      throw new UserException(
          "input "
              + name
              + " must end in .smi, .csv, .tsv, .txt, .parquet or .sdf, which tells its format, and"
              + " in .gz or .zst behind that if it is compressed");
    }
    return format;
  }

  private static TableFormat find(String name) {
    String plain = name.toLowerCase(Locale.ROOT);
    if (isCompressed(name)) {
      plain = plain.substring(0, plain.lastIndexOf('.'));
    }
    for (TableFormat format : values()) {
      boolean isIt = format.endings().stream().anyMatch(plain::endsWith);
      if (isIt && !(format == PARQUET && isCompressed(name))) {
        return format;
      }
    }
    return null;
  }

  /** Whether a file is compressed as a whole, so that it can be read from its beginning only. */
  static boolean isCompressed(String name) {
    return ends(name, GZIP) || ends(name, ZSTD);
  }

  private static boolean ends(String name, List<String> endings) {
    String lower = name.toLowerCase(Locale.ROOT);
    return endings.stream().anyMatch(lower::endsWith);
  }

  /**
   * What is in a file.
   *
   * @param in its bytes, closed with the result
   */
  static InputStream decompressed(String name, InputStream in) throws IOException {
    if (ends(name, GZIP)) {
      return new GZIPInputStream(in, 1 << 16);
    }
    return ends(name, ZSTD) ? new BufferedInputStream(new ZstdInputStream(in), 1 << 16) : in;
  }
}

package org.gflownet.spark;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** File formats of samples by the ending of the file's name. */
public enum SampleFormat {
  /** Columnar, a directory of part files. */
  PARQUET,
  /** Comma-separated with a header line (RFC 4180, lines end with LF). */
  CSV,
  /** One JSON object a line. */
  JSONL,
  /** One SMILES a line. */
  SMI,
  /** Molecules with coordinates in the plane and the other columns as properties. */
  SDF;

  /**
   * The format of a file name.
   *
   * @throws IllegalArgumentException with one line if the ending is none of the known ones
   */
  public static SampleFormat of(String file) {
    for (SampleFormat format : values()) {
      if (file.endsWith(format.ending())) {
        return format;
      }
    }
    String endings =
        Arrays.stream(values()).map(SampleFormat::ending).collect(Collectors.joining(", "));
    throw new IllegalArgumentException("output " + file + " must end in one of " + endings);
  }

  private String ending() {
    return "." + name().toLowerCase(Locale.ROOT);
  }

  /** Whether only tables with a column {@code smiles} can be written in it. */
  public boolean needsMolecules() {
    return this == SMI || this == SDF;
  }
}

package org.gflownet.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Published files that some tests read by path. Where they are missing the test is skipped, unless
 * the environment says that they must be there.
 */
public final class DataSets {
  private DataSets() {}

  /** A file of the data set on sEH. */
  public static Path seh(String name) {
    return required(Path.of(System.getenv("GFLOWNET_DATA"), "seh", name));
  }

  /** Ertl's table of fragments, as Debian's package rdkit-data has it. */
  public static Path fragmentScores() {
    return required(Path.of("/usr/share/RDKit/Contrib/SA_Score/fpscores.pkl.gz"));
  }

  private static Path required(Path file) {
    if (System.getenv("GFLOWNET_REQUIRE_DATA") != null) {
      assertThat(file).exists();
    }
    assumeThat(Files.exists(file)).as("%s is here", file).isTrue();
    return file;
  }
}

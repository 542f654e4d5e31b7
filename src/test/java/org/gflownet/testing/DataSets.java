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
    Path file = Path.of(System.getenv("GFLOWNET_DATA"), "seh", name);
    if (System.getenv("GFLOWNET_REQUIRE_DATA") != null) {
      assertThat(file).exists();
    }
    assumeThat(Files.exists(file)).as("%s is here", file).isTrue();
    return file;
  }
}

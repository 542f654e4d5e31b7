package org.gflownet.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * External programs that some tests start. Where they are missing the test is skipped, unless the
 * environment says that nothing may be.
 */
public final class Programs {
  private Programs() {}

  /** Skips the test unless all programs are on the PATH. */
  public static void require(String... programs) {
    boolean present = Arrays.stream(programs).allMatch(Programs::isOnPath);
    if (System.getenv("CI") != null || System.getenv("GFLOWNET_REQUIRE_DATA") != null) {
      assertThat(present).as("%s on the PATH", String.join(" and ", programs)).isTrue();
    }
    assumeThat(present).isTrue();
  }

  private static boolean isOnPath(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}

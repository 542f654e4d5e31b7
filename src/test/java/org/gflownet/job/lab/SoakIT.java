package org.gflownet.job.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gflownet.testing.Scripts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of the soak: two of its faults, on a shorter run. */
class SoakIT {
  private static final int FAULTS = 2;
  private static final long PATIENCE_MINUTES = 10;
  private static final Pattern LAST =
      Pattern.compile("faults=(\\d+) rows_lost=0 digest=(\\w{64}) undisturbed=(\\w{64})");

  @TempDir private Path directory;

  @Test
  void aWorkerAndAnExecutorThatAreKilledLeaveTheSameBits()
      throws IOException, InterruptedException {
    Scripts.Result result =
        new Scripts(directory, Map.of())
            // The seed's first faults are a worker's end and an executor's.
            .start(
                "soak.sh",
                "--minutes",
                "0.1",
                "--at-least",
                "" + FAULTS,
                "--seed",
                "162",
                "--steps",
                "200",
                "--out",
                "s")
            .await(PATIENCE_MINUTES);
    assertThat(result.exitCode()).as(result.toString()).isZero();
    Matcher last = LAST.matcher(result.lastLine());
    assertThat(last.matches()).as(result.toString()).isTrue();
    assertThat(Integer.parseInt(last.group(1))).isGreaterThanOrEqualTo(FAULTS);
    assertThat(last.group(2)).isEqualTo(last.group(3));
    List<String> ledger = Files.readAllLines(directory.resolve("s/ledger.txt"));
    assertThat(ledger).isEqualTo(result.out().lines().toList());
    assertThat(ProcessHandle.allProcesses().map(p -> p.info().commandLine().orElse("")))
        .noneMatch(command -> command.contains(directory.toString()));
  }
}

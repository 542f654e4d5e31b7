package org.gflownet.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands for a standalone cluster in docs/cluster.md, run as they are written. */
class ClusterPageIT {
  @TempDir private Path directory;

  @Test
  void standaloneCommandsRunAsWritten() throws IOException, InterruptedException {
    String page = Files.readString(Path.of("docs", "cluster.md"));
    String block = page.substring(page.indexOf("```bash\n") + 8);
    block = block.substring(0, block.indexOf("```"));
    assertThat(block.lines().toList()).hasSize(6).allMatch(line -> !line.isBlank());
    for (String name : new String[] {"submit-scripts", "conf"}) {
      Files.createSymbolicLink(directory.resolve(name), Path.of(name).toAbsolutePath());
    }
    // Whatever fails, no daemon stays.
    String script =
        "set -e\ntrap './submit-scripts/cluster.sh stop >/dev/null 2>&1 || true' EXIT\n" + block;
    Path output = directory.resolve("output.txt");
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", script)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("GFLOWNET_CLUSTER_DIR", directory.resolve("cluster").toString());
    int code = builder.start().waitFor();
    String printed = Files.readString(output, StandardCharsets.UTF_8);
    assertThat(code).as(printed).isZero();
    assertThat(printed).contains("parameters_sha256 ").contains("1000 objects in ");
    assertThat(directory.resolve("runs/cluster/report.html")).exists();
  }
}

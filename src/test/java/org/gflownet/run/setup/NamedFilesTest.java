package org.gflownet.run.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gflownet.config.ConfigLoader;
import org.gflownet.config.FileSetting;
import org.gflownet.config.GflownetConfig;
import org.gflownet.run.UserException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NamedFilesTest {
  @TempDir private Path folder;

  private GflownetConfig config(Path file) {
    return ConfigLoader.parse(
        "env { name = molecule, vocabulary = \"" + file + "\" }, reward.name = qed", "text");
  }

  @Test
  void aFileIsTakenOnlyAsItWasWhenItsDigestWasNoted() throws IOException {
    Path file = Files.writeString(folder.resolve("v.csv"), "name,smiles,atoms\na,CC,0;1\n");
    GflownetConfig config = NamedFiles.withDigests(config(file));
    assertThat(config.digests())
        .containsExactlyEntriesOf(java.util.Map.of("env.vocabulary", NamedFiles.sha256(file)));
    assertThat(NamedFiles.find(config, FileSetting.VOCABULARY)).isEqualTo(file);
    assertThat(Problem.of(config).environment().numActions()).isPositive();
    Files.writeString(file, "name,smiles,atoms\na,CC,0\n");
    assertThatThrownBy(() -> Problem.of(config))
        .isInstanceOf(UserException.class)
        .hasMessageMatching(
            "file setting env.vocabulary = \\P{Cntrl}*v.csv: the file has changed: its SHA-256 is"
                + " [0-9a-f]{64}, the configuration expects [0-9a-f]{64}; restore it, or start a"
                + " new run");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> Problem.of(config(folder.resolve("none.json"))))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("env.vocabulary = ")
        .hasMessageContaining("none.json: no readable file of this name on ");
  }
}

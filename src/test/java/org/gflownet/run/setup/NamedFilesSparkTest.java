package org.gflownet.run.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.gflownet.chem.MoleculeReader;
import org.gflownet.config.ConfigLoader;
import org.gflownet.config.GflownetConfig;
import org.gflownet.reward.chem.ElementWorths;
import org.gflownet.reward.chem.ScoredMolecule;
import org.gflownet.reward.chem.ScorerPlugin;
import org.gflownet.run.UserException;
import org.gflownet.testing.ExampleJar;
import org.gflownet.testing.LocalSpark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.collection.JavaConverters;

class NamedFilesSparkTest {
  @TempDir private Path folder;

  /** As on an executor that has no such file at the path. */
  @Test
  void theFileOfAPluginIsTakenAsSparkBroughtIt() throws IOException {
    Path services = Files.createDirectories(folder.resolve("jar/META-INF/services"));
    Files.writeString(
        services.resolve(ScorerPlugin.class.getName()),
        ElementWorths.Plugged.class.getName() + "\n");
    Path table = Files.writeString(folder.resolve("spark-worths.txt"), "6 1.25\n8 3.75\n");
    try (ExampleJar jar = ExampleJar.of(folder.resolve("jar"))) {
      assertThat(jar).isNotNull();
      GflownetConfig config =
          NamedFiles.withDigests(
              ConfigLoader.parse(
                  "env.name = molecule, reward { name = worths, plugin.table = \"" + table + "\" }",
                  "text"));
      String digest = config.digests().get("reward.plugin.table");
      // Later tasks of the shared context look at it again, so it stays as long as that.
      Path brought = Files.createTempDirectory("gflownet-brought-");
      brought.toFile().deleteOnExit();
      Path shipped = brought.resolve(digest.substring(0, 16) + "-spark-worths.txt");
      shipped.toFile().deleteOnExit();
      Files.move(table, shipped);
      LocalSpark.context();
      assertThatThrownBy(() -> MoleculeScorers.of(config))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("reward.plugin.table");
      LocalSpark.context().addFile(shipped.toString());
      assertThat(
              MoleculeScorers.of(config)
                  .score(List.of(ScoredMolecule.of(MoleculeReader.parse("CO"))))
                  .get(0)
                  .value())
          .isEqualTo(2.5);
    }
  }

  @Test
  void aContextHandsAFileOutOnce() throws IOException {
    Path table = Files.writeString(folder.resolve("pick.json"), "{}");
    GflownetConfig one =
        ConfigLoader.parse(
            "env { name = molecule, vocabulary = \"" + table + "\" }, reward.name = qed", "text");
    GflownetConfig other = ConfigLoader.with(one, Map.of("reward.name", "logp"), "text");
    for (GflownetConfig config : List.of(one, other, one)) {
      NamedFiles.handOut(NamedFiles.withDigests(config), LocalSpark.context());
    }
    String digest = NamedFiles.sha256(table);
    assertThat(JavaConverters.seqAsJavaList(LocalSpark.context().sc().listFiles()))
        .filteredOn(file -> file.endsWith(digest.substring(0, 16) + "-pick.json"))
        .hasSize(1);
  }
}

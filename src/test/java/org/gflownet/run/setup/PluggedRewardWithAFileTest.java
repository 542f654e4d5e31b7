package org.gflownet.run.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gflownet.config.ConfigLoader;
import org.gflownet.config.GflownetConfig;
import org.gflownet.job.Main;
import org.gflownet.plugin.Plugin;
import org.gflownet.plugin.PluginContract;
import org.gflownet.reward.chem.ElementWorths;
import org.gflownet.reward.chem.ScorerPlugin;
import org.gflownet.testing.ExampleJar;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reward in a jar of its own that needs a file. */
class PluggedRewardWithAFileTest extends RewardWithAFile {
  @TempDir private Path jar;
  private ExampleJar services;

  @BeforeEach
  void putThePluginOnTheClassPath() throws IOException {
    Path folder = Files.createDirectories(jar.resolve("META-INF/services"));
    Files.writeString(
        folder.resolve(ScorerPlugin.class.getName()), ElementWorths.Plugged.class.getName() + "\n");
    services = ExampleJar.of(jar);
  }

  @AfterEach
  void takeItAway() {
    services.close();
  }

  @Override
  String section() {
    return "reward.plugin";
  }

  @Override
  int run(String... arguments) {
    return Main.run(arguments);
  }

  @Test
  void saysWhatSuitsIt() {
    GflownetConfig config =
        ConfigLoader.parse("env.name = molecule, reward { name = worths, plugin.table = t }", "x");
    assertThat(config.reward().thresholds()).containsExactly(1.5);
    assertThat(config.reward().chunkRows()).isEqualTo(7);
    assertThat(config.fileKeys()).contains("env.vocabulary", "reward.plugin.table");
    assertThat(config.files().values()).containsExactly("t");
    assertThat(ConfigLoader.parse("", "x").fileKeys()).doesNotContain("reward.plugin.table");
  }

  @Nested
  class Contract extends PluginContract {
    @Override
    protected Class<? extends Plugin> kind() {
      return ScorerPlugin.class;
    }

    @Override
    protected Plugin plugin() {
      return new ElementWorths.Plugged();
    }
  }
}

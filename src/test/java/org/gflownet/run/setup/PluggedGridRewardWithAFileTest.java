package org.gflownet.run.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.gflownet.env.Environment;
import org.gflownet.env.hypergrid.GridState;
import org.gflownet.job.Main;
import org.gflownet.math.LogSpace;
import org.gflownet.plugin.PluginSettings;
import org.gflownet.plugin.Setting;
import org.gflownet.reward.LogReward;
import org.gflownet.reward.RewardPlugin;
import org.gflownet.testing.ExampleJar;
import org.gflownet.testing.Terminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reward of grids in a jar of its own that needs a file. */
class PluggedGridRewardWithAFileTest {
  @TempDir private Path directory;

  /** The same reward for each cell, as the file has it. */
  public static final class Flat implements RewardPlugin<GridState> {
    @Override
    public String name() {
      return "flat";
    }

    @Override
    public Map<String, Object> defaults() {
      return Map.of("level", new Setting.FileName("set reward.plugin.level to a file of a number"));
    }

    @Override
    public Class<GridState> stateType() {
      return GridState.class;
    }

    @Override
    public LogReward<GridState> reward(
        PluginSettings settings, Environment<GridState> environment) {
      try {
        return new Level(Double.parseDouble(Files.readString(settings.file("level")).strip()));
      } catch (IOException | NumberFormatException e) {
        throw new IllegalArgumentException("level: no number in it", e);
      }
    }
  }

  private record Level(double reward) implements LogReward<GridState> {
    @Override
    public void logRewards(List<? extends GridState> states, double[] out) {
      for (int i = 0; i < states.size(); i++) {
        out[i] = lowerBound();
      }
    }

    @Override
    public double lowerBound() {
      return LogSpace.log(reward);
    }
  }

  private Terminal.Result train(String... settings) throws IOException {
    Path conf =
        Files.writeString(
            directory.resolve("grid.conf"),
            """
            env { ndim = 2, height = 4 }
            reward.name = flat
            model.hidden = [8]
            train { objective = tb, steps = 4, batch = 4, slices = 2 }
            cluster.master = "in-process[1]"
            progress.mode = none
            """
                + String.join("\n", settings));
    return Terminal.of(
        () -> Main.run("train", conf.toString(), "--out", directory.resolve("run").toString()));
  }

  @Test
  void trainsWithItAndAsksForIt() throws IOException {
    Path services = Files.createDirectories(directory.resolve("jar/META-INF/services"));
    Files.writeString(services.resolve(RewardPlugin.class.getName()), Flat.class.getName() + "\n");
    Path level = Files.writeString(directory.resolve("level.txt"), "2.5\n");
    try (ExampleJar jar = ExampleJar.of(directory.resolve("jar"))) {
      assertThat(jar).isNotNull();
      Terminal.Result without = train();
      assertThat(without.exitCode()).as(without.toString()).isEqualTo(2);
      assertThat(without.err().strip())
          .contains("reward.name = \"flat\": set reward.plugin.level to a file of a number")
          .doesNotContain("\n");
      Terminal.Result trained = train("reward.plugin.level = \"" + level + "\"");
      assertThat(trained.exitCode()).as(trained.toString()).isZero();
      assertThat(Files.readString(directory.resolve("run/config.resolved.conf")))
          .contains("\"reward.plugin.level\"=", NamedFiles.sha256(level));
      Files.writeString(level, "much\n");
      Terminal.Result wrong = train("reward.plugin.level = \"" + level + "\"", "seed = 2");
      assertThat(wrong.exitCode()).isEqualTo(2);
    }
  }
}

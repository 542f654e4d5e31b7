package org.gflownet.run.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gflownet.job.Main;
import org.gflownet.reward.chem.ElementWorths;
import org.gflownet.reward.chem.OwnScorer;
import org.gflownet.testing.ProgramCopy;
import org.gflownet.testing.Terminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A reward that needs a file, added to the program: a class, a line in {@code META-INF/services}
 * and a section in {@code reference.conf}, nothing else.
 */
class OwnRewardWithAFileTest extends RewardWithAFile {
  private static final String SECTION =
      """
        # Worths of elements.
        worths {
          # File with lines of atomic number and worth; null for none.
          table = null

          # Factor of the mean. More than 0, up to 10.
          factor = 1.0
        }

        # A network fitted to measured values.
        proxy {
      """;

  @TempDir private Path resources;
  private ProgramCopy program;

  @BeforeEach
  void addTheReward() throws IOException {
    Path services = Files.createDirectories(resources.resolve("META-INF/services"));
    Files.writeString(
        services.resolve(OwnScorer.class.getName()), ElementWorths.Own.class.getName() + "\n");
    String reference;
    try (InputStream in = Main.class.getResourceAsStream("/reference.conf")) {
      reference = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    String extended =
        reference.replace("  # A network fitted to measured values.\n  proxy {\n", SECTION);
    assertThat(extended).isNotEqualTo(reference);
    Files.writeString(resources.resolve("reference.conf"), extended);
    program = new ProgramCopy(resources, List.of(Main.class, ElementWorths.class));
  }

  @AfterEach
  void closeTheProgram() {
    program.close();
  }

  @Override
  String section() {
    return "reward.worths";
  }

  @Override
  int run(String... arguments) {
    return program.run(arguments);
  }

  @Test
  void isListedAndItsBoundsAreChecked() {
    Terminal.Result help = Terminal.of(() -> program.run("score", "--help"));
    assertThat(help.out()).containsPattern("(?s)--reward=NAME[^-]*\\bworths\\b");
    Terminal.Result wrong =
        Terminal.of(() -> run("train", "conf/quickstart.conf", "--set", section() + ".factor=11"));
    assertThat(wrong.err()).contains("reward.worths.factor = 11: use a number > 0 and <= 10");
  }
}

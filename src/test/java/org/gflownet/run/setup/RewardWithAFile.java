package org.gflownet.run.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gflownet.testing.Terminal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a reward that is one class and one line in {@code META-INF/services} can do with a file,
 * whether it comes along or is in a jar: what the sEH proxy can do with its weights.
 */
abstract class RewardWithAFile {
  private static final String WORTHS = "6 1.0\n8 3.0\n7 2.0\n";

  @TempDir private Path directory;
  private Path table;

  /** The section of the reward's settings: {@code reward.plugin}. */
  abstract String section();

  /** Runs a command of a program that has the reward. */
  abstract int run(String... arguments);

  @BeforeEach
  void writeTheTable() throws IOException {
    table = Files.writeString(directory.resolve("worths.txt"), WORTHS);
    Files.writeString(
        directory.resolve("vocabulary.csv"),
        "name,smiles,atoms\nmethyl,C,0\nring,C1CC1,0;1\noxygen,O,0;0\n");
    Files.writeString(
        directory.resolve("m.conf"),
        """
        env { name = molecule, min-blocks = 1, max-blocks = 4, vocabulary = "%s" }
        reward.name = worths
        model { width = 8, rounds = 1 }
        train { objective = tb, steps = 8, batch = 4, slices = 2 }
        eval { every = 4, samples = 20 }
        checkpoint.every = 4
        cluster.master = "in-process[1]"
        progress.mode = none
        """
            .formatted(directory.resolve("vocabulary.csv")));
  }

  private Terminal.Result train(String... settings) {
    List<String> arguments = new ArrayList<>(List.of("train", directory.resolve("m.conf") + ""));
    arguments.addAll(List.of("--out", directory.resolve("run").toString()));
    for (String setting : settings) {
      arguments.addAll(setting.startsWith("--") ? List.of(setting) : List.of("--set", setting));
    }
    return Terminal.of(() -> run(arguments.toArray(String[]::new)));
  }

  private String setting(Path file) {
    return section() + ".table=" + file;
  }

  /** As the resolved configuration has it; digests with a digit in front are quoted there. */
  private String digest(Path file) {
    String digest = NamedFiles.sha256(file);
    String quote = Character.isDigit(digest.charAt(0)) ? "\"" : "";
    return "\"" + section() + ".table\"=" + quote + digest + quote + "\n";
  }

  private static void assertRefused(Terminal.Result result, String... parts) {
    assertThat(result.exitCode()).as(result.toString()).isEqualTo(2);
    assertThat(result.err().strip()).contains(parts).doesNotContain("\n");
  }

  private static void assertRan(Terminal.Result result) {
    assertThat(result.exitCode()).as(result.toString()).isZero();
  }

  @Test
  void trainsAndNotesTheDigest() throws IOException {
    assertRan(train(setting(table), section() + ".factor=1.5"));
    assertThat(Files.readString(directory.resolve("run/config.resolved.conf")))
        .contains(
            digest(table),
            "table=\"" + table + "\"",
            "factor=1.5",
            "min=0.125",
            "max=64",
            "norm=2");
  }

  @Test
  void scoresTables() throws IOException {
    Path in = Files.writeString(directory.resolve("in.smi"), "CO methanol\nCCN ethylamine\n");
    Path out = directory.resolve("out.csv");
    String[] arguments = {
      "score",
      "--reward",
      "worths",
      "--set",
      setting(table),
      "--master",
      "in-process[1]",
      in.toString(),
      out.toString()
    };
    assertRan(Terminal.of(() -> run(arguments)));
    assertThat(Files.readString(out)).contains(",1.0,2.0,", String.valueOf(4.0 / 3));
  }

  @Test
  void withoutTheFileItIsOneLine() {
    String advice = "set " + section() + ".table to lines of atomic number and worth";
    assertRefused(train(), "reward.name = \"worths\": " + advice);
    assertRefused(
        train("reward.name=product", "reward.parts=[{ name = qed }, { name = worths }]"),
        "reward.parts = [",
        advice);
    assertRefused(train(section() + ".table=[a]"), section() + ".table = [", "use a file name");
    Path none = directory.resolve("none.txt");
    assertRefused(
        train(setting(none)),
        "file setting " + section() + ".table = " + none + ": no readable file of this name on ");
    assertThat(directory.resolve("run")).doesNotExist();
  }

  @Test
  void aFileThatIsNoTableIsOneLine() throws IOException {
    Files.writeString(table, "carbon\n");
    assertRefused(train(setting(table)), section() + ": " + table + " is no table of worths");
  }

  @Test
  void aPartHasItsFileToo() throws IOException {
    assertRan(
        train(
            "reward.name=product",
            "reward.parts=[{ name = qed }, { name = worths, one = 3 }]",
            setting(table)));
    assertThat(Files.readString(directory.resolve("run/config.resolved.conf")))
        .contains(digest(table));
  }

  @Test
  void aMovedFileIsTakenAndAChangedOneIsNot() throws IOException {
    assertRan(train(setting(table)));
    Path moved = Files.move(table, directory.resolve("moved.txt"));
    assertRan(train(setting(moved), "train.steps=12", "--resume"));
    Files.writeString(moved, WORTHS + "16 4.0\n");
    assertRefused(
        train(setting(moved), "train.steps=16", "--resume"),
        "cannot resume",
        "digests",
        section() + ".table");
  }
}

package org.gflownet.run.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.gflownet.config.ConfigLoader;
import org.gflownet.config.GflownetConfig;
import org.gflownet.env.Environment;
import org.gflownet.env.molecule.FragmentState;
import org.gflownet.env.molecule.Vocabularies;
import org.gflownet.job.Main;
import org.gflownet.math.RandomStream;
import org.gflownet.run.UserException;
import org.gflownet.run.setup.Problem;
import org.gflownet.run.setup.ReplayFile;
import org.gflownet.trajectory.ActionPaths;
import org.gflownet.trajectory.BackwardSampler;
import org.gflownet.trajectory.Trajectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Training on backward trajectories from a file of good molecules. */
class ReplayMoleculesSparkTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Of the entries ring, ring-2, link, link-2, end and para; all can be built in several orders.
   */
  private static final String GOOD = "actions\n0:5;0:2;0:4\n0:0;2:2;0:4;0:3\n0:2;1:0\n";

  @TempDir private Path directory;

  private String settings(String molecules, String more) throws IOException {
    Path file = Files.writeString(directory.resolve("good.csv"), molecules);
    Path vocabulary = Files.writeString(directory.resolve("vocabulary.csv"), Vocabularies.SMALL);
    return """
    seed = 2
    env { name = molecule, min-blocks = 2, max-blocks = 4 }
    reward { name = qed, exponent = 4 }
    model { width = 12, rounds = 1, engine = vector }
    train { objective = tb, steps = 8, batch = 9, slices = 3, lr = 0.01 }
    replay { kind = file, paths = backward, share = 0.5 }
    eval { every = 1000, samples = 4 }
    checkpoint.every = 1000
    visited.enabled = false
    progress.mode = none
    report.write = false
    cluster.master = "in-process[1]"
    """
        + "env.vocabulary = \""
        + vocabulary
        + "\"\nreplay.file = \""
        + file
        + "\"\n"
        + more
        + "\n";
  }

  private GflownetConfig config(String molecules, String more) throws IOException {
    return ConfigLoader.parse(settings(molecules, more), "the test");
  }

  @Test
  void moleculesAreBuiltAsTheFileSays() throws IOException {
    GflownetConfig config = config(GOOD, "");
    Environment<FragmentState> environment = Problem.molecule(config).environment();
    ActionPaths paths = ReplayFile.paths(config);
    assertThat(paths.size()).isEqualTo(3);
    // Stem 0 and entry 5 of 6: action 1 + 5; then 1 + 2 and 1 + 4.
    assertThat(paths.path(0).actions()).containsExactly(6, 3, 5);
    assertThat(paths.path(1).actions()).containsExactly(1, 15, 5, 4);
    for (int i = 0; i < paths.size(); i++) {
      Trajectory<FragmentState> path = paths.trajectory(environment, i, i);
      FragmentState molecule = path.terminatingState();
      assertThat(paths.hash(i)).isEqualTo(molecule.hashCode());
      assertThat(paths.logReward(i))
          .isEqualTo(Problem.molecule(config).reward().logReward(molecule));
      // Four blocks are the most.
      assertThat(path.stopped()).isEqualTo(i != 1);
    }
  }

  @Test
  void freshPathsEndInTheMoleculesOfTheFile() throws IOException {
    GflownetConfig config = config(GOOD, "");
    Environment<FragmentState> environment = Problem.molecule(config).environment();
    ActionPaths paths = ReplayFile.paths(config);
    BackwardSampler<FragmentState> backward = new BackwardSampler<>(environment);
    for (int i = 0; i < paths.size(); i++) {
      FragmentState molecule = paths.trajectory(environment, i, i).terminatingState();
      Set<List<FragmentState>> ways = new HashSet<>();
      for (int draw = 0; draw < 40; draw++) {
        RandomStream random = new RandomStream(7, i, draw);
        Trajectory<FragmentState> fresh = backward.sampleUniform(molecule, 0, random, draw);
        assertThat(ActionPaths.of(List.of(fresh)).trajectory(environment, 0, 0).states())
            .isEqualTo(fresh.states())
            .endsWith(molecule);
        ways.add(fresh.states());
      }
      assertThat(ways).hasSizeGreaterThan(1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "smiles\\nCO\\n|its header has no column actions",
        "actions\\n|it has no molecules; add a line for each, or remove the setting",
        "actions\\n0:5;0:2\\n\\n0:5;9:1\\n|line 4: actions: step 2: there is no stem 9; use 0 to 2",
        "actions\\n1:5;0:2\\n|line 2: actions: step 1: there is no stem 1; use 0 to 0",
        "actions\\n0:5;0:6\\n|line 2: actions: step 2: the vocabulary has no entry 6; use 0 to 5",
        "actions\\n0:5;0-2\\n|line 2: actions: step 2 is not stem:entry",
        "actions\\n0:5;\\n|line 2: actions: step 2 is not stem:entry",
        "actions\\n0:5;0:12345678901\\n|line 2: actions: step 2 is not stem:entry",
        "actions,x\\n,1\\n|line 2: there are no actions",
        "actions\\n0:5\\n|line 2: actions: they end with 1 blocks, fewer than a molecule must have",
        "actions\\n0:5;0:2;0:2;0:2;0:2\\n|line 2: actions: step 5 comes behind the end",
        "actions\\n0:4;0:4;0:4\\n|line 2: actions: step 3 comes behind the end",
        "actions,smiles\\n"
            + "0:4;0:4,FF\\n"
            + "0:4;0:4,FO\\n"
            + "|line 3: its actions build 'FF', not its smiles 'FO'",
        "actions,smiles\\n0:4;0:4,F(\\n|line 2: its actions build 'FF', not its smiles 'F('",
        "actions\\n0:5,0:2\\n|line 2: the row has 2 fields, the header 1",
      })
  void whatIsNoTableOfMoleculesIsToldInOneLine(String molecules, String problem)
      throws IOException {
    GflownetConfig config = config(molecules.replace("\\n", "\n"), "");
    assertThatThrownBy(() -> ReplayFile.paths(config))
        .isInstanceOf(UserException.class)
        .hasMessageMatching("file setting replay.file = \\P{Cntrl}+")
        .hasMessageContaining("good.csv: " + problem);
  }

  @Test
  void smilesMayBeWrittenInAnotherWay() throws IOException {
    assertThat(ReplayFile.paths(config("smiles,actions\n[F][F],0:4;0:4\n", "")).size())
        .isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "objective.backward-policy = learned",
        "replay { kind = diverse-prioritised, paths = stored, similarity = 0.9 }",
        "env.identity = none, replay.paths = stored"
      })
  void trainingOnSparkHasTheBitsOfThatWithoutIt(String more) throws IOException {
    GflownetConfig config = config(GOOD, more);
    ReplayTraining.assertSparkHasTheBitsOfThatWithoutIt(config, "replay-molecules" + more, 8);
  }

  private int train(String name, String more, String... args) throws IOException {
    Path conf = Files.writeString(directory.resolve("a.conf"), settings(GOOD, more));
    List<String> all =
        new java.util.ArrayList<>(
            List.of("train", conf.toString(), "--out", directory.resolve(name).toString()));
    all.addAll(List.of(args));
    return Main.run(all.toArray(String[]::new));
  }

  private String digest(String run) throws IOException {
    return JSON.readTree(directory.resolve(run).resolve("provenance.json").toFile())
        .path("parameters_sha256")
        .asText();
  }

  @Test
  void aResumedRunDrawsTheSame() throws IOException {
    String kind = "replay { kind = diverse-prioritised, capacity = 6 }";
    assertThat(train("whole", kind, "--master", "in-process[2]")).isZero();
    assertThat(train("halves", kind, "--set", "train.steps=5")).isZero();
    assertThat(train("halves", kind, "--resume")).isZero();
    assertThat(digest("halves")).isEqualTo(digest("whole")).matches("[0-9a-f]{64}");
    assertThat(train("without", "replay { kind = none, file = null }")).isZero();
    assertThat(digest("without")).isNotEqualTo(digest("whole"));
  }
}

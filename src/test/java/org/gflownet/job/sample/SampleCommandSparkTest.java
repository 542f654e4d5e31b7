package org.gflownet.job.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.gflownet.config.ConfigLoader;
import org.gflownet.config.GflownetConfig;
import org.gflownet.env.Environment;
import org.gflownet.env.molecule.BuildSteps;
import org.gflownet.env.molecule.FragmentState;
import org.gflownet.job.Main;
import org.gflownet.run.ExitCode;
import org.gflownet.run.setup.Problem;
import org.gflownet.run.setup.ReplayFile;
import org.gflownet.testing.LocalSpark;
import org.gflownet.testing.Terminal;
import org.gflownet.trajectory.ActionPaths;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sample} as it is called, on the tests' Spark: what it writes and says. */
class SampleCommandSparkTest {
  private static final String COMMON =
      """
      seed = 3
      progress.mode = none
      report.write = false
      visited.enabled = false
      cluster.master = "in-process[1]"
      """;

  @TempDir private Path directory;

  private static String molecules(int maxBlocks) {
    return COMMON
        + "env { name = molecule, min-blocks = 1, max-blocks = "
        + maxBlocks
        + " }\n"
        + """
        reward.name = qed
        model { width = 8, rounds = 1 }
        train { objective = tb, steps = 2, batch = 4, slices = 1 }
        eval { every = 2, samples = 2 }
        """;
  }

  private Path trained(String settings) throws IOException {
    Path conf = Files.writeString(directory.resolve("run.conf"), settings);
    Path run = directory.resolve("run");
    assertThat(Main.run("train", conf.toString(), "--out", run.toString())).isZero();
    return run;
  }

  private static SampleCommand parsed(Path run, Path output, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("sample", run.toString(), "--output", output.toString()));
    arguments.addAll(List.of(more));
    return (SampleCommand)
        Main.commandLine()
            .parseArgs(arguments.toArray(String[]::new))
            .subcommand()
            .commandSpec()
            .userObject();
  }

  private Terminal.Result sample(Path run, String name, String... more) {
    SampleCommand command = parsed(run, directory.resolve(name), more);
    Terminal.Result result =
        Terminal.of(() -> command.sample(LocalSpark.context(), command.plan()));
    assertThat(result.exitCode()).as(result.err()).isZero();
    return result;
  }

  @Test
  void aMoleculeThatIsSeveralStatesIsSampledWithItsRewardNotItsShare() throws IOException {
    Path run = trained(molecules(2) + "env { max-states = 100000, count = molecule }\n");
    sample(run, "shared.csv", "--num", "40");
    List<String> raw = column("shared.csv", "raw");
    List<String> logRewards = column("shared.csv", "log_reward");
    assertThat(raw).hasSize(40);
    for (int i = 0; i < 40; i++) {
      // The reward is qed itself.
      assertThat(Double.parseDouble(logRewards.get(i)))
          .isCloseTo(Math.log(Double.parseDouble(raw.get(i))), within(1e-9));
    }
  }

  /** Values of a column of a table of which no value has a comma. */
  private List<String> column(String name, String column) throws IOException {
    List<String> lines = Files.readAllLines(directory.resolve(name));
    int at = Arrays.asList(lines.get(0).split(",")).indexOf(column);
    assertThat(at).isNotNegative();
    return lines.stream().skip(1).map(line -> line.split(",", -1)[at]).toList();
  }

  @Test
  void distinctMoleculesAreTheFirstOfThoseDrawn() throws IOException {
    Path run = trained(molecules(2));
    Terminal.Result result = sample(run, "distinct.csv", "--num", "60", "--distinct");
    assertThat(result.out()).contains("60 distinct objects in ");
    assertThat(result.err()).isEmpty();
    sample(run, "all.csv", "--num", "400");
    List<String> drawn = column("all.csv", "smiles");
    assertThat(drawn.subList(0, 60)).doesNotHaveDuplicates();
    List<String> first = drawn.stream().distinct().limit(60).toList();
    assertThat(column("distinct.csv", "smiles")).hasSize(60).isEqualTo(first);
  }

  @Test
  void whereThereAreFewerMoleculesTheTriesEndWithWhatThereIs() throws IOException {
    Path run = trained(molecules(1));
    Terminal.Result result =
        sample(run, "few.csv", "--num", "500", "--distinct", "--max-tries", "2000");
    List<String> smiles = column("few.csv", "smiles");
    long numFragments =
        Problem.vocabulary(ConfigLoader.parse(molecules(1), "the test")).numFragments();
    assertThat(smiles).doesNotHaveDuplicates().hasSizeBetween(60, (int) numFragments);
    assertThat(result.out()).contains(smiles.size() + " distinct objects in ");
    assertThat(result.err())
        .isEqualTo(
            String.format(
                "gflownet: 2000 draws gave %d distinct objects, not 500; raise --max-tries for"
                    + " more%n",
                smiles.size()));
  }

  @Test
  void actionsBuildTheMoleculesAgainAndAreAReplayFile() throws IOException {
    String settings = molecules(4);
    Path run = trained(settings);
    sample(run, "good.csv", "--num", "40", "--actions");
    sample(run, "plain.csv", "--num", "40");
    List<String> lines = Files.readAllLines(directory.resolve("good.csv"));
    assertThat(lines.get(0)).isEqualTo("smiles,log_reward,raw,log_pf,blocks,error,actions");
    assertThat(lines.stream().map(line -> line.replaceAll(",[^,]*$", "")))
        .containsExactlyElementsOf(Files.readAllLines(directory.resolve("plain.csv")));
    GflownetConfig config =
        ConfigLoader.parse(
            settings + "replay { kind = file, file = \"" + directory.resolve("good.csv") + "\" }\n",
            "the test");
    ActionPaths paths = ReplayFile.paths(config);
    assertThat(paths.size()).isEqualTo(40);
    List<String> smiles = column("good.csv", "smiles");
    List<String> logRewards = column("good.csv", "log_reward");
    Environment<FragmentState> environment = Problem.molecule(config).environment();
    BuildSteps steps = new BuildSteps(Problem.vocabulary(config));
    Object[] row = new Object[4];
    for (int i = 0; i < 40; i++) {
      var trajectory = paths.trajectory(environment, i, i);
      Problem.molecule(config).columns().write(trajectory.terminatingState(), row);
      assertThat(row[0]).isEqualTo(smiles.get(i));
      assertThat(paths.logReward(i)).isEqualTo(Double.parseDouble(logRewards.get(i)));
      assertThat(lines.get(i + 1)).endsWith("," + steps.text(trajectory.actions()));
    }
    // So that a test of one kind of path only would not go unnoticed.
    assertThat(column("good.csv", "blocks").stream().distinct()).hasSizeGreaterThan(2);
  }

  @Test
  void cellsHaveNoSuchActions() throws IOException {
    Path run = trained(COMMON + "env { ndim = 2, height = 4 }\ntrain { steps = 1, slices = 1 }\n");
    Path output = directory.resolve("cells.csv");
    Terminal.Result result =
        Terminal.of(
            () ->
                Main.run(
                    "sample",
                    run.toString(),
                    "--num",
                    "5",
                    "--actions",
                    "--output",
                    output.toString()));
    assertThat(result.exitCode()).isEqualTo(ExitCode.USER);
    assertThat(result.err()).contains("--actions is for molecules").hasLineCount(1);
    assertThat(output).doesNotExist();
  }

  @Test
  void samplesFollowBeta() throws IOException {
    Path run =
        trained(
            COMMON
                + """
                env { ndim = 2, height = 8 }
                model { hidden = [64, 64], engine = vector }
                train { objective = tb, steps = 1500, batch = 32, slices = 1, lr = 0.005 }
                train.lr-schedule { name = cosine, end = 0.0001 }
                condition { min = 0.25, max = 4 }
                eval.every = 1500
                """);
    double last = 0;
    for (double beta : new double[] {0.25, 1, 4}) {
      String name = "beta-" + beta + ".csv";
      sample(run, name, "--num", "4000", "--beta", Double.toString(beta));
      Stream<String> exponents = column(name, "beta").stream().distinct();
      assertThat(exponents).containsExactly(Double.toString(beta));
      double mean =
          column(name, "log_reward").stream()
              .mapToDouble(text -> Math.exp(Double.parseDouble(text) / beta))
              .average()
              .orElseThrow();
      // About .5, 1.4 and 2.6; the standard error of 4,000 samples is below .02.
      assertThat(mean).as("beta " + beta).isCloseTo(expected(beta), within(0.2));
      assertThat(mean).isGreaterThan(last + 0.4);
      last = mean;
    }
  }

  /** Mean of R in proportion to R^beta over the 8 x 8 cells. */
  private static double expected(double beta) {
    Problem<?> problem = Problem.of(ConfigLoader.parse("env { ndim = 2, height = 8 }", "the test"));
    return expected(problem, beta);
  }

  private static <S> double expected(Problem<S> problem, double beta) {
    double weights = 0;
    double sum = 0;
    for (long i = 0; i < problem.numIndices().orElseThrow(); i++) {
      S cell = problem.enumerable().orElseThrow().stateAt(i).orElseThrow();
      double logReward = problem.reward().logReward(cell);
      weights += Math.exp(beta * logReward);
      sum += Math.exp((beta + 1) * logReward);
    }
    return sum / weights;
  }
}

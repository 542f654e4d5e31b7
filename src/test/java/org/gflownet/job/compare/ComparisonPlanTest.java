package org.gflownet.job.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gflownet.config.Comparison;
import org.gflownet.config.ScheduleConfig;
import org.gflownet.config.TrainConfig;
import org.gflownet.job.common.GridOption;
import org.gflownet.run.UserException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which runs a comparison consists of. */
class ComparisonPlanTest {
  @TempDir private Path directory;

  private List<PlannedRun> plan(String text, String... grid) throws IOException {
    Path file = directory.resolve("c.conf");
    Files.writeString(file, text);
    return ComparisonPlan.of(Comparison.load(file, List.of()), GridOption.cells(List.of(grid)));
  }

  @Test
  void crossesEverySettingWithEveryOther() throws IOException {
    List<PlannedRun> runs =
        plan(
            "compare { seeds = [4, 5], r0 = [0.1, 0.01] }",
            "train.lr=1e-4,1e-3",
            "model.hidden=[8,8],[16]");
    assertThat(runs).hasSize(2 * 2 * 2 * 2);
    assertThat(runs.stream().map(PlannedRun::name)).doesNotHaveDuplicates();
    List<String> combinations = new ArrayList<>();
    for (PlannedRun run : runs) {
      assertThat(run.config().seed()).isEqualTo(run.design().seed());
      assertThat(run.config().env().r0()).hasValue(run.design().r0());
      combinations.add(
          run.config().train().lr()
              + " "
              + run.config().model().hidden()
              + " "
              + run.design().r0()
              + " "
              + run.design().seed());
    }
    assertThat(combinations)
        .doesNotHaveDuplicates()
        .startsWith("1.0E-4 [8, 8] 0.1 4", "1.0E-4 [8, 8] 0.1 5", "1.0E-4 [8, 8] 0.01 4");
    assertThat(runs.get(0).label()).endsWith(", train.lr = 1e-4, model.hidden = [8,8]");
  }

  @Test
  void aBudgetEndsRunsWhateverTheirStepsCost() throws IOException {
    List<PlannedRun> runs =
        plan(
            """
            env { ndim = 2, height = 8 }
            train.batch = 16
            compare {
              budgets.full { visited = 1001, reward-calls = 900, seconds = 7 }
              reports = 3
              methods {
                g {}
                p { method { name = ppo, ppo.trajectories = 100 } }
                m { method { name = mcmc, mcmc { chains = 8, moves = 16 } } }
                a { method { name = mars, mars { chains = 5, moves = 3 } } }
              }
            }
            """);
    assertThat(runs)
        .hasSize(4)
        .allSatisfy(
            run -> {
              TrainConfig train = run.config().train();
              assertThat(train.steps()).isEqualTo(ScheduleConfig.MAX_STEPS);
              assertThat(train.budget().visited()).hasValue(1001);
              assertThat(train.budget().rewardCalls()).hasValue(900);
              assertThat(train.budget().seconds()).hasValue(7);
              assertThat(run.config().eval().reports()).hasValue(3);
              assertThat(run.config().checkpoint().saves()).hasValue(10);
              assertThat(run.config().cluster().master()).isEqualTo("in-process[1]");
            });
    assertThat(plan("train.steps = 12, compare.budgets.full.seconds = 7").get(0).config().train())
        .satisfies(train -> assertThat(train.steps()).isEqualTo(12));
  }

  @Test
  void whatCannotRunDoesNotStopThePlan() throws IOException {
    List<PlannedRun> runs = plan("compare.methods { a {}, b { train.lr = -1 } }");
    assertThat(runs.get(0).problem()).isNull();
    assertThat(runs.get(1).problem()).contains("c.conf:1: train.lr = -1");
    assertThatThrownBy(() -> plan("compare.methods { b { train.lr = -1 } }"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("train.lr = -1");
  }

  @Test
  void namesOfFoldersAreDistinctAndPlain() throws IOException {
    List<PlannedRun> runs = plan("", "model.hidden=[8,8],[8 8],\"[8\"");
    assertThat(runs.stream().map(PlannedRun::name))
        .allSatisfy(name -> assertThat(name).matches("[A-Za-z0-9._+~-]+"))
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"train.lr", "=1", "train.lr=", "train.lr=1,,2", "train.lr=1,1", "seed=1,2"})
  void badGridsGiveOneLine(String axis) {
    assertThatThrownBy(() -> GridOption.cells(List.of(axis)))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("--grid " + axis + ": ");
  }

  @Test
  void aKeyIsCrossedOnce() {
    assertThatThrownBy(() -> GridOption.cells(List.of("a=1,2", "a=3")))
        .isInstanceOf(UserException.class);
    assertThat(GridOption.cells(List.of())).containsExactly(Map.of());
  }

  static List<Path> comparisons() throws IOException {
    List<Path> found = new ArrayList<>();
    for (String folder : List.of("conf/paper", "conf/lab")) {
      try (Stream<Path> files = Files.list(Path.of(folder))) {
        files.filter(f -> f.toString().endsWith(".conf")).sorted().forEach(found::add);
      }
    }
    return found;
  }

  @ParameterizedTest
  @MethodSource("comparisons")
  void shippedFilesAreSoundAndSayHowToRunThem(Path file) throws IOException {
    Path weights = directory.resolve("weights");
    Files.writeString(weights, "not read here");
    Comparison comparison =
        Comparison.load(file, List.of("reward.seh.weights=\"" + weights + "\""));
    assertThat(comparison.methods()).hasSizeGreaterThan(2);
    for (String method : comparison.methods()) {
      var config = comparison.run(method, 0, null, Map.of());
      assertThat(config.train().steps()).isPositive();
    }
    List<String> head =
        Files.readAllLines(file).stream().takeWhile(l -> l.startsWith("#")).toList();
    assertThat(String.join("\n", head))
        .contains("./submit-scripts/compare.sh " + file, "xpected time");
  }

  @Test
  void thePapersGridHasThreeSeedsThreeFloorsAndFiveMethods() {
    List<PlannedRun> runs =
        ComparisonPlan.of(
            Comparison.load(Path.of("conf/paper/grid-8x4.conf"), List.of("compare.budget=small")),
            GridOption.cells(List.of()));
    assertThat(runs).hasSize(45).allSatisfy(run -> assertThat(run.problem()).isNull());
    assertThat(runs)
        .allSatisfy(
            run ->
                assertThat(run.config().env().termination())
                    .isEqualTo(org.gflownet.env.hypergrid.TerminationRule.FORCED));
  }
}

package org.gflownet.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files for comparisons. */
class ComparisonTest {
  @TempDir private Path directory;

  private Comparison load(String text, String... overrides) throws IOException {
    Path file = directory.resolve("c.conf");
    Files.writeString(file, text);
    return Comparison.load(file, List.of(overrides));
  }

  @Test
  void methodsKeepTheOrderOfTheFile() throws IOException {
    Comparison comparison =
        load("compare.methods {\n zz {}\n aa { train.lr = 0.5 }\n mm { train { lr = 0.25 } }\n}");
    assertThat(comparison.methods()).containsExactly("zz", "aa", "mm");
    assertThat(comparison.run("aa", null, null, Map.of()).train().lr()).isEqualTo(0.5);
    assertThat(comparison.run("mm", null, null, Map.of()).train().lr()).isEqualTo(0.25);
  }

  @Test
  void theStrongerSettingWins() throws IOException {
    String text = "train.lr = 0.1\ntrain.batch = 8\ncompare.methods { a { train.lr = 0.2 } }";
    Map<String, String> cell = Map.of("train.lr", "0.3");
    assertThat(load(text).run("a", 7, 0.5, Map.of()))
        .satisfies(run -> assertThat(run.train().lr()).isEqualTo(0.2))
        .satisfies(run -> assertThat(run.train().batch()).isEqualTo(8))
        .satisfies(run -> assertThat(run.seed()).isEqualTo(7))
        .satisfies(run -> assertThat(run.env().r0()).hasValue(0.5));
    assertThat(load(text).run("a", null, null, cell).train().lr()).isEqualTo(0.3);
    assertThat(load(text, "train.lr=0.4").run("a", null, null, cell).train().lr()).isEqualTo(0.4);
  }

  @Test
  void theCommandLineChoosesTheBudget() throws IOException {
    String text = "compare.budgets { full.visited = 9, small { visited = 3, seconds = 1.5 } }";
    assertThat(load(text).compare().limits().visited()).hasValue(9);
    assertThat(load(text).compare().limits().seconds()).isEmpty();
    assertThat(load(text, "compare.budget=small").compare().limits().visited()).hasValue(3);
    assertThat(load(text, "compare.budget=small").compare().limits().seconds()).hasValue(1.5);
  }

  @Test
  void anExperimentIsAComparisonOfItself() throws IOException {
    Comparison comparison = load("train.lr = 0.1");
    assertThat(comparison.methods()).isEmpty();
    assertThat(comparison.compare().seeds()).isEmpty();
    assertThat(comparison.run(null, null, null, Map.of()).train().lr()).isEqualTo(0.1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "compare = 3 | c.conf:1: compare: this is a section",
        "compare.seed = [1] | did you mean compare.seeds?",
        "compare.seeds = 3 | use a list of 0 to 1000 whole numbers",
        "compare.seeds = [1, 1] | compare.seeds = [1,1]: has 1 twice",
        "compare.seeds = [-1] | from 0 to 2147483647",
        "compare.r0 = [0] | each more than 0",
        "compare.r0 = 0.1 | each more than 0",
        "compare.budget = tiny | use one of full, small",
        "compare.budgets.small.visited = 0 | use a whole number from 1",
        "compare.budgets.small.seconds = -1 | use a number > 0",
        "compare.reports = 0 | from 1 to 10000",
        "compare.metrics = [\"a b\"] | names of figures",
        "compare.rank = 3 | use the name of a figure",
        "compare.methods = 3 | write one section for each method",
        "compare.methods.a = 3 | compare.methods.a: write one section",
        "compare.methods.\"../a\" {} | use up to 64 letters",
        "compare.methods.a = ${nowhere} | define it",
      })
  void everyMistakeGivesOneLine(String text, String expected) {
    assertThatThrownBy(() -> load(text))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining(expected)
        .hasMessageNotContaining("\n");
  }

  @Test
  void theDefaultsOfTheSectionAreDescribed() {
    Reference.comparison()
        .getConfig("compare")
        .root()
        .forEach((key, value) -> assertThat(value.origin().comments()).as(key).isNotEmpty());
  }
}

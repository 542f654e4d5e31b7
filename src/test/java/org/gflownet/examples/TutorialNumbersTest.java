package org.gflownet.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The numbers that docs/tutorial.md prints are those of a second computation; that the program
 * prints them is for {@code TutorialIT}.
 */
class TutorialNumbersTest {
  private static final Path PAGE = Path.of("docs", "tutorial.md");
  private static final Pattern OUTPUT = Pattern.compile("```text\n(.*?)```\n", Pattern.DOTALL);
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(?:\\.\\d+)?");

  /** What is printed below each block of the page. */
  private static List<String> outputs;

  private static HandWrittenFlow untrained;
  private static HandWrittenFlow trained;
  private static final List<Double> LOSSES = new ArrayList<>();

  @BeforeAll
  static void compute() throws IOException {
    outputs =
        OUTPUT.matcher(Files.readString(PAGE)).results().map(block -> block.group(1)).toList();
    untrained = new HandWrittenFlow(8, 0);
    trained = new HandWrittenFlow(8, 0);
    for (int i = 1; i <= 600; i++) {
      LOSSES.add(trained.trainStep());
    }
  }

  private static List<String> numbers(String text) {
    return NUMBER.matcher(text).results().map(MatchResult::group).toList();
  }

  /** A number of the page is another one rounded to the digits that it has. */
  private static void assertRounded(String printed, double exact) {
    int digits = printed.length() - 1 - printed.indexOf('.');
    assertThat(Double.parseDouble(printed))
        .isCloseTo(exact, within(0.5 * Math.pow(10, -digits) + 1e-4));
  }

  @Test
  void theTwoSidesOfTheBalanceBeforeTraining() {
    List<String> sides = numbers(outputs.get(0));
    assertThat(sides).hasSize(2);
    assertRounded(sides.get(0), untrained.logInflow(1, 1));
    assertRounded(sides.get(1), untrained.logOutflow(1, 1, true));
  }

  @Test
  void theTrajectories() {
    StringBuilder expected = new StringBuilder();
    for (List<int[]> cells : untrained.sample(3)) {
      List<String> states = cells.stream().map(c -> "[" + c[0] + ", " + c[1] + "]").toList();
      expected.append(states).append(" stopped true\n");
    }
    assertThat(outputs.get(1)).isEqualTo(expected.toString());
  }

  @Test
  void theLossesAndTheBalanceAfterTraining() {
    List<String> lines = outputs.get(2).lines().toList();
    assertThat(lines).hasSize(4);
    for (int i = 0; i < 3; i++) {
      List<String> stepAndLoss = numbers(lines.get(i));
      assertThat(stepAndLoss.get(0)).isEqualTo("" + 200 * (i + 1));
      assertRounded(stepAndLoss.get(1), LOSSES.get(200 * (i + 1) - 1));
    }
    List<String> sides = numbers(lines.get(3));
    assertRounded(sides.get(0), trained.logInflow(1, 1));
    assertRounded(sides.get(1), trained.logOutflow(1, 1, true));
    // Whatever flows solve the balance, all of R(1, 1) passes through the cell, and at most all.
    assertThat(trained.logInflow(1, 1))
        .isBetween(
            Math.log(trained.reward(1, 1)) - 0.05, Math.log(trained.partitionFunction()) + 0.05);
  }

  @Test
  void theDistances() {
    List<String> distances = numbers(outputs.get(3));
    assertThat(distances).hasSize(2);
    assertRounded(distances.get(0), untrained.totalVariation());
    assertRounded(distances.get(1), trained.totalVariation());
  }

  @Test
  void theActionsOfMolecules() throws IOException {
    List<String> counts = numbers(outputs.get(4));
    JsonNode fragments =
        new ObjectMapper()
            .readTree(
                Path.of("src/main/resources/org/gflownet/env/molecule/fragments.json").toFile());
    int numFragments = fragments.get("block_smi").size();
    assertThat(counts.get(0)).isEqualTo("" + numFragments);
    int stems = 0;
    for (JsonNode atoms : fragments.get("block_r")) {
      stems = Math.max(stems, atoms.size());
    }
    // The state with the most open stems that may still grow: 7 fragments of the most stems, and
    // each of their 6 bonds takes two. Each stem takes each fragment; then there is STOP.
    assertThat(counts.get(1)).isEqualTo("" + (numFragments * (7 * stems - 12) + 1));
  }

  @Test
  void moreTrajectoriesLeaveTheFirstAsTheyAre() {
    List<int[]> few = trained.sample(2).get(1);
    List<int[]> many = trained.sample(16).get(1);
    boolean same =
        few.size() == many.size()
            && IntStream.range(0, few.size()).allMatch(i -> Arrays.equals(few.get(i), many.get(i)));
    assertThat(outputs.get(5).strip()).isEqualTo(String.valueOf(same));
  }
}

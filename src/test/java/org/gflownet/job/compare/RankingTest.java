package org.gflownet.job.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gflownet.run.UserException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is best, by hand. */
class RankingTest {

  private static Measurements.Run run(String method, double r0, double... values) {
    List<Map<String, Double>> reports = new ArrayList<>();
    for (double value : values) {
      reports.add(Map.of("exact.tv", value, "modes.regions", 10 * value));
    }
    RunOutcome outcome =
        values.length == 0
            ? RunOutcome.failed("why", "")
            : new RunOutcome(RunOutcome.Status.DONE, "", "");
    return new Measurements.Run(
        PlannedRun.of(method, new PlannedRun.Design(method, Map.of(), 0, r0), null),
        outcome,
        reports);
  }

  private static final Measurements TABLE =
      new Measurements(
          List.of(),
          List.of(),
          List.of(
              run("a", 0.1, 0.9, 0.5),
              run("a", 0.1, 0.9, 0.7),
              run("a", 0.1, 0.9, 0.1),
              run("b", 0.1, 0.4),
              run("b", 0.1, 0.2),
              run("c", 0.1),
              run("d", 0.01, 0.3)));

  @Test
  void theMedianOfTheLastReportsDecides() {
    Ranking ranking = Ranking.of(TABLE, "exact.tv");
    assertThat(ranking.entries().stream().map(Ranking.Entry::label))
        .containsExactly("b", "a", "c", "d");
    Ranking.Entry second = ranking.entries().get(1);
    assertThat(second.spread().median()).isEqualTo(0.5);
    assertThat(second.spread().low()).isEqualTo(0.1);
    assertThat(second.spread().high()).isEqualTo(0.7);
    assertThat(ranking.entries().get(0).spread().median()).isEqualTo((0.2 + 0.4) / 2);
    assertThat(ranking.entries().get(2).failed()).isEqualTo(1);
    assertThat(ranking.entries().get(3).place()).isEqualTo(1);
  }

  @Test
  void ofModesMoreAreBetter() {
    assertThat(Ranking.of(TABLE, "modes.regions").entries().get(0).label()).isEqualTo("a");
  }

  @Test
  void whereAFailedRunStoppedIsNoResult() {
    Measurements.Run good = run("a", 0.1, 0.5);
    Measurements.Run failed =
        new Measurements.Run(
            good.plan(), RunOutcome.failed("why", ""), run("a", 0.1, 0.1).reports());
    Ranking.Entry entry =
        Ranking.of(new Measurements(List.of(), List.of(), List.of(good, failed)), "exact.tv")
            .entries()
            .get(0);
    assertThat(entry.spread().median()).isEqualTo(0.5);
    assertThat(entry.spread().low()).isEqualTo(0.5);
    assertThat(entry.spread().runs()).isEqualTo(1);
    assertThat(entry.failed()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "eubo",
        "reward_failures",
        "reward_calls",
        "exact.tv",
        "l1.sum",
        "loss",
        "seconds"
      })
  void boundsFromAboveFailuresAndCostsAreBetterSmall(String metric) {
    assertThat(Ranking.lessIsBetter(metric)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"elbo", "ess", "modes.regions", "visited.top100", "exact.correlation"})
  void boundsFromBelowAndFindsAreBetterLarge(String metric) {
    assertThat(Ranking.lessIsBetter(metric)).isFalse();
  }

  @Test
  void aFigureThatNobodyReportsIsAMistake() {
    assertThatThrownBy(() -> Ranking.of(TABLE, "exact.tvv"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("rank by one of exact.tv, modes.regions");
  }
}

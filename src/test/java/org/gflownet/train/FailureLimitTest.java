package org.gflownet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.TreeMap;
import org.gflownet.reward.RewardCounts;
import org.junit.jupiter.api.Test;

class FailureLimitTest {
  private static StepReport report(int asked, int failures) {
    RewardCounts rewards =
        new RewardCounts(new long[0], asked, 0, asked, failures, failures > 0 ? "no luck" : null);
    return new StepReport(1, 0, 0, asked, asked, asked, 1, new long[0], VisitedRows.NONE, rewards);
  }

  private static void step(FailureLimit limit, int asked, int failures, boolean last) {
    limit.stepDone(null, report(asked, failures), last);
  }

  @Test
  void failuresInASmallBatchAreNoShare() {
    FailureLimit limit = new FailureLimit(0.1);
    step(limit, 16, 16, false);
    assertThat(limit.isPassed()).isFalse();
    for (int i = 0; i < 20; i++) {
      step(limit, 16, 0, false);
    }
    assertThat(limit.isPassed()).isFalse();
  }

  @Test
  void aProgramThatAlwaysFailsIsNoticedBeforeTheWindowIsFull() {
    FailureLimit limit = new FailureLimit(0.1);
    step(limit, 16, 16, false);
    step(limit, 16, 16, false);
    assertThat(limit.isPassed()).isTrue();
    assertThat(limit.problem())
        .isEqualTo("32 of the last 32 objects have no score, one of them: no luck");
  }

  @Test
  void whatWentWellLongAgoDoesNotHideWhatFailsNow() {
    FailureLimit limit = new FailureLimit(0.1);
    step(limit, 100_000, 0, false);
    step(limit, 300, 30, false);
    assertThat(limit.isPassed()).isFalse();
    step(limit, 300, 31, false);
    assertThat(limit.isPassed()).isTrue();
  }

  @Test
  void theRestIsJudgedAtTheLastStep() {
    FailureLimit limit = new FailureLimit(0.5);
    step(limit, 10, 6, false);
    assertThat(limit.isPassed()).isFalse();
    step(limit, 1, 0, true);
    assertThat(limit.isPassed()).isTrue();
  }

  @Test
  void noneOrAllMayBeAllowed() {
    FailureLimit none = new FailureLimit(0);
    step(none, 100, 0, false);
    assertThat(none.isPassed()).isFalse();
    step(none, 100, 1, false);
    assertThat(none.isPassed()).isTrue();
    FailureLimit all = new FailureLimit(1);
    step(all, 1000, 1000, true);
    assertThat(all.isPassed()).isFalse();
  }

  @Test
  void aWindowGoesOnAfterAResumeAndIsNewAfterTheLimitWasPassed() {
    Map<String, long[]> sections = new TreeMap<>();
    FailureLimit before = new FailureLimit(0.1);
    step(before, 20, 20, false);
    before.save(sections);
    FailureLimit after = new FailureLimit(0.1);
    after.restore(sections);
    step(after, 1, 1, false);
    assertThat(after.isPassed()).isTrue();
    after.save(sections);
    FailureLimit mended = new FailureLimit(0.1);
    mended.restore(sections);
    step(mended, 20, 20, false);
    assertThat(mended.isPassed()).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> mended.restore(Map.of()));
  }
}

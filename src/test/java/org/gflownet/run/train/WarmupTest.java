package org.gflownet.run.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.gflownet.math.Schedule;
import org.gflownet.objective.FlowMatching.Reduction;
import org.gflownet.testing.Eventually;
import org.gflownet.testing.GridWorkers;
import org.gflownet.testing.PlainSgd;
import org.gflownet.train.RolloutWorker;
import org.gflownet.train.Trainer;
import org.gflownet.train.TrainingState;
import org.junit.jupiter.api.Test;

class WarmupTest {
  private static final Trainer.Settings SETTINGS =
      new Trainer.Settings(
          1,
          100,
          8,
          2,
          Schedule.constant(0.1),
          0,
          Schedule.constant(0),
          Schedule.constant(1),
          0,
          0);

  @Test
  void trainsForNothing() {
    TrainingState state = new TrainingState(GridWorkers.parameters(1), new PlainSgd());
    GridWorkers workers = new GridWorkers("warm-up", Reduction.MEAN);
    try (Warmup warmup = Warmup.start(workers, SETTINGS, state)) {
      Eventually.until("some steps", Duration.ofSeconds(30), () -> warmup.rounds() > 3);
    }
    assertThat(state.parameters()).containsExactly(GridWorkers.parameters(1));
    assertThat(state.step()).isZero();
    assertThat(state.updater().state()).containsExactly(new PlainSgd().state());
  }

  @Test
  void endsWhereWorkersCannotBeMade() {
    TrainingState state = new TrainingState(GridWorkers.parameters(1), new PlainSgd());
    Warmup warmup =
        Warmup.start(
            new RolloutWorker.Factory() {
              @Override
              public String key() {
                return "broken";
              }

              @Override
              public RolloutWorker<?> create() {
                throw new IllegalStateException("no such engine");
              }
            },
            SETTINGS,
            state);
    warmup.close();
    assertThat(warmup.rounds()).isZero();
  }
}

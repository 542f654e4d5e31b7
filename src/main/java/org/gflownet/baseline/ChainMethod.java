package org.gflownet.baseline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gflownet.train.TrainingState;

/**
 * Markov chains on executors; on the driver, where the proposal learns, the updates of its
 * parameters.
 */
public final class ChainMethod implements Method {
  private static final String CHAINS = "chains";

  private final ChainSettings settings;
  private final SliceExecutor executor;
  private final Optional<ProposalLearner<?>> learner;
  private List<long[]> chains;

  /**
   * Chains at their start.
   *
   * @param settings of the chains
   * @param executor of slices of {@link ChainWorker}; not closed here
   * @param learner of the proposal, if it learns
   */
  public ChainMethod(
      ChainSettings settings, SliceExecutor executor, Optional<ProposalLearner<?>> learner) {
    this.settings = settings;
    this.executor = executor;
    this.learner = learner;
    this.chains = new ArrayList<>();
    for (int i = 0; i < settings.share().slices(); i++) {
      chains.add(new long[0]);
    }
  }

  @Override
  public Round next(TrainingState state) {
    List<SliceOutput> results = executor.run(state.progress(), state.parameters(), chains);
    chains = new ArrayList<>();
    LongBuffer visited = new LongBuffer();
    LongBuffer logRewards = new LongBuffer();
    long rewardCalls = 0;
    for (SliceOutput result : results) {
      ChainOutput output = ChainOutput.of(result.numbers());
      chains.add(output.chains());
      visited.addAll(output.visited());
      logRewards.addAll(output.logRewards());
      rewardCalls += output.counts()[ChainOutput.REWARD_CALLS];
      learner.ifPresent(l -> l.add(output.additions()));
    }
    double loss = learner.map(l -> l.learn(state)).orElse(Double.NaN);
    int moves = Math.multiplyExact(settings.share().count(), settings.moves());
    return new Round(
        loss,
        moves,
        moves,
        rewardCalls,
        new Samples(visited.toArray(), LongBuffer.doubles(logRewards.toArray())),
        Rollout.rows(results),
        Rollout.rewards(results));
  }

  @Override
  public void save(Map<String, long[]> sections) {
    sections.put(CHAINS, LongParts.join(chains.toArray(long[][]::new)));
    learner.ifPresent(l -> l.save(sections));
  }

  @Override
  public void restore(Map<String, long[]> sections) {
    if (!sections.containsKey(CHAINS)) {
      throw new IllegalArgumentException("the checkpoint lacks the states of the chains");
    }
    chains = List.of(LongParts.split(sections.get(CHAINS), settings.share().slices()));
    learner.ifPresent(l -> l.restore(sections));
  }
}

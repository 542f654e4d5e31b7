package org.gflownet.baseline;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.gflownet.env.EnumerableEnvironment;
import org.gflownet.env.Environment;
import org.gflownet.math.IntList;
import org.gflownet.math.Progress;
import org.gflownet.math.RandomStream;
import org.gflownet.reward.LogReward;
import org.gflownet.train.ObjectRecorder;
import org.gflownet.train.VisitedRows;

/**
 * A slice of Metropolis-Hastings chains (Metropolis et al. 1953, Hastings 1970) whose stationary
 * distribution is R^(1/T)/Z over terminating states. Every move visits a state, the one before
 * again where the proposal is refused.
 *
 * <p>The numbers of a move are keyed by (seed, move, chain), so a chain does not depend on the
 * slice it is in.
 *
 * @param <S> the state
 */
public final class ChainWorker<S> implements SliceWorker {
  private static final String START = "chain-start";

  private final Environment<S> environment;
  private final LogReward<? super S> reward;
  private final Moves<S> moves;
  private final ChainSettings settings;
  private final PathCode<S> code;
  private final boolean indexed;
  private final ObjectRecorder<S> recorder;

  /**
   * A worker.
   *
   * @param environment of the objects
   * @param reward of the objects
   * @param moves for this worker alone
   * @param settings of the chains
   * @param recorder of visited objects, for this worker alone
   */
  public ChainWorker(
      Environment<S> environment,
      LogReward<? super S> reward,
      Moves<S> moves,
      ChainSettings settings,
      ObjectRecorder<S> recorder) {
    this.environment = environment;
    this.reward = reward;
    this.moves = moves;
    this.settings = settings;
    this.recorder = recorder;
    this.code = new PathCode<>(environment);
    this.indexed = numIndices(environment).isPresent();
  }

  /** Number of indices of an environment's states, if they have any that fit a long. */
  static OptionalLong numIndices(Environment<?> environment) {
    return environment instanceof EnumerableEnvironment<?> listed
            && listed.numIndices() < Long.MAX_VALUE
        ? OptionalLong.of(listed.numIndices())
        : OptionalLong.empty();
  }

  /** What a step collects. */
  private static final class Collected<S> {
    final LongBuffer visited = new LongBuffer();
    final List<S> objects = new ArrayList<>();
    final IntList numbers = new IntList();
    final LongBuffer logRewards = new LongBuffer();
    final LongBuffer additions = new LongBuffer();
    long rewardCalls;
    long accepted;
  }

  @Override
  public SliceOutput run(Progress progress, int slice, float[] parameters, long[] state) {
    long step = progress.step();
    moves.load(parameters);
    Collected<S> collected = new Collected<>();
    int first = settings.share().first(slice);
    List<Chain<S>> chains = state.length == 0 ? start(slice, collected) : restore(state);
    double temperature = settings.temperature().at(progress);
    for (int m = 0; m < settings.moves(); m++) {
      long move = step * settings.moves() + m;
      for (int c = 0; c < chains.size(); c++) {
        chains.get(c).beginMove(settings.seed(), move, first + c);
      }
      moves.propose(chains);
      decide(chains, temperature, collected);
      if (move >= settings.burnIn()) {
        record(chains, m * settings.share().count() + first, collected);
      }
    }
    ChainOutput output =
        new ChainOutput(
            save(chains),
            collected.visited.toArray(),
            collected.logRewards.toArray(),
            collected.additions.toArray(),
            new long[] {collected.rewardCalls, collected.accepted});
    return new SliceOutput(output.toLongs(), rows(collected, step), reward.takeCounts());
  }

  private VisitedRows rows(Collected<S> collected, long step) {
    double[] logRewards = LongBuffer.doubles(collected.logRewards.toArray());
    return recorder.record(collected.objects, logRewards, collected.numbers.toArray(), step);
  }

  private List<Chain<S>> start(int slice, Collected<S> collected) {
    long seed = RandomStream.derive(settings.seed(), START);
    List<S> states = new ArrayList<>();
    for (int c = settings.share().first(slice); c < settings.share().first(slice + 1); c++) {
      states.add(moves.start(new RandomStream(seed, 0, c)));
    }
    double[] logRewards = rewards(states, collected);
    List<Chain<S>> chains = new ArrayList<>();
    for (int i = 0; i < states.size(); i++) {
      chains.add(new Chain<>(states.get(i), logRewards[i]));
    }
    return chains;
  }

  private double[] rewards(List<S> states, Collected<S> collected) {
    double[] logRewards = new double[states.size()];
    reward.logRewards(states, logRewards);
    collected.rewardCalls += states.size();
    return logRewards;
  }

  private void decide(List<Chain<S>> chains, double temperature, Collected<S> collected) {
    List<S> candidates = new ArrayList<>();
    List<Chain<S>> proposed = new ArrayList<>();
    for (Chain<S> chain : chains) {
      if (chain.candidate() != null) {
        candidates.add(chain.candidate());
        proposed.add(chain);
      }
    }
    double[] logRewards = rewards(candidates, collected);
    for (int i = 0; i < proposed.size(); i++) {
      Chain<S> chain = proposed.get(i);
      if (chain.isAddition() && logRewards[i] > chain.logReward()) {
        code.write(chain.pivot(), collected.additions);
        collected.additions.add(chain.addedBy());
      }
      if (chain.decide(logRewards[i], temperature)) {
        collected.accepted++;
      }
    }
  }

  /** Notes where all chains are after a move; the visits are numbered by move, then chain. */
  private void record(List<Chain<S>> chains, int firstNumber, Collected<S> collected) {
    for (int c = 0; c < chains.size(); c++) {
      S state = chains.get(c).state();
      if (indexed) {
        collected.visited.add(((EnumerableEnvironment<S>) environment).indexOf(state));
      }
      collected.logRewards.addBits(chains.get(c).logReward());
      collected.objects.add(state);
      collected.numbers.add(firstNumber + c);
    }
  }

  private long[] save(List<Chain<S>> chains) {
    LongBuffer saved = new LongBuffer();
    for (Chain<S> chain : chains) {
      saved.addBits(chain.logReward());
      code.write(chain.state(), saved);
    }
    return saved.toArray();
  }

  private List<Chain<S>> restore(long[] saved) {
    List<Chain<S>> chains = new ArrayList<>();
    int[] next = {0};
    while (next[0] < saved.length) {
      double logReward = Double.longBitsToDouble(saved[next[0]]);
      chains.add(new Chain<>(code.read(saved, next[0] + 1, next), logReward));
    }
    return chains;
  }
}

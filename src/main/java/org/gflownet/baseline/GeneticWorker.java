package org.gflownet.baseline;

import java.util.ArrayList;
import java.util.List;
import org.gflownet.env.EnumerableEnvironment;
import org.gflownet.env.VariedEnvironment;
import org.gflownet.math.IntList;
import org.gflownet.math.Progress;
import org.gflownet.reward.LogReward;
import org.gflownet.train.ObjectRecorder;
import org.gflownet.train.VisitedRows;

/**
 * A slice of the offspring of a generation: made, scored, and returned where they may enter the
 * population. An offspring that the population has already is visited again, but its reward is
 * known and not asked for.
 *
 * @param <S> the state
 */
public final class GeneticWorker<S> implements SliceWorker {
  private final VariedEnvironment<S> environment;
  private final LogReward<? super S> reward;
  private final GeneticSettings settings;
  private final ObjectRecorder<S> recorder;
  private final ObjectCode<S> code;
  private final Parents<S> parents;
  private final Breeder<S> breeder;
  private final boolean indexed;

  /**
   * A worker.
   *
   * @param environment of the objects
   * @param reward of the objects
   * @param settings of the algorithm
   * @param recorder of visited objects, for this worker alone
   */
  public GeneticWorker(
      VariedEnvironment<S> environment,
      LogReward<? super S> reward,
      GeneticSettings settings,
      ObjectRecorder<S> recorder) {
    this.environment = environment;
    this.reward = reward;
    this.settings = settings;
    this.recorder = recorder;
    this.code = new ObjectCode<>(environment);
    this.parents = new Parents<>(code);
    this.breeder = new Breeder<>(environment, environment.variation(), settings);
    this.indexed = ChainWorker.numIndices(environment).isPresent();
  }

  @Override
  public SliceOutput run(Progress progress, int slice, float[] parameters, long[] state) {
    parents.load(state);
    int first = settings.share().first(slice);
    int count = settings.share().first(slice + 1) - first;
    List<S> offspring = new ArrayList<>(count);
    int[] numbers = new int[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = first + i;
      offspring.add(breeder.offspring(parents, progress.step(), first + i));
    }
    double[] logRewards = new double[count];
    int calls = score(offspring, logRewards);
    GeneticOutput output =
        new GeneticOutput(
            entering(offspring, logRewards),
            indices(offspring),
            bits(logRewards),
            new long[] {calls});
    VisitedRows rows = recorder.record(offspring, logRewards, numbers, progress.step());
    return new SliceOutput(output.toLongs(), rows, reward.takeCounts());
  }

  /** Fills in log R; returns how many were asked for. */
  private int score(List<S> offspring, double[] logRewards) {
    List<S> unknown = new ArrayList<>(logRewards.length);
    IntList places = new IntList();
    for (int i = 0; i < logRewards.length; i++) {
      Member known = parents.find(offspring.get(i));
      if (known == null) {
        unknown.add(offspring.get(i));
        places.add(i);
      } else {
        logRewards[i] = known.logReward();
      }
    }
    double[] asked = new double[unknown.size()];
    reward.logRewards(unknown, asked);
    for (int i = 0; i < asked.length; i++) {
      logRewards[places.get(i)] = asked[i];
    }
    return asked.length;
  }

  /** Those that are no worse than the last of a full population, which can only get better. */
  private long[] entering(List<S> offspring, double[] logRewards) {
    boolean full = parents.size() == settings.population();
    LongBuffer members = new LongBuffer();
    for (int i = 0; i < logRewards.length; i++) {
      if ((!full || logRewards[i] >= parents.lowest()) && parents.find(offspring.get(i)) == null) {
        new Member(logRewards[i], code.write(offspring.get(i))).write(members);
      }
    }
    return members.toArray();
  }

  private long[] indices(List<S> offspring) {
    if (!indexed) {
      return new long[0];
    }
    long[] indices = new long[offspring.size()];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = ((EnumerableEnvironment<S>) environment).indexOf(offspring.get(i));
    }
    return indices;
  }

  private static long[] bits(double[] logRewards) {
    LongBuffer bits = new LongBuffer();
    for (double logReward : logRewards) {
      bits.addBits(logReward);
    }
    return bits.toArray();
  }
}

package org.gflownet.baseline;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.gflownet.env.Environment;
import org.gflownet.train.TrainingState;

/**
 * A genetic algorithm: on executors the offspring of a generation, one generation a step; on the
 * driver the population, which is all that it holds.
 *
 * <p>The next population is the best distinct objects of the present one and the offspring, as in
 * the form that GuacaMol (Brown et al. 2019) gives to the graph-based genetic algorithm of Jensen
 * (2019).
 */
public final class GeneticMethod implements Method {
  private static final String POPULATION = "ga-population";

  private final GeneticSettings settings;
  private final SliceExecutor executor;
  private final ObjectCode<?> code;
  private final Population population;

  /**
   * An algorithm at its start.
   *
   * @param environment of the objects
   * @param settings of the algorithm
   * @param executor of slices of {@link GeneticWorker}; not closed here
   */
  public GeneticMethod(
      Environment<?> environment, GeneticSettings settings, SliceExecutor executor) {
    this.settings = settings;
    this.executor = executor;
    this.code = new ObjectCode<>(environment);
    this.population = new Population(settings.population());
  }

  @Override
  public Round next(TrainingState state) {
    // One array for all slices, so that it is sent once.
    long[] parents = population.toLongs();
    List<SliceOutput> results =
        executor.run(
            state.progress(),
            new float[0],
            Collections.nCopies(settings.share().slices(), parents));
    List<Member> entering = new ArrayList<>();
    LongBuffer visited = new LongBuffer();
    LongBuffer logRewards = new LongBuffer();
    long rewardCalls = 0;
    for (SliceOutput result : results) {
      GeneticOutput output = GeneticOutput.of(result.numbers());
      entering.addAll(Member.read(output.members()));
      visited.addAll(output.visited());
      logRewards.addAll(output.logRewards());
      rewardCalls += output.rewardCalls();
    }
    population.add(entering);
    return new Round(
        Double.NaN,
        logRewards.size(),
        logRewards.size(),
        rewardCalls,
        new Samples(visited.toArray(), LongBuffer.doubles(logRewards.toArray())),
        Rollout.rows(results),
        Rollout.rewards(results));
  }

  @Override
  public void save(Map<String, long[]> sections) {
    sections.put(POPULATION, population.toLongs());
  }

  @Override
  public void restore(Map<String, long[]> sections) {
    long[] numbers = sections.get(POPULATION);
    if (numbers == null) {
      throw new IllegalArgumentException("the checkpoint lacks the population");
    }
    try {
      population.restore(numbers, code);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the population of the checkpoint is damaged: " + e.getMessage(), e);
    }
  }
}

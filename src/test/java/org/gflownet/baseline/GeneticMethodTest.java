package org.gflownet.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.gflownet.env.Variation;
import org.gflownet.env.VariedEnvironment;
import org.gflownet.env.hypergrid.GridState;
import org.gflownet.env.hypergrid.HypergridEnvironment;
import org.gflownet.env.hypergrid.TerminationRule;
import org.gflownet.env.molecule.FragmentEnvironment;
import org.gflownet.env.molecule.FragmentState;
import org.gflownet.env.molecule.FragmentVocabulary;
import org.gflownet.env.molecule.Identity;
import org.gflownet.math.Progress;
import org.gflownet.math.RandomStream;
import org.gflownet.reward.LogReward;
import org.gflownet.testing.Grids;
import org.gflownet.testing.PlainSgd;
import org.gflownet.train.ObjectRecorder;
import org.gflownet.train.TrainingState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeneticMethodTest {
  private static final String SECTION = "ga-population";
  private static final int CAPACITY = 30;
  private static final HypergridEnvironment GRID =
      new HypergridEnvironment(3, 9, TerminationRule.FORCED);
  private static final FragmentEnvironment MOLECULES =
      new FragmentEnvironment(FragmentVocabulary.own(), 2, 6, Identity.CANONICAL);

  private static GeneticSettings settings(int slices) {
    return new GeneticSettings(11, new Share(12, slices), CAPACITY, 2, 0.6, 0.4, 5);
  }

  /** A reward of blocks and stems alone, with many ties. */
  private static LogReward<FragmentState> blocksAndStems() {
    return new LogReward<>() {
      @Override
      public void logRewards(List<? extends FragmentState> objects, double[] out) {
        for (int i = 0; i < objects.size(); i++) {
          FragmentState state = objects.get(i);
          out[i] = 0.25 * state.numBlocks() - 0.5 * Math.abs(state.numStems() - 4);
        }
      }

      @Override
      public double lowerBound() {
        return -1e9;
      }
    };
  }

  /** A run with its own executor. */
  private static final class Run<S> implements AutoCloseable {
    private final SliceExecutor executor;
    private final GeneticMethod method;
    private final TrainingState state = new TrainingState(new float[0], new PlainSgd());
    private final List<Method.Round> rounds = new ArrayList<>();

    Run(VariedEnvironment<S> environment, LogReward<S> reward, int slices, int threads) {
      GeneticSettings settings = settings(slices);
      executor =
          new InProcessSliceExecutor(
              new SliceWorker.Factory() {
                @Override
                public String key() {
                  return "genetic";
                }

                @Override
                public SliceWorker createSlice() {
                  return new GeneticWorker<>(environment, reward, settings, ObjectRecorder.none());
                }
              },
              threads);
      method = new GeneticMethod(environment, settings, executor);
    }

    Run<S> steps(int count) {
      for (int i = 0; i < count; i++) {
        state.progress(new Progress(state.step(), 0.0));
        rounds.add(method.next(state));
        state.advance(1, 12, 12, 0.0);
      }
      return this;
    }

    long[] population() {
      Map<String, long[]> sections = new HashMap<>();
      method.save(sections);
      return sections.get(SECTION);
    }

    Run<S> from(Run<S> other) {
      state.advance((int) other.state.step(), 0, 0, 0.0);
      method.restore(Map.of(SECTION, other.population()));
      return this;
    }

    @Override
    public void close() {
      executor.close();
    }
  }

  private static Run<?> run(String problem, int slices, int threads) {
    return problem.equals("grid")
        ? new Run<>(GRID, Grids.logReward(), slices, threads)
        : new Run<>(MOLECULES, blocksAndStems(), slices, threads);
  }

  @ParameterizedTest
  @ValueSource(strings = {"grid", "molecules"})
  void slicesAndThreadsChangeNothing(String problem) {
    try (Run<?> whole = run(problem, 1, 1).steps(25)) {
      for (int slices : new int[] {1, 2, 4}) {
        for (int threads : new int[] {1, 2}) {
          try (Run<?> other = run(problem, slices, threads).steps(25)) {
            assertThat(other.population()).isEqualTo(whole.population());
            for (int i = 0; i < 25; i++) {
              Method.Samples expected = whole.rounds.get(i).samples();
              assertThat(other.rounds.get(i).samples().indices()).isEqualTo(expected.indices());
              assertThat(other.rounds.get(i).samples().logRewards())
                  .isEqualTo(expected.logRewards());
              assertThat(other.rounds.get(i).rewardCalls())
                  .isEqualTo(whole.rounds.get(i).rewardCalls());
            }
          }
        }
      }
    }
  }

  @Test
  void aResumedRunContinuesWithTheSameBits() {
    try (Run<FragmentState> whole = new Run<>(MOLECULES, blocksAndStems(), 2, 1);
        Run<FragmentState> begun = new Run<>(MOLECULES, blocksAndStems(), 2, 1);
        Run<FragmentState> resumed = new Run<>(MOLECULES, blocksAndStems(), 2, 2)) {
      whole.steps(20);
      begun.steps(9);
      resumed.from(begun).steps(11);
      assertThat(resumed.population()).isEqualTo(whole.population());
      for (int i = 0; i < 11; i++) {
        assertThat(resumed.rounds.get(i).samples().logRewards())
            .isEqualTo(whole.rounds.get(9 + i).samples().logRewards());
      }
    }
  }

  /** The population is what a sort of everything that was visited says it is. */
  @Test
  void thePopulationIsTheBestOfAllVisited() {
    try (Run<?> run = run("grid", 3, 1)) {
      TreeSet<Member> all = new TreeSet<>();
      for (int step = 0; step < 40; step++) {
        run.steps(1);
        Method.Samples samples = run.rounds.get(step).samples();
        for (int i = 0; i < samples.indices().length; i++) {
          all.add(new Member(samples.logRewards()[i], new long[] {samples.indices()[i]}));
        }
        List<Member> best = all.stream().limit(CAPACITY).toList();
        LongBuffer expected = new LongBuffer();
        best.forEach(member -> member.write(expected));
        assertThat(run.population()).isEqualTo(expected.toArray());
      }
      assertThat(all).hasSizeGreaterThan(2 * CAPACITY);
    }
  }

  @Test
  void moleculesStayDistinctAndSorted() {
    try (Run<?> run = run("molecules", 2, 1)) {
      for (int step = 0; step < 15; step++) {
        List<Member> members = Member.read(run.steps(1).population());
        assertThat(members).hasSizeLessThanOrEqualTo(CAPACITY).doesNotHaveDuplicates().isSorted();
      }
      assertThat(Member.read(run.population())).hasSize(CAPACITY);
    }
  }

  @Test
  void theFirstObjectsAreThoseOfTheRandomPolicyAndLaterOnesAreBetter() {
    try (Run<?> run = run("grid", 2, 1).steps(60)) {
      double first = mean(run.rounds.subList(0, 2));
      double last = mean(run.rounds.subList(50, 60));
      assertThat(last).isGreaterThan(first + 1.0);
      // 12 and 12 of the first 30 are random whatever the population is.
      try (Run<?> alone = run("grid", 4, 2)) {
        alone.steps(1);
        alone.method.restore(Map.of(SECTION, run.population()));
        alone.steps(1);
        assertThat(alone.rounds.get(1).samples().indices())
            .isEqualTo(run.rounds.get(1).samples().indices());
      }
    }
  }

  private static double mean(List<Method.Round> rounds) {
    return rounds.stream()
        .flatMapToDouble(round -> Arrays.stream(round.samples().logRewards()))
        .average()
        .orElseThrow();
  }

  @Test
  void whatIsKnownIsNotScoredAgain() {
    // All 25 cells fit into the population, so that in the end nothing is new.
    HypergridEnvironment small = new HypergridEnvironment(2, 5, TerminationRule.MASKED);
    try (Run<?> run = new Run<>(small, Grids.logReward(), 2, 1).steps(200)) {
      assertThat(Member.read(run.population())).hasSize(25);
      Method.Round last = run.rounds.get(199);
      assertThat(last.rewardCalls()).isZero();
      assertThat(last.numVisited()).isEqualTo(12);
      long[] indices = last.samples().indices();
      for (int i = 0; i < indices.length; i++) {
        double expected = Math.log(Grids.reward(small.stateAt(indices[i]).orElseThrow()));
        assertThat(last.samples().logRewards()[i]).isCloseTo(expected, within(1e-12));
      }
    }
  }

  private static void assertRefused(String problem, Consumer<long[]> damage, String message) {
    try (Run<?> run = run(problem, 1, 1).steps(4)) {
      long[] numbers = run.population();
      damage.accept(numbers);
      assertRefused(run, numbers, message);
    }
  }

  private static void assertRefused(Run<?> run, long[] numbers, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run.method.restore(Map.of(SECTION, numbers)))
        .withMessageStartingWith("the population of the checkpoint is damaged: ")
        .withMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({
    "grid, 0, 0x7ff8000000000000, log R of object 0 is no number",
    "grid, 1, 100000, object 0 is torn",
    "grid, 1, -1, object 0 is torn",
    "grid, 2, 729, no state has such an index",
    "grid, 2, -1, no state has such an index",
    "grid, 2, 728, no state has such an index",
    "grid, 0, 0, object 1 is out of order",
    "molecules, 2, 3000000000, a path",
    "molecules, 3, 0, is illegal",
    "molecules, 3, 2000000000, is illegal"
  })
  void damagedPopulationsAreRefused(String problem, int at, String value, String message) {
    assertRefused(problem, numbers -> numbers[at] = Long.decode(value), message);
  }

  @Test
  void populationsThatAreNoneAreRefused() {
    try (Run<?> run = run("grid", 1, 1).steps(4)) {
      long[] numbers = run.population();
      assertRefused(run, Arrays.copyOf(numbers, numbers.length - 1), "is torn");
      long[] worse = {Double.doubleToRawLongBits(-50.0), 1, numbers[2]};
      assertRefused(
          run,
          LongStream.concat(Arrays.stream(numbers, 0, numbers.length - 3), Arrays.stream(worse))
              .toArray(),
          "an object is there twice");
      LongBuffer many = new LongBuffer();
      for (int i = 0; i <= CAPACITY; i++) {
        new Member(-i, new long[] {i}).write(many);
      }
      assertRefused(run, many.toArray(), "31 objects where 30 are the most");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> run.method.restore(Map.of()))
          .withMessage("the checkpoint lacks the population");
    }
  }

  /** The least of k uniform ranks of 50 has the mean sum over r of ((50 - r) / 50)^k, r > 0. */
  @ParameterizedTest
  @CsvSource({"1, 24.5", "2, 16.17", "9, 4.51"})
  void selectionPrefersTheBest(int tournament, double mean) {
    HypergridEnvironment line = new HypergridEnvironment(1, 50, TerminationRule.MASKED);
    LongBuffer population = new LongBuffer();
    for (int i = 0; i < 50; i++) {
      new Member(-i, new long[] {i}).write(population);
    }
    Parents<GridState> parents = new Parents<>(new ObjectCode<>(line));
    parents.load(population.toArray());
    GeneticSettings settings =
        new GeneticSettings(3, new Share(50, 1), 50, tournament, 0.5, 0.5, 2);
    Breeder<GridState> breeder = new Breeder<>(line, new Fruitless(), settings);
    double sum = 0.0;
    for (int i = 0; i < 20_000; i++) {
      sum += breeder.offspring(parents, 1, i).coordinate(0);
    }
    // Standard deviations are 14.4 and less; five of the mean of 20,000 are 0.51.
    assertThat(sum / 20_000).isCloseTo(mean, within(0.51));
  }

  /** Nothing comes of a cross or a mutation. */
  private static final class Fruitless implements Variation<GridState> {
    @Override
    public GridState cross(GridState first, GridState second, RandomStream random) {
      return null;
    }

    @Override
    public GridState mutate(GridState object, RandomStream random) {
      return null;
    }
  }
}

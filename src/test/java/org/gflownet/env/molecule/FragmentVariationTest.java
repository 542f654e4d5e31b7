package org.gflownet.env.molecule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.gflownet.env.Termination;
import org.gflownet.env.Variation;
import org.gflownet.math.IntList;
import org.gflownet.math.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FragmentVariationTest {
  /** A link that attaches by its oxygen alone, so that most trees cannot be built from each end. */
  private static final String ONE_WAY =
      "name,smiles,atoms\nlink,CO,1;0\nend,F,0\nring,C1CC1,0;1;2\ntail,CN,0;1\n";

  private static FragmentEnvironment environment(FragmentVocabulary vocabulary, int min, int max) {
    return new FragmentEnvironment(vocabulary, min, max, Identity.CANONICAL);
  }

  private static FragmentState object(FragmentEnvironment environment, RandomStream random) {
    while (true) {
      int blocks = 1 + random.nextInt(environment.maxBlocks());
      FragmentState state = Vocabularies.walk(environment, blocks, random);
      if (environment.termination(state) != Termination.NONE) {
        return state;
      }
    }
  }

  /** Takes a state apart and builds it again, by legal actions alone. */
  private static void assertReachable(FragmentEnvironment environment, FragmentState object) {
    assertThat(environment.canonical(object)).isEqualTo(object);
    IntList backward = new IntList();
    IntList edges = new IntList();
    FragmentState state = object;
    while (state.numBlocks() > 0) {
      backward.clear();
      environment.backwardActions(state, backward);
      assertThat(backward.size()).as("parents of %s", state).isPositive();
      FragmentState parent = environment.backstep(state, backward.get(0));
      edges.clear();
      environment.edgeActions(state, backward.get(0), edges);
      assertThat(environment.step(parent, edges.get(0))).isEqualTo(state);
      state = parent;
    }
  }

  @ParameterizedTest
  @CsvSource({"own, 2, 6", "own, 1, 8", "one-way, 2, 7", "small, 3, 9", "one-way, 1, 2"})
  void offspringCanBeBuilt(String name, int min, int max) {
    FragmentVocabulary vocabulary =
        switch (name) {
          case "own" -> FragmentVocabulary.own();
          case "small" -> Vocabularies.small();
          default -> FragmentVocabulary.parse("one-way", ONE_WAY);
        };
    FragmentEnvironment environment = environment(vocabulary, min, max);
    Variation<FragmentState> variation = environment.variation();
    int crossed = 0;
    int mutated = 0;
    Set<Integer> sizes = new HashSet<>();
    for (int seed = 0; seed < 1500; seed++) {
      RandomStream random = new RandomStream(4, 0, seed);
      FragmentState first = object(environment, random);
      List<FragmentState> offspring = new ArrayList<>();
      offspring.add(variation.cross(first, object(environment, random), random));
      offspring.add(variation.mutate(first, random));
      crossed += offspring.get(0) == null ? 0 : 1;
      mutated += offspring.get(1) == null ? 0 : 1;
      for (FragmentState child : offspring) {
        if (child != null) {
          assertThat(child.numBlocks()).isBetween(1, max);
          assertThat(environment.termination(child)).isNotEqualTo(Termination.NONE);
          assertReachable(environment, child);
          sizes.add(child.numBlocks());
        }
      }
      assertThat(offspring.get(1)).isNotEqualTo(first);
    }
    assertThat(crossed).isGreaterThan(200);
    assertThat(mutated).isGreaterThan(500);
    assertThat(sizes).hasSizeGreaterThanOrEqualTo(max - min);
  }

  /** Of parents in another order of blocks the canonical form is the same, and so is the child. */
  @Test
  void theSameNumbersGiveTheSameChild() {
    FragmentEnvironment environment = environment(FragmentVocabulary.own(), 2, 8);
    Variation<FragmentState> one = environment.variation();
    Variation<FragmentState> other = environment.variation();
    int children = 0;
    for (int seed = 0; seed < 300; seed++) {
      RandomStream random = new RandomStream(5, 0, seed);
      FragmentState first = object(environment, random);
      FragmentState second = object(environment, random);
      FragmentState child = one.cross(first, second, new RandomStream(6, 0, seed));
      // Another object before leaves no trace.
      other.mutate(second, random);
      assertThat(other.cross(first, second, new RandomStream(6, 0, seed))).isEqualTo(child);
      children += child == null ? 0 : 1;
    }
    assertThat(children).isGreaterThan(100);
  }

  @Test
  void aCrossHasThePartsOfItsParents() {
    FragmentEnvironment environment = environment(FragmentVocabulary.own(), 2, 8);
    Variation<FragmentState> variation = environment.variation();
    for (int seed = 0; seed < 500; seed++) {
      RandomStream random = new RandomStream(7, 0, seed);
      FragmentState first = object(environment, random);
      FragmentState second = object(environment, random);
      FragmentState child = variation.cross(first, second, random);
      if (child == null) {
        continue;
      }
      List<Integer> left = new ArrayList<>();
      for (int block : child.blocks()) {
        left.add(block);
      }
      for (FragmentState parent : List.of(first, second)) {
        for (int block : parent.blocks()) {
          left.remove((Integer) block);
        }
      }
      assertThat(left).as("%s of %s and %s", child, first, second).isEmpty();
    }
  }

  /** All objects of a space can be made of any one of them. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void mutationsLeadToAllObjects(int min) {
    EnumerableFragmentEnvironment environment =
        new EnumerableFragmentEnvironment(
            environment(FragmentVocabulary.parse("one-way", ONE_WAY), min, 3), 5000);
    Set<FragmentState> objects = new HashSet<>();
    for (long i = 0; i < environment.numIndices(); i++) {
      environment
          .stateAt(i)
          .filter(s -> environment.termination(s) != Termination.NONE)
          .ifPresent(objects::add);
    }
    Variation<FragmentState> variation = environment.variation();
    RandomStream random = new RandomStream(8, 0, 0);
    FragmentState state = objects.iterator().next();
    Set<FragmentState> seen = new HashSet<>();
    for (int i = 0; i < 400 * objects.size(); i++) {
      FragmentState next = variation.mutate(state, random);
      state = next == null ? state : next;
      seen.add(state);
    }
    assertThat(objects).hasSizeGreaterThan(20);
    assertThat(seen).isEqualTo(objects);
  }

  @Test
  void statesWithoutIdentityAreNotVaried() {
    FragmentEnvironment environment =
        new FragmentEnvironment(FragmentVocabulary.own(), 2, 6, Identity.NONE);
    assertThatIllegalStateException().isThrownBy(environment::variation);
  }
}

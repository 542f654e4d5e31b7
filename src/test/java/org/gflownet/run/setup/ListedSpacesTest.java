package org.gflownet.run.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.gflownet.config.ConfigLoader;
import org.gflownet.config.GflownetConfig;
import org.gflownet.env.ConditionalEnvironment;
import org.gflownet.env.molecule.EnumerableFragmentEnvironment;
import org.gflownet.run.UserException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A space of molecules is listed once for all who ask for it. */
class ListedSpacesTest {
  private static final String VOCABULARY =
      "name,smiles,atoms\nmethyl,C,0\nring,C1CC1,0;1\noxygen,O,0;0\n";

  @TempDir private Path directory;

  private GflownetConfig config(String vocabulary, String more) throws IOException {
    Path file = Files.writeString(directory.resolve("vocabulary.csv"), vocabulary);
    return ConfigLoader.parse(
        "env { name = molecule, min-blocks = 1, max-blocks = 4, max-states = 5000, vocabulary = \""
            + file
            + "\" }, reward.name = qed, train.objective = tb\n"
            + more,
        "the test");
  }

  private static EnumerableFragmentEnvironment listed(GflownetConfig config) {
    return (EnumerableFragmentEnvironment) Problem.of(config).environment();
  }

  @Test
  void whoeverAsksGetsTheSameList() throws IOException {
    GflownetConfig config = config(VOCABULARY, "");
    assertThat(listed(config)).isSameAs(listed(config));
    // Rewards, seeds and networks make no other space.
    assertThat(listed(config(VOCABULARY, "seed = 7, reward.exponent = 3, model.width = 8")))
        .isSameAs(listed(config));
    ConditionalEnvironment<?> conditional =
        (ConditionalEnvironment<?>)
            Problem.of(config(VOCABULARY, "condition { min = 0.5, max = 2 }")).environment();
    assertThat(conditional.environment()).isSameAs(listed(config));
  }

  @Test
  void otherSpacesAreOthers() throws IOException {
    long states = listed(config(VOCABULARY, "")).numIndices();
    assertThat(listed(config(VOCABULARY, "env.max-blocks = 3")).numIndices()).isLessThan(states);
    assertThat(listed(config(VOCABULARY, "env.min-blocks = 2")))
        .isNotSameAs(listed(config(VOCABULARY, "")));
    // The same name with other content.
    assertThat(listed(config(VOCABULARY + "sulphur,S,0;0\n", "")).numIndices())
        .isGreaterThan(states);
    assertThat(listed(config(VOCABULARY, "")).numIndices()).isEqualTo(states);
  }

  @Test
  void aSpaceThatIsTooLargeIsRefusedEachTime() throws IOException {
    GflownetConfig config = config(VOCABULARY, "env.max-states = 5");
    for (int i = 0; i < 2; i++) {
      assertThatExceptionOfType(UserException.class)
          .isThrownBy(() -> Problem.of(config))
          .withMessageContaining("env.max-states = 5: more than 5 states");
    }
  }

  @Test
  void threadsThatAskAtTheSameTimeWaitForOneList() throws IOException, InterruptedException {
    GflownetConfig config = config(VOCABULARY, "env { max-blocks = 5, max-states = 100000 }");
    Set<EnumerableFragmentEnvironment> lists = ConcurrentHashMap.newKeySet();
    CountDownLatch start = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  start.await();
                  lists.add(listed(config));
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      thread.start();
      threads.add(thread);
    }
    start.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(lists).hasSize(1);
  }
}

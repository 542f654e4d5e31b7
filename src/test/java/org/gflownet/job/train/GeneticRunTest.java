package org.gflownet.job.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gflownet.job.Main;
import org.gflownet.testing.ParquetFiles;
import org.gflownet.testing.Terminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The genetic algorithm on molecules, through the command. */
class GeneticRunTest {
  private static final String MOLECULES =
      """
      seed = 5
      env { name = molecule, min-blocks = 2, max-blocks = 5 }
      reward { name = qed, min = 0.05, exponent = 8 }
      method.ga { population = 40, offspring = 40 }
      train { steps = 1000, batch = 40, slices = 2, budget.reward-calls = 600 }
      eval { every = 10, samples = 8 }
      checkpoint.every = 1000
      report.write = false
      cluster.master = "in-process[1]"
      progress.mode = none
      """;

  @TempDir private Path directory;

  private Terminal.Result train(String run, String... settings) {
    List<String> args = new ArrayList<>(List.of("train", directory.resolve("m.conf").toString()));
    args.addAll(List.of("--out", directory.resolve(run).toString()));
    for (String setting : settings) {
      args.addAll(setting.startsWith("--") ? List.of(setting) : List.of("--set", setting));
    }
    try {
      Files.writeString(directory.resolve("m.conf"), MOLECULES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Terminal.of(() -> Main.run(args.toArray(String[]::new)));
  }

  private JsonNode last(String run) throws IOException {
    List<String> lines = Files.readAllLines(directory.resolve(run).resolve("metrics.jsonl"));
    return new ObjectMapper().readTree(lines.get(lines.size() - 1));
  }

  private List<Map<String, String>> visited(String run) {
    return ParquetFiles.rows(directory.resolve(run).resolve("visited"));
  }

  @Test
  void itsTopTenBeatsThatOfTheRandomPolicyAtEqualCalls() throws IOException {
    assertThat(train("ga", "method.name=ga").exitCode()).isZero();
    assertThat(train("random", "method.name=random").exitCode()).isZero();
    for (String run : List.of("ga", "random")) {
      assertThat(last(run).path("reward_calls").asLong()).isBetween(600L, 639L);
    }
    for (String top : List.of("visited.top10", "visited.top100")) {
      double ga = last("ga").path(top).asDouble();
      assertThat(ga).as(top).isGreaterThan(last("random").path(top).asDouble() + 0.05);
    }
  }

  @Test
  void threadsAndAResumeChangeNoMolecule() {
    String[] whole = {"method.name=ga", "train.steps=8"};
    assertThat(train("whole", whole).exitCode()).isZero();
    String[] threads = {"method.name=ga", "train.steps=8", "cluster.master=in-process[2]"};
    assertThat(train("threads", threads).exitCode()).isZero();
    assertThat(train("parts", "method.name=ga", "train.steps=3").exitCode()).isZero();
    assertThat(train("parts", "method.name=ga", "train.steps=8", "--resume").exitCode()).isZero();
    List<Map<String, String>> rows = visited("whole");
    assertThat(rows).hasSize(8 * 40);
    assertThat(visited("threads")).containsExactlyInAnyOrderElementsOf(rows);
    assertThat(visited("parts")).containsExactlyInAnyOrderElementsOf(rows);
    for (Map<String, String> row : rows) {
      assertThat(Integer.parseInt(row.get("blocks"))).isBetween(1, 5);
    }
  }

  @Test
  void listedMoleculesAreVariedToo() throws IOException {
    Path vocabulary = directory.resolve("v.csv");
    Files.writeString(vocabulary, "name,smiles,atoms\nmethyl,C,0\nring,C1CC1,0;1\noxygen,O,0;0\n");
    String[] listed = {
      "method.name=ga",
      "train.steps=6",
      "env.max-blocks=3",
      "env.max-states=5000",
      "env.count=molecule",
      "env.vocabulary=" + vocabulary
    };
    Terminal.Result result = train("listed", listed);
    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(last("listed").path("visited").asLong()).isEqualTo(6 * 40);
  }

  @Test
  void anotherPopulationIsNoResume() {
    assertThat(train("a", "method.name=ga", "train.steps=3").exitCode()).isZero();
    Terminal.Result result =
        train("a", "method.name=ga", "train.steps=5", "method.ga.population=50", "--resume");
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("cannot resume", "method.ga.population");
  }
}

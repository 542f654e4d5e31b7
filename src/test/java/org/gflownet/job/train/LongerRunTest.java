package org.gflownet.job.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gflownet.job.Main;
import org.gflownet.run.ExitCode;
import org.gflownet.testing.Terminal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A finished run is trained for longer. */
class LongerRunTest {
  private static final String LINEAR = "train.lr-schedule={name=linear,end=0}";

  @TempDir private Path directory;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(
        directory.resolve("c.conf"),
        """
        env { ndim = 2, height = 8 }
        model.hidden = [16, 16]
        train { steps = 20, batch = 8, slices = 2, lr = 0.01 }
        eval.every = 10
        cluster.master = "in-process[2]"
        progress.mode = none
        """);
  }

  private Terminal.Result train(String run, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "train",
                directory.resolve("c.conf").toString(),
                "--out",
                directory.resolve(run).toString()));
    for (String word : more) {
      args.addAll(word.startsWith("--") ? List.of(word) : List.of("--set", word));
    }
    return Terminal.of(() -> Main.run(args.toArray(String[]::new)));
  }

  private JsonNode provenance(String run) throws IOException {
    return new ObjectMapper()
        .readTree(Files.readString(directory.resolve(run).resolve("provenance.json")));
  }

  private String digest(String run) throws IOException {
    return provenance(run).path("parameters_sha256").asText();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train.lr-schedule.name=constant",
        "train.lr-schedule={name=linear,end=0,steps=50}",
        "exploration.epsilon-schedule={name=linear,end=0,steps=7}",
        "train.sync=pipelined"
      })
  void whereNothingChangesTheRestIsThatOfALongRun(String setting) throws IOException {
    assertThat(train("parts", setting).exitCode()).isZero();
    Terminal.Result resumed = train("parts", setting, "--resume", "train.steps=40");
    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(train("whole", setting, "train.steps=40").exitCode()).isZero();
    assertThat(digest("parts")).isEqualTo(digest("whole"));
    assertThat(provenance("parts").has("stretched")).isFalse();
  }

  @Test
  void aScheduleThatEndsWithTheRunIsNamedAndStretchedOnRequest() throws IOException {
    assertThat(train("a", LINEAR).exitCode()).isZero();
    Terminal.Result refused = train("a", LINEAR, "--resume", "train.steps=40");
    assertThat(refused.exitCode()).isEqualTo(ExitCode.USER);
    assertThat(refused.err().strip().lines())
        .singleElement()
        .asString()
        .contains("train.lr-schedule ran over 20 steps, now over 40 steps", "--stretch");
    Terminal.Result stretched = train("a", LINEAR, "--resume", "--stretch", "train.steps=40");
    assertThat(stretched.exitCode()).as(stretched.err()).isZero();
    assertThat(provenance("a").path("stretched").path(0).asText())
        .isEqualTo("from step 20: train.lr-schedule ran over 20 steps, now over 40 steps");
    assertThat(provenance("a").path("steps").asInt()).isEqualTo(40);
    assertThat(train("a", LINEAR, "--resume", "train.steps=40").exitCode()).isZero();
    assertThat(provenance("a").path("stretched")).as("still on record").hasSize(1);
  }

  @Test
  void theLengthThatAScheduleFollowedMayBeWrittenOut() throws IOException {
    assertThat(train("a", LINEAR).exitCode()).isZero();
    String kept = "train.lr-schedule={name=linear,end=0,steps=20}";
    Terminal.Result resumed = train("a", kept, "--resume", "train.steps=40");
    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(provenance("a").has("stretched")).isFalse();
  }

  @Test
  void aRoundThatWasCutIsNamed() throws IOException {
    String[] rounds = {"train.sync=averaging", "train.local-steps=8"};
    assertThat(train("a", rounds).exitCode()).isZero();
    Terminal.Result refused = train("a", rounds[0], rounds[1], "--resume", "train.steps=40");
    assertThat(refused.exitCode()).isEqualTo(ExitCode.USER);
    assertThat(refused.err()).contains("the last round of train.local-steps = 8 was cut");
  }

  @Test
  void aLargerBudgetContinuesToo() throws IOException {
    assertThat(train("parts", "train.steps=1000", "train.budget.visited=80").exitCode()).isZero();
    assertThat(provenance("parts").path("steps").asInt()).isEqualTo(10);
    assertThat(
            train("parts", "--resume", "train.steps=1000", "train.budget.visited=160").exitCode())
        .isZero();
    assertThat(train("whole").exitCode()).isZero();
    assertThat(digest("parts")).isEqualTo(digest("whole"));
  }
}

package org.gflownet.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.gflownet.math.Progress;
import org.gflownet.train.Checkpoint;
import org.gflownet.train.ModelCodec;
import org.gflownet.train.TrainingState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HadoopCheckpointStoreTest {
  @TempDir private Path directory;
  private HadoopCheckpointStore store;

  /** Two lengths and the numbers: enough of a model file for a store. */
  private static final class PlainCodec implements ModelCodec {
    @Override
    public void write(float[] parameters, float[] updaterState, Progress progress, OutputStream out)
        throws IOException {
      ByteBuffer buffer = ByteBuffer.allocate(4 + 4 * (parameters.length + updaterState.length));
      buffer.putInt(parameters.length);
      buffer.asFloatBuffer().put(parameters).put(updaterState);
      out.write(buffer.array());
    }

    @Override
    public Decoded read(byte[] file) {
      ByteBuffer buffer = ByteBuffer.wrap(file);
      float[] parameters = new float[buffer.getInt()];
      float[] updaterState = new float[file.length / 4 - 1 - parameters.length];
      buffer.asFloatBuffer().get(parameters).get(updaterState);
      return new Decoded(parameters, updaterState);
    }
  }

  @BeforeEach
  void open() {
    store = storeKeeping(2);
  }

  private HadoopCheckpointStore storeKeeping(int keep) {
    RunDirectory root = new RunDirectory(directory.resolve("c").toString(), new Configuration());
    return new HadoopCheckpointStore(root, new PlainCodec(), keep);
  }

  private static Checkpoint checkpoint(long step) {
    return new Checkpoint(
        new TrainingState.Counters(step, 16 * step, 100 * step, 0.1 * step),
        new Progress(step, Double.NaN),
        -42,
        new float[] {step, -0f, 1e-40f},
        Optional.empty(),
        List.of(new float[] {step - 1, 0.5f, -0f}, new float[] {step - 2, 0.25f, 3f}),
        new float[] {0.5f},
        Map.of("visited", new long[] {1, Long.MIN_VALUE, step}, "empty", new long[0]),
        "seed = -42\n");
  }

  private Path step(long step) {
    return directory.resolve("c").resolve(String.format("step-%08d", step));
  }

  @Test
  void whatIsSavedIsLoaded() {
    store.save(checkpoint(120), OptionalLong.empty());
    Checkpoint loaded = store.load(120);
    Checkpoint expected = checkpoint(120);
    assertThat(loaded.counters()).isEqualTo(expected.counters());
    assertThat(loaded.seed()).isEqualTo(-42);
    assertThat(loaded.parameters()).containsExactly(expected.parameters());
    assertThat(loaded.previousParameters())
        .containsExactlyElementsOf(expected.previousParameters());
    assertThat(loaded.updaterState()).containsExactly(expected.updaterState());
    assertThat(loaded.sections().get("visited")).containsExactly(1, Long.MIN_VALUE, 120);
    assertThat(loaded.sections().get("empty")).isEmpty();
    assertThat(loaded.configText()).isEqualTo("seed = -42\n");
  }

  @Test
  void anAverageIsAModelOfItsOwnWithoutMoments() throws IOException {
    Checkpoint plain = checkpoint(120);
    store.save(plain, OptionalLong.empty());
    assertThat(store.load(120).averagedParameters()).isEmpty();
    assertThat(store.load(120).policyParameters()).containsExactly(plain.parameters());
    assertThat(step(120).resolve("averaged-model.zip")).doesNotExist();
    float[] average = {0.5f, 1e-41f, -7f};
    store.save(
        new Checkpoint(
            new TrainingState.Counters(130, 1, 1, 1),
            plain.progress(),
            plain.seed(),
            plain.parameters(),
            Optional.of(average),
            List.of(),
            plain.updaterState(),
            plain.sections(),
            plain.configText()),
        OptionalLong.empty());
    Checkpoint loaded = store.load(130);
    assertThat(loaded.averagedParameters().orElseThrow()).containsExactly(average);
    assertThat(loaded.policyParameters()).containsExactly(average);
    assertThat(loaded.parameters()).containsExactly(plain.parameters());
    assertThat(loaded.updaterState()).containsExactly(plain.updaterState());
    PlainCodec codec = new PlainCodec();
    byte[] model = Files.readAllBytes(step(130).resolve("averaged-model.zip"));
    assertThat(codec.read(model).updaterState()).isEmpty();
    Files.write(step(130).resolve("averaged-model.zip"), new byte[model.length]);
    assertThatThrownBy(() -> store.load(130)).hasMessageContaining("averaged-model.zip");
  }

  @Test
  void keepsTheNewestAndTheBest() {
    store.save(checkpoint(10), OptionalLong.of(10));
    store.save(checkpoint(20), OptionalLong.of(10));
    store.save(checkpoint(30), OptionalLong.empty());
    store.save(checkpoint(40), OptionalLong.of(10));
    assertThat(store.steps()).containsExactly(10L, 30L, 40L);
    assertThat(store.bestStep()).contains(10L);
    store.save(checkpoint(50), OptionalLong.of(50));
    assertThat(store.steps()).containsExactly(40L, 50L);
    assertThat(store.bestStep()).contains(50L);
  }

  @Test
  void onlyACheckpointThatIsThereIsMarkedAsTheBest() {
    store.save(checkpoint(10), OptionalLong.of(10));
    store.save(checkpoint(20), OptionalLong.of(15));
    assertThat(store.bestStep()).contains(10L);
    store.markBest(25);
    assertThat(store.bestStep()).contains(10L);
    store.markBest(20);
    assertThat(store.bestStep()).contains(20L);
  }

  @Test
  void savingAStepAgainReplacesIt() {
    store.save(checkpoint(10), OptionalLong.empty());
    store.save(checkpoint(10), OptionalLong.empty());
    assertThat(store.latest()).isPresent();
    assertThat(store.steps()).containsExactly(10L);
  }

  @Test
  void isEmptyBeforeTheFirst() {
    assertThat(store.latest()).isEmpty();
    assertThat(store.steps()).isEmpty();
    assertThat(store.bestStep()).isEmpty();
    assertThatThrownBy(() -> store.load(7))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("step-00000007 does not exist");
  }

  @Test
  void whatAKilledDriverLeftIsNotACheckpointAndIsRemovedByTheNextSave() throws IOException {
    store.save(checkpoint(10), OptionalLong.empty());
    Path half = directory.resolve("c").resolve(".step-00000020");
    Files.createDirectories(half);
    Files.writeString(half.resolve("model.zip"), "half");
    assertThat(store.latest().orElseThrow().counters().step()).isEqualTo(10);
    store.save(checkpoint(30), OptionalLong.empty());
    assertThat(half).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.zip", "training.json", "visited.longs", "config.resolved.conf"})
  void aDamagedFileIsDetectedAndTheOneBeforeIsUsed(String name) throws IOException {
    store.save(checkpoint(10), OptionalLong.empty());
    store.save(checkpoint(20), OptionalLong.empty());
    Path file = step(20).resolve(name);
    byte[] content = Files.readAllBytes(file);

    byte[] flipped = content.clone();
    flipped[flipped.length / 2] ^= 1;
    Files.write(file, flipped);
    assertDamaged("does not match the checksum");

    Files.write(file, Arrays.copyOf(content, content.length - 1));
    assertDamaged("its manifest says");

    Files.write(file, Arrays.copyOf(content, content.length + 1));
    assertDamaged("at most");

    Files.delete(file);
    assertDamaged(name);
  }

  private void assertDamaged(String reason) {
    assertThatThrownBy(() -> store.load(20))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("step-00000020 is damaged")
        .hasMessageContaining(reason);
    assertThat(store.latest().orElseThrow().counters().step()).isEqualTo(10);
  }

  @Test
  void aSwappedOrTornManifestIsDetected() throws IOException {
    store.save(checkpoint(10), OptionalLong.empty());
    store.save(checkpoint(20), OptionalLong.empty());
    Path manifest = step(20).resolve("manifest.json");
    String text = Files.readString(manifest);
    Files.writeString(manifest, text.substring(0, text.length() / 2));
    assertDamaged("not JSON");
    Files.copy(
        step(10).resolve("manifest.json"),
        manifest,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertDamaged("does not match the checksum");
    Files.writeString(manifest, text.replace("\"format\" : 1", "\"format\" : 99"));
    assertDamaged("format");
    Files.writeString(manifest, text.replace("model.zip", "../../model.zip"));
    assertDamaged("cannot have");
    Files.delete(manifest);
    assertDamaged("manifest.json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.zip", "training.json", "visited.longs"})
  void filesThatTwoCheckpointsHaveExchangedAreDetectedInBoth(String name) throws IOException {
    store.save(checkpoint(5), OptionalLong.empty());
    store = storeKeeping(3);
    store.save(checkpoint(10), OptionalLong.empty());
    store.save(checkpoint(20), OptionalLong.empty());
    Path aside = directory.resolve("aside");
    Files.move(step(10).resolve(name), aside);
    Files.move(step(20).resolve(name), step(10).resolve(name));
    Files.move(aside, step(20).resolve(name));
    for (long step : List.of(10L, 20L)) {
      assertThatThrownBy(() -> store.load(step))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("is damaged");
    }
    assertThat(store.latest().orElseThrow().counters().step()).isEqualTo(5);
  }

  @Test
  void checkpointsThatHaveExchangedTheirNamesAreDetected() throws IOException {
    store.save(checkpoint(10), OptionalLong.empty());
    store.save(checkpoint(20), OptionalLong.empty());
    Files.move(step(20), directory.resolve("aside"));
    Files.move(step(10), step(20));
    Files.move(directory.resolve("aside"), step(10));
    assertThatThrownBy(() -> store.load(20)).hasMessageContaining("it holds step 10");
    assertThatThrownBy(() -> store.load(10)).hasMessageContaining("it holds step 20");
    assertThat(store.latest()).isEmpty();
  }

  /** Whatever the bit, it is found out or, as in the manifest's blanks, means nothing. */
  @Test
  void aBitFlippedAnywhereIsDetectedOrHarmless() throws IOException {
    store.save(checkpoint(10), OptionalLong.empty());
    store.save(checkpoint(20), OptionalLong.empty());
    int detected = 0;
    int harmless = 0;
    try (var files = Files.list(step(20))) {
      for (Path file : files.toList()) {
        byte[] content = Files.readAllBytes(file);
        for (int i = 0; i < content.length; i++) {
          byte[] flipped = content.clone();
          flipped[i] ^= (byte) (1 << i % 8);
          Files.write(file, flipped);
          Checkpoint latest = store.latest().orElseThrow();
          if (latest.counters().step() == 10) {
            detected++;
          } else {
            assertThat(file.getFileName()).hasToString("manifest.json");
            assertThat(latest.parameters()).containsExactly(checkpoint(20).parameters());
            harmless++;
          }
        }
        Files.write(file, content);
      }
    }
    assertThat(detected).isGreaterThan(500);
    assertThat(harmless).isLessThan(100);
  }

  @Test
  void aCheckpointUnderAnotherNameIsRefused() throws IOException {
    store.save(checkpoint(10), OptionalLong.empty());
    store.save(checkpoint(20), OptionalLong.empty());
    Files.move(step(20), step(21));
    assertThatThrownBy(() -> store.load(21)).hasMessageContaining("it holds step 20");
    assertThat(store.latest().orElseThrow().counters().step()).isEqualTo(10);
  }

  @Test
  void filesHaveNoChecksumSideFiles() throws IOException {
    store.save(checkpoint(10), OptionalLong.of(10));
    try (var files = Files.walk(directory)) {
      assertThat(files.map(p -> p.getFileName().toString())).noneMatch(n -> n.endsWith(".crc"));
    }
    assertThat(Files.readString(step(10).resolve("training.json"), StandardCharsets.UTF_8))
        .contains("\"seed\" : -42");
  }
}

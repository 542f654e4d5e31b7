package org.gflownet.spark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gflownet.math.Progress;
import org.gflownet.train.Checkpoint;
import org.gflownet.train.CheckpointStore;
import org.gflownet.train.ModelCodec;
import org.gflownet.train.TrainingState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checkpoints as directories {@code step-NNNNNNNN} on any file system that Hadoop knows, each with
 * a manifest of checksums, written under a temporary name and renamed. Object stores rename
 * nothing: there the manifest, which is written last, makes the checkpoint.
 *
 * <p>A directory holds {@code model.zip} (a DL4J model with its updater state), {@code
 * training.json} (counters and seed), {@code config.resolved.conf}, one {@code *.longs} file per
 * tracked section, {@code manifest.json} and, where steps are pipelined, {@code
 * previous-parameters.floats}: the vectors of the steps before, newest first, little-endian; where
 * parameters are averaged, {@code averaged-model.zip}, a DL4J model with the average and without
 * updater state. But on local disks all but the first and the manifest are in {@code state.zip}.
 *
 * <p>For one process at a time, which alone writes here: it remembers what it has listed.
 */
public final class HadoopCheckpointStore implements CheckpointStore {
  private static final Logger LOG = LoggerFactory.getLogger(HadoopCheckpointStore.class);
  private static final String MODEL = "model.zip";
  private static final String AVERAGED = "averaged-model.zip";
  private static final String TRAINING = "training.json";
  private static final String CONFIG = "config.resolved.conf";
  private static final String PREVIOUS = "previous-parameters.floats";
  private static final String SECTION_SUFFIX = ".longs";
  private static final String BEST = "best.json";
  private static final String PREFIX = "step-";
  private static final Pattern STEP = Pattern.compile(PREFIX + "[0-9]{8,18}");
  private static final Pattern MANIFEST =
      Pattern.compile("(" + STEP + ")/" + Pattern.quote(CheckpointManifest.NAME));

  private final RunDirectory directory;
  private final ModelCodec codec;
  private final int keep;

  /** Steps on an object store, once listed. */
  private NavigableSet<Long> known;

  /** Whether unfinished ones of an earlier process are gone from an object store. */
  private boolean isCleared;

  /** The best step, once read. */
  private Optional<Long> best;

  /**
   * A store.
   *
   * @param directory that holds the checkpoints; created when the first is saved
   * @param codec of model files
   * @param keep number of newest checkpoints to keep, at least 1; the best is kept beside them
   */
  public HadoopCheckpointStore(RunDirectory directory, ModelCodec codec, int keep) {
    this.directory = directory;
    this.codec = codec;
    this.keep = keep;
  }

  @Override
  public void save(Checkpoint checkpoint, OptionalLong bestStep) {
    if (directory.canRename()) {
      saveAndRename(checkpoint);
    } else {
      saveInPlace(checkpoint);
    }
    bestStep.ifPresent(this::markBest);
    removeOld();
  }

  @Override
  public void markBest(long step) {
    boolean marked = bestStep().filter(present -> present == step).isPresent();
    if (!marked && steps().contains(step)) {
      directory.replaceText(BEST, "{\"step\": " + step + "}\n");
      best = Optional.of(step);
    }
  }

  private void saveAndRename(Checkpoint checkpoint) {
    String name = nameOf(checkpoint.counters().step());
    String temporary = "." + name;
    directory.create();
    directory.delete(temporary);
    writeTo(temporary, checkpoint);
    if (directory.exists(name)) {
      // Only a resume from an older checkpoint comes here again; the bits are the same.
      directory.delete(name);
    }
    directory.rename(temporary, name);
  }

  private void saveInPlace(Checkpoint checkpoint) {
    long step = checkpoint.counters().step();
    if (known().contains(step)) {
      // As above; without its manifest it is no checkpoint while its files change.
      known.remove(step);
      directory.delete(nameOf(step) + "/" + CheckpointManifest.NAME);
    }
    writeTo(nameOf(step), checkpoint);
    known.add(step);
  }

  private void writeTo(String name, Checkpoint checkpoint) {
    try {
      RunDirectory target = directory.child(name);
      target.create();
      CheckpointManifest manifest = manifestOf(checkpoint);
      if (!directory.isLocal()) {
        // A few requests instead of one or more for each section.
        manifest.packAllBut(MODEL);
      }
      manifest.writeTo(target);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + name + ": " + e.getMessage(), e);
    } catch (StorageException e) {
      removeAfter(e, name);
      throw e;
    }
  }

  /** A disk that is full is not to be filled with half a checkpoint. */
  private void removeAfter(StorageException failure, String name) {
    try {
      directory.delete(name);
    } catch (StorageException e) {
      failure.addSuppressed(e);
    }
  }

  private CheckpointManifest manifestOf(Checkpoint checkpoint) throws IOException {
    CheckpointManifest manifest = new CheckpointManifest();
    manifest.add(
        MODEL, modelOf(checkpoint.parameters(), checkpoint.updaterState(), checkpoint.progress()));
    if (checkpoint.averagedParameters().isPresent()) {
      float[] averaged = checkpoint.averagedParameters().get();
      manifest.add(AVERAGED, modelOf(averaged, new float[0], checkpoint.progress()));
    }
    ObjectNode training = CheckpointManifest.JSON.createObjectNode();
    training.put("step", checkpoint.counters().step());
    training.put("trajectories", checkpoint.counters().trajectories());
    training.put("transitions", checkpoint.counters().transitions());
    training.put("seconds", checkpoint.counters().seconds());
    training.put("seed", checkpoint.seed());
    manifest.add(
        TRAINING,
        CheckpointManifest.JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(training));
    manifest.add(CONFIG, checkpoint.configText().getBytes(StandardCharsets.UTF_8));
    if (!checkpoint.previousParameters().isEmpty()) {
      manifest.add(PREVIOUS, PlainBytes.ofFloats(checkpoint.previousParameters()));
    }
    checkpoint
        .sections()
        .forEach((name, values) -> manifest.add(name + SECTION_SUFFIX, PlainBytes.ofLongs(values)));
    return manifest;
  }

  private byte[] modelOf(float[] parameters, float[] updaterState, Progress progress)
      throws IOException {
    ByteArrayOutputStream model = new ByteArrayOutputStream();
    codec.write(parameters, updaterState, progress, model);
    return model.toByteArray();
  }

  @Override
  public List<Long> steps() {
    if (!directory.canRename()) {
      return new ArrayList<>(known());
    }
    List<Long> steps = new ArrayList<>();
    for (String name : directory.names()) {
      if (STEP.matcher(name).matches()) {
        steps.add(stepOf(name));
      }
    }
    steps.sort(null);
    return steps;
  }

  /** Steps with a manifest. What has none was never finished, and is removed. */
  private NavigableSet<Long> known() {
    if (known == null) {
      known = new TreeSet<>();
      for (String file : directory.filesBelow()) {
        Matcher matcher = MANIFEST.matcher(file);
        if (matcher.matches()) {
          known.add(stepOf(matcher.group(1)));
        }
      }
    }
    return known;
  }

  private static long stepOf(String name) {
    return Long.parseLong(name.substring(PREFIX.length()));
  }

  @Override
  public Optional<Checkpoint> latest() {
    List<Long> steps = steps();
    for (int i = steps.size() - 1; i >= 0; i--) {
      try {
        return Optional.of(load(steps.get(i)));
      } catch (IllegalArgumentException e) {
        LOG.warn("{}; trying the one before", e.getMessage());
      }
    }
    return Optional.empty();
  }

  @Override
  public Checkpoint load(long step) {
    String name = nameOf(step);
    String where = "checkpoint " + directory.location() + "/" + name;
    if (!directory.exists(name)) {
      throw new IllegalArgumentException(where + " does not exist; there are steps " + steps());
    }
    try {
      return decode(CheckpointManifest.read(directory.child(name)), step);
    } catch (IllegalArgumentException | UncheckedIOException e) {
      throw new IllegalArgumentException(where + " is damaged: " + e.getMessage(), e);
    }
  }

  private Checkpoint decode(Map<String, byte[]> files, long step) {
    for (String required : List.of(MODEL, TRAINING, CONFIG)) {
      if (!files.containsKey(required)) {
        throw new IllegalArgumentException("it has no " + required);
      }
    }
    JsonNode training = CheckpointManifest.parse(files.get(TRAINING));
    if (training.path("step").asLong(-1) != step) {
      throw new IllegalArgumentException("it holds step " + training.path("step"));
    }
    ModelCodec.Decoded model = codec.read(files.get(MODEL));
    Map<String, long[]> sections = new TreeMap<>();
    files.forEach(
        (name, content) -> {
          if (name.endsWith(SECTION_SUFFIX)) {
            String section = name.substring(0, name.length() - SECTION_SUFFIX.length());
            sections.put(section, PlainBytes.longs(content));
          }
        });
    return new Checkpoint(
        new TrainingState.Counters(
            step,
            training.path("trajectories").asLong(),
            training.path("transitions").asLong(),
            training.path("seconds").asDouble()),
        new Progress(step, Double.NaN),
        training.path("seed").asLong(),
        model.parameters(),
        Optional.ofNullable(files.get(AVERAGED)).map(file -> codec.read(file).parameters()),
        PlainBytes.floats(
            files.getOrDefault(PREVIOUS, new byte[0]), model.parameters().length, PREVIOUS),
        model.updaterState(),
        sections,
        new String(files.get(CONFIG), StandardCharsets.UTF_8));
  }

  @Override
  public Optional<Long> bestStep() {
    if (best == null) {
      best = directory.exists(BEST) ? readBest() : Optional.empty();
    }
    return best;
  }

  private Optional<Long> readBest() {
    JsonNode step = CheckpointManifest.parse(directory.read(BEST, 1 << 10)).path("step");
    return step.isIntegralNumber() ? Optional.of(step.asLong()) : Optional.empty();
  }

  private void removeOld() {
    List<Long> steps = steps();
    long best = bestStep().orElse(-1L);
    for (int i = 0; i < steps.size() - keep; i++) {
      if (steps.get(i) != best) {
        directory.delete(nameOf(steps.get(i)));
        if (known != null) {
          known.remove(steps.get(i));
        }
      }
    }
    removeUnfinished();
  }

  /** What a killed driver left half-written. */
  private void removeUnfinished() {
    if (directory.canRename()) {
      directory.names().stream().filter(name -> name.startsWith(".")).forEach(directory::delete);
    } else if (!isCleared) {
      isCleared = true;
      for (String name : directory.names()) {
        if (STEP.matcher(name).matches() && !known().contains(stepOf(name))) {
          directory.delete(name);
        }
      }
    }
  }

  private static String nameOf(long step) {
    return PREFIX + String.format(Locale.ROOT, "%08d", step);
  }
}

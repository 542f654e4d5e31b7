package org.gflownet.run.folder;

import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.gflownet.config.GflownetConfig;
import org.gflownet.report.EventFile;
import org.gflownet.spark.RunDirectory;

/**
 * The folder {@code tensorboard} of a run: one event file with the numbers of every report. On this
 * machine's own file system it grows in place, so that a TensorBoard that looks at it sees new
 * points; so it does elsewhere where files can grow. Object stores cannot append: there it is
 * written anew with each report.
 */
public final class TensorBoardLog {
  public static final String FOLDER = "tensorboard";

  /** TensorBoard takes every file with "tfevents" in its name, in the order of names. */
  public static final String NAME = "events.out.tfevents.0000000000.gflownet";

  private static final int MAX_BYTES = 1 << 30;

  private final RunDirectory directory;
  private final ByteArrayOutputStream all = new ByteArrayOutputStream();

  /** Whether this process has written the file. */
  private boolean isThere;

  private TensorBoardLog(RunDirectory run) {
    this.directory = run.child(FOLDER);
    all.writeBytes(EventFile.header(now()));
  }

  /** The log, where {@code report.tensorboard} asks for it. */
  public static Optional<TensorBoardLog> of(GflownetConfig config, RunDirectory run) {
    return config.report().tensorboard() ? Optional.of(new TensorBoardLog(run)) : Optional.empty();
  }

  /** Takes up the events of an earlier process up to a step; later ones will be written again. */
  void resumeAt(long step) {
    if (!directory.exists(NAME)) {
      return;
    }
    for (EventFile.Event event : EventFile.decode(directory.read(NAME, MAX_BYTES))) {
      if (event.step() <= step) {
        all.writeBytes(EventFile.encode(event));
      }
    }
    replace();
  }

  /** Adds a report: whatever in it is a finite number. */
  public void add(Map<String, Object> figures) {
    Map<String, Float> scalars = new TreeMap<>();
    RunLogs.numbers(figures)
        .forEach((name, value) -> scalars.put(name.replace('.', '/'), value.floatValue()));
    long step = ((Number) figures.get("step")).longValue();
    byte[] frame = EventFile.encode(new EventFile.Event(now(), step, scalars));
    all.writeBytes(frame);
    if (!isThere || !directory.canAppend()) {
      replace();
    } else {
      directory.append(NAME, frame);
    }
  }

  private void replace() {
    directory.create();
    directory.replace(NAME, all::writeTo);
    isThere = true;
  }

  private static double now() {
    return System.currentTimeMillis() / 1000.0;
  }
}

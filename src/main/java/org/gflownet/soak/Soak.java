package org.gflownet.soak;

import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.gflownet.math.RandomStream;

/**
 * Trains the same run again and again on a cluster whose parts are killed and slowed at random, and
 * compares each with an undisturbed one.
 *
 * <p>Faults come in random order, each kind once before any comes again.
 */
public final class Soak {
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");
  private static final long SHORTEST_PAUSE_MILLIS = 2000;
  private static final int MORE_PAUSE_MILLIS = 8000;

  /** So long without a new checkpoint means that a run has not survived. */
  private static final long STUCK_MILLIS = 240_000;

  private final Settings settings;
  private final TableAudit audit;
  private final Consumer<String> ledger;
  private final RandomStream random;
  private final long start = System.nanoTime();
  private final List<Fault> deck = new ArrayList<>();
  private int numFaults;
  private long rowsLost;
  private String undisturbed = "none";
  private TableAudit.Count undisturbedTable;
  private String digest = "none";
  private boolean same = true;
  private double secondsOfRun;

  /**
   * What to do.
   *
   * @param scripts folder of the scripts
   * @param directory empty folder for everything that is written
   * @param minutes time for all, the undisturbed run included
   * @param seed of the faults
   * @param atLeast number of faults to make, even if that takes more time
   * @param steps of the run that is repeated
   */
  public record Settings(
      Path scripts, Path directory, double minutes, long seed, int atLeast, int steps) {}

  /**
   * A soak.
   *
   * @param audit reads the tables of visited objects
   * @param ledger receives a line for each fault and each run
   */
  public Soak(Settings settings, TableAudit audit, Consumer<String> ledger) {
    this.settings = settings;
    this.audit = audit;
    this.ledger = ledger;
    this.random = new RandomStream(settings.seed(), 0, 0);
  }

  /**
   * Soaks until the time is over.
   *
   * @return whether every run came to the undisturbed one's parameters and table
   */
  public boolean run() throws InterruptedException {
    boolean survived = true;
    try {
      SoakConfig.write(settings.directory(), settings.steps());
      soak(new Commands(settings.scripts(), settings.directory()));
    } catch (SoakFailedException e) {
      say("FAILED: " + e.getMessage());
      survived = false;
    }
    ledger.accept(
        "faults=%d rows_lost=%d digest=%s undisturbed=%s"
            .formatted(numFaults, rowsLost, digest, undisturbed));
    return survived && same && rowsLost == 0;
  }

  private void soak(Commands commands) throws InterruptedException {
    Thread atInterruption = new Thread(() -> end(commands), "end of a soak");
    try (Cluster cluster = new Cluster(commands)) {
      Runtime.getRuntime().addShutdownHook(atInterruption);
      reference(commands, cluster);
      int run = 1;
      do {
        disturbed(commands, cluster, run++);
      } while (same
          && rowsLost == 0
          && (numFaults < settings.atLeast() || secondsLeft() > 1.5 * secondsOfRun));
    } finally {
      forget(atInterruption);
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending: the hook does the work.
    }
  }

  /** Leaves no process behind when the soak itself is ended by Ctrl-C. */
  private static void end(Commands commands) {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    try {
      commands.run("cluster.sh", "stop");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void reference(Commands commands, Cluster cluster) throws InterruptedException {
    long began = System.nanoTime();
    try (Training training = new Training(commands, "undisturbed", cluster.url(), 0)) {
      awaitEnd(training, Long.MAX_VALUE, () -> {});
      undisturbed = training.digest();
      undisturbedTable = audit.count(training.folder().resolve("visited"));
    }
    secondsOfRun = (System.nanoTime() - began) * 1e-9;
    rowsLost += undisturbedTable.wrong(SoakConfig.rows(settings.steps()));
    say(
        "undisturbed run: %d steps in %.1f s, %d rows, digest %s"
            .formatted(settings.steps(), secondsOfRun, undisturbedTable.rows(), undisturbed));
  }

  private void disturbed(Commands commands, Cluster cluster, int run) throws InterruptedException {
    String name = "disturbed-" + run;
    int before = numFaults;
    try (Training training = new Training(commands, name, cluster.url(), run)) {
      awaitEnd(training, pause(), () -> inflict(cluster, training, run));
      digest = training.digest();
      TableAudit.Count table = audit.count(training.folder().resolve("visited"));
      rowsLost += table.wrong(SoakConfig.rows(settings.steps()));
      same = digest.equals(undisturbed) && table.digest().equals(undisturbedTable.digest());
      say(
          "run %d: %d faults, %d of %d rows, table %s, digest %s"
              .formatted(
                  run,
                  numFaults - before,
                  table.distinct(),
                  SoakConfig.rows(settings.steps()),
                  table.digest().equals(undisturbedTable.digest()) ? "the same" : "DIFFERENT",
                  digest.equals(undisturbed) ? "the same" : "DIFFERENT: " + digest));
    }
  }

  private interface Disturbance {
    void make() throws InterruptedException;
  }

  /** Waits for a run's end and disturbs it in between, first after so many milliseconds. */
  private void awaitEnd(Training training, long firstMillis, Disturbance disturbance)
      throws InterruptedException {
    long next = firstMillis;
    long waited = 0;
    long idle = 0;
    long checkpoint = -1;
    while (!training.ends(100)) {
      idle += 100;
      if (training.checkpoint() != checkpoint) {
        checkpoint = training.checkpoint();
        idle = 0;
      }
      if (idle > STUCK_MILLIS) {
        throw new SoakFailedException("no new checkpoint after that of step " + checkpoint);
      }
      waited += training.isUnderWay() ? 100 : 0;
      if (waited >= next && moreFaults()) {
        disturbance.make();
        waited = 0;
        next = pause();
      }
    }
  }

  private boolean moreFaults() {
    return numFaults < settings.atLeast() || secondsLeft() > 0.5 * secondsOfRun;
  }

  private long pause() {
    return SHORTEST_PAUSE_MILLIS + random.nextInt(MORE_PAUSE_MILLIS);
  }

  private double secondsLeft() {
    return settings.minutes() * 60 - (System.nanoTime() - start) * 1e-9;
  }

  private void inflict(Cluster cluster, Training training, int run) throws InterruptedException {
    if (deck.isEmpty()) {
      deck.addAll(List.of(Fault.values()));
      // Fisher and Yates' shuffle, with the soak's own stream.
      for (int i = deck.size() - 1; i > 0; i--) {
        Collections.swap(deck, i, random.nextInt(i + 1));
      }
    }
    Fault fault = deck.get(deck.size() - 1);
    long checkpoint = training.checkpoint();
    String done = fault.inflict(cluster, training, random);
    if (done != null) {
      deck.remove(deck.size() - 1);
      numFaults++;
      say(
          "fault %d %s: run %d after the checkpoint of step %d: %s"
              .formatted(
                  numFaults,
                  fault.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                  run,
                  checkpoint,
                  done));
    }
  }

  private void say(String line) {
    ledger.accept(LocalTime.now(ZoneId.systemDefault()).format(CLOCK) + " " + line);
  }
}

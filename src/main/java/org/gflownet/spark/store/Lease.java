package org.gflownet.spark.store;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right of one process to write into a folder. It is a hidden file there, which the holder
 * writes again while it lives.
 *
 * <p>Taken over at once are the lease of a process that is known to have ended (on this machine),
 * and one that has not been renewed for {@link Terms#silence}, by the store's own clock. On local
 * disks and HDFS one process alone can take it, since files are created there by one of several; on
 * object stores two that try within half a second could both believe so until the next renewal.
 *
 * <p>A holder that stood still for longer than that finds out before it next writes: see {@link
 * #check}. Thread-safe.
 */
public final class Lease implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lease.class);
  private static final int RENEWALS_PER_SILENCE = 4;
  private static final long MAX_POLL_MILLIS = 1000;
  private static final int BACK_OFF_MILLIS = 200;

  private final LeaseFiles files;
  private final String folder;
  private final Holder holder;
  private final int number;
  private final Duration silence;
  private final CountDownLatch closed = new CountDownLatch(1);
  private long renewals;
  private volatile long renewedNanos;
  private volatile String lost;

  /**
   * How a lease is asked for.
   *
   * @param attempt what it is for, in words
   * @param silence without renewal after which a holder is taken for gone
   * @param patience how a holder is waited for
   */
  public record Terms(String attempt, Duration silence, Patience patience) {}

  /** What to do about a holder that may be alive. */
  public enum Patience {
    /** Nothing. */
    NONE,
    /** To wait until it has been silent for long enough, unless it shows that it lives. */
    FOR_SILENCE,
    /** To wait as long even if it lives: it may be about to end. */
    FOR_END
  }

  private Lease(LeaseFiles files, String folder, Holder holder, int number, Terms terms) {
    this.files = files;
    this.folder = folder;
    this.holder = holder;
    this.number = number;
    this.silence = terms.silence();
    this.renewedNanos = System.nanoTime();
  }

  /** Whether the name of a file in a folder is that of a lease. */
  public static boolean isFile(String name) {
    return LeaseFiles.isOne(name);
  }

  /**
   * Takes the lease of a folder.
   *
   * @param folder is there
   * @throws LeaseHeldException if another has it
   */
  public static Lease take(FileStore store, Path folder, Terms terms) throws IOException {
    LeaseFiles files = new LeaseFiles(store, folder);
    Holder holder = Holder.here(terms.attempt());
    Wait wait = new Wait(terms);
    while (true) {
      SortedSet<Integer> before = files.numbers();
      if (!before.isEmpty() && !isFree(files, before.last(), folder, wait)) {
        sleep(Math.min(MAX_POLL_MILLIS, terms.silence().toMillis() / RENEWALS_PER_SILENCE));
        continue;
      }
      int number = before.isEmpty() ? 1 : before.last() + 1;
      if (files.take(number, holder)) {
        SortedSet<Integer> now = files.numbers();
        now.removeAll(before);
        if (now.size() == 1 && now.contains(number)) {
          for (int old : before) {
            files.remove(old);
          }
          Lease lease = new Lease(files, folder.toString(), holder, number, terms);
          lease.startRenewing();
          return lease;
        }
        // Another one came in between by another number: both step back, and not in step.
        files.remove(number);
      }
      sleep(Math.floorMod(holder.id().hashCode(), BACK_OFF_MILLIS));
    }
  }

  /** Whether a lease may be taken over; if not, it is to be waited for. */
  private static boolean isFree(LeaseFiles files, int number, Path folder, Wait wait)
      throws IOException {
    Optional<LeaseFiles.Entry> entry = files.read(number);
    if (entry.isEmpty()) {
      return false;
    }
    if (entry.get().holder().map(Holder::isGone).orElse(false)) {
      LOG.info("{} had the folder and has ended", entry.get().holder().get().inWords());
      return true;
    }
    Duration age = Duration.ofMillis(files.now() - entry.get().written());
    if (age.compareTo(wait.terms.silence()) >= 0) {
      LOG.warn(
          "{} had {} and has been silent for {} s: it is taken over",
          entry.get().holder().map(Holder::inWords).orElse("a process"),
          folder,
          age.toSeconds());
      return true;
    }
    wait.goOn(entry.get(), age, folder);
    return false;
  }

  /** How long a holder has been waited for. */
  private static final class Wait {
    private final Terms terms;
    private final long start = System.nanoTime();
    private LeaseFiles.Entry first;

    Wait(Terms terms) {
      this.terms = terms;
    }

    /** Refuses to wait any longer where there is no use in it. */
    void goOn(LeaseFiles.Entry entry, Duration age, Path folder) {
      boolean isAlive =
          entry.holder().map(Holder::isAlive).orElse(false)
              || (first != null && !sameRenewal(entry, first));
      boolean hasWaited =
          System.nanoTime() - start > terms.silence().toNanos() * 5 / RENEWALS_PER_SILENCE;
      if (terms.patience() == Patience.NONE
          || hasWaited
          || (isAlive && terms.patience() == Patience.FOR_SILENCE)) {
        throw new LeaseHeldException(
            String.format(
                "%s is written by %s, which was there %d s ago; wait for its end, or end it (one"
                    + " that is silent for %d s, checkpoint.lease-seconds, is taken over)",
                folder,
                entry.holder().map(Holder::inWords).orElse("another process"),
                Math.max(0, age.toSeconds()),
                terms.silence().toSeconds()));
      }
      if (first == null) {
        first = entry;
        LOG.warn(
            "waiting up to {} s for {}, which had {}",
            terms.silence().minus(age).toSeconds(),
            entry.holder().map(Holder::inWords).orElse("a process"),
            folder);
      }
    }

    private static boolean sameRenewal(LeaseFiles.Entry one, LeaseFiles.Entry other) {
      return one.renewals() == other.renewals()
          && one.holder().map(Holder::id).equals(other.holder().map(Holder::id));
    }
  }

  private static void sleep(long millis) throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(Math.max(1, millis));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while it waited for another process", e);
    }
  }

  private void startRenewing() {
    Thread thread = new Thread(this::keepRenewing, "lease of " + folder);
    thread.setDaemon(true);
    thread.start();
  }

  private void keepRenewing() {
    long period = Math.max(1, silence.toMillis() / RENEWALS_PER_SILENCE);
    try {
      while (lost == null && !closed.await(period, TimeUnit.MILLISECONDS)) {
        renew();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isStale() {
    return System.nanoTime() - renewedNanos > silence.toNanos() / 2;
  }

  private synchronized void renew() {
    if (lost != null) {
      return;
    }
    try {
      long start = System.nanoTime();
      if (isMine()) {
        files.renew(number, holder, ++renewals);
        renewedNanos = start;
        if (isStale() && !isMine()) {
          // It stood still between the look and the writing.
          files.remove(number);
        }
      }
    } catch (IOException e) {
      if (System.nanoTime() - renewedNanos > silence.toNanos()) {
        lost = "it could not be renewed for " + silence.toSeconds() + " s: " + e.getMessage();
      }
    }
  }

  private boolean isMine() throws IOException {
    SortedSet<Integer> numbers = files.numbers();
    Optional<LeaseFiles.Entry> entry =
        numbers.isEmpty() ? Optional.empty() : files.read(numbers.last());
    Optional<Holder> now = entry.flatMap(LeaseFiles.Entry::holder);
    if (now.map(Holder::id).equals(Optional.of(holder.id()))) {
      return true;
    }
    lost =
        now.map(other -> other.inWords() + " has taken it over")
            .orElse("another process has taken it over, or its files were removed");
    return false;
  }

  /**
   * Makes sure that the folder is still this process's own. Costs nothing while renewals are in
   * time.
   *
   * @throws LeaseLostException if it is not
   */
  public void check() {
    if (lost == null && isStale()) {
      renew();
    }
    if (lost != null) {
      throw new LeaseLostException(
          "this process may not write into " + folder + " any more: " + lost + "; it ends");
    }
  }

  /** Whether the folder is known to be another's. */
  public boolean isLost() {
    return lost != null;
  }

  /** Gives the folder free, if it is still this process's own. */
  @Override
  public void close() {
    closed.countDown();
    synchronized (this) {
      if (lost != null) {
        return;
      }
      lost = "it was given free";
      try {
        files.remove(number);
      } catch (IOException e) {
        LOG.warn("the lease of {} stays: {}", folder, e.getMessage());
      }
    }
  }
}

package org.gflownet.run.score;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BooleanSupplier;
import org.gflownet.math.Sha256;
import org.gflownet.run.UserException;
import org.gflownet.run.score.LookTask.Seen;
import org.gflownet.run.score.LookTask.Split;
import org.gflownet.spark.SparkTasks;

/**
 * Looks a table through before anything is scored: how many rows it has, where they are, what its
 * bytes are, and whether it can be read to its end. Tasks look at splits of its files.
 */
final class ScoreScan {
  /** Bytes of a split: a second of looking or less. */
  private static final long SPLIT_BYTES = 16L << 20;

  private final ScoreTable table;
  private final LookTask task;
  private final List<Split> splits = new ArrayList<>();
  private final AtomicReferenceArray<Seen> seen;

  /**
   * What is to be looked at.
   *
   * @param every of so many rows the first one's place is noted
   * @param output folder that who looks has to see, too
   */
  ScoreScan(ScoreTable table, int every, SharedFolder output) {
    this.table = table;
    this.task = new LookTask(table, every, output);
    for (int file = 0; file < table.files().size(); file++) {
      long length = table.folder(file).length(table.name(file));
      boolean isSplit = table.isSplittable(file) && length > SPLIT_BYTES;
      for (long from = 0; from == 0 || (isSplit && from < length); from += SPLIT_BYTES) {
        long to = isSplit ? from + SPLIT_BYTES : Long.MAX_VALUE;
        splits.add(new Split(splits.size(), file, from, to, length));
      }
    }
    seen = new AtomicReferenceArray<>(splits.size());
  }

  /**
   * Looks.
   *
   * @param progress told the bytes that were looked at
   * @param isStopped asked between splits
   * @return false if it was stopped
   * @throws UserException if the table cannot be read to its end
   */
  boolean run(ScoreWorkers workers, ScoreProgress progress, BooleanSupplier isStopped) {
    AtomicInteger begun = new AtomicInteger();
    BooleanSupplier isStoppedBetween =
        () -> begun.getAndIncrement() > 0 && isStopped.getAsBoolean();
    boolean ended = workers.run(new Looking(progress), isStoppedBetween);
    if (ended) {
      check();
    }
    return ended;
  }

  /** Looks at splits and notes what is there. */
  private final class Looking implements ScoreWork<Split> {
    private final ScoreProgress progress;

    Looking(ScoreProgress progress) {
      this.progress = progress;
    }

    @Override
    public String description() {
      return "count rows";
    }

    @Override
    public List<List<Split>> runs() {
      return splits.stream().map(List::of).toList();
    }

    @Override
    public SparkTasks.Body<List<Split>> body() {
      return task;
    }

    @Override
    public boolean take(List<Split> looked, String outcome) {
      List<Seen> what = LookTask.seen(outcome);
      boolean isSeen = what.stream().allMatch(Seen::isSeen);
      for (int i = 0; isSeen && i < looked.size(); i++) {
        note(looked.get(i), what.get(i));
      }
      return isSeen;
    }

    @Override
    public void doHere(List<Split> looked) {
      looked.forEach(split -> note(split, task.look(split)));
    }

    private void note(Split split, Seen what) {
      seen.set(split.number(), what);
      progress.scored(Math.min(split.to(), split.length()) - split.from());
    }

    @Override
    public String file(Split split) {
      return table.files().get(split.file());
    }
  }

  /** The first problem, with its place. */
  private void check() {
    long rows = 0;
    long lines = 0;
    for (int i = 0; i < splits.size(); i++) {
      Split split = splits.get(i);
      if (split.from() == 0) {
        rows = 0;
        lines = 0;
      }
      Seen what = seen.get(i);
      if (!what.isSeen()) {
        throw table.problem(split.file(), "it is gone, or has changed just now");
      }
      if (what.found().problem() != null) {
        throw table.problem(split.file(), what.found().problem(rows, lines));
      }
      rows += what.found().rows();
      lines += what.found().lines();
    }
    if (numRows() == 0
        && table.format() != TableFormat.DELIMITED
        && table.format() != TableFormat.PARQUET) {
      throw table.problem(0, "it is empty");
    }
  }

  /** Bytes of all files. */
  long numBytes() {
    return splits.stream().filter(split -> split.from() == 0).mapToLong(Split::length).sum();
  }

  /** Rows of the table. */
  long numRows() {
    long rows = 0;
    for (int i = 0; i < splits.size(); i++) {
      rows += seen.get(i).found().rows();
    }
    return rows;
  }

  /** SHA-256 of the SHA-256 of the splits, in hex. */
  String digest() {
    MessageDigest digest = Sha256.start();
    for (int i = 0; i < splits.size(); i++) {
      digest.update(seen.get(i).sha256().getBytes(StandardCharsets.US_ASCII));
    }
    return Sha256.hex(digest);
  }

  /** The table with all its columns. */
  ScoreTable table() {
    if (table.format() != TableFormat.SDF) {
      return table;
    }
    Set<String> items = new LinkedHashSet<>();
    for (int i = 0; i < splits.size(); i++) {
      items.addAll(seen.get(i).found().items());
    }
    return table.withItems(List.copyOf(items));
  }

  /** Adds the rows to a plan. */
  void addTo(ScorePlan plan) {
    for (int i = 0; i < splits.size(); i++) {
      plan.add(splits.get(i).file(), seen.get(i).pieces());
    }
  }
}

package org.gflownet.run.score;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.gflownet.reward.chem.ChunkScores;
import org.gflownet.reward.chem.MoleculeChunk;
import org.gflownet.table.TableReader;
import org.gflownet.table.TableRow;

/**
 * Reads a table chunk by chunk and has a bounded number of chunks scored at the same time. How the
 * rows are cut depends on the table alone, so the output does not depend on who scores.
 */
public final class ScoreRun {
  private static final int MAX_CHUNK_CHARS = 1 << 22;

  private final Plan plan;
  private final ScoreOutput output;
  private final ScoreProgress progress;
  private final ScoreSummary summary = new ScoreSummary();
  private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
  private int numChunks;

  /** Scores a chunk; thread-safe. */
  public interface Scorer {
    /** What became of each row. */
    ChunkScores score(MoleculeChunk chunk);
  }

  /**
   * What to read and how.
   *
   * @param columns of the output
   * @param structures position of the structures
   * @param stems position of the free stems; -1 for none
   * @param molfiles whether structures are connection tables
   * @param chunkRows most rows of a chunk
   * @param window chunks at the same time
   */
  public record Plan(
      ScoreColumns columns,
      int structures,
      int stems,
      boolean molfiles,
      int chunkRows,
      int window) {
    /** The same with another number of chunks at the same time. */
    public Plan withWindow(int chunks) {
      return new Plan(columns, structures, stems, molfiles, chunkRows, chunks);
    }
  }

  public ScoreRun(Plan plan, ScoreOutput output, ScoreProgress progress) {
    this.plan = plan;
    this.output = output;
    this.progress = progress;
  }

  /**
   * Scores a table; chunks that are there already are passed over.
   *
   * @param isStopped asked between chunks
   * @return whether it came to the end
   */
  public boolean run(TableReader reader, Scorer scorer, BooleanSupplier isStopped)
      throws IOException {
    ExecutorService threads = Executors.newFixedThreadPool(plan.window());
    Semaphore free = new Semaphore(plan.window());
    boolean ended = false;
    try {
      while (!ended && failure.get() == null && !isStopped.getAsBoolean()) {
        List<TableRow> rows = chunk(reader);
        ended = rows.isEmpty();
        if (!ended) {
          submit(numChunks++, rows, scorer, threads, free);
        }
      }
    } finally {
      threads.shutdown();
      await(threads);
    }
    if (failure.get() != null) {
      throw failure.get();
    }
    return ended;
  }

  private void submit(
      int number, List<TableRow> rows, Scorer scorer, ExecutorService threads, Semaphore free) {
    if (output.has(number)) {
      ScoreSummary counts = output.summary(number);
      summary.add(counts);
      progress.known(rows.size());
      return;
    }
    free.acquireUninterruptibly();
    threads.execute(
        () -> {
          try {
            if (failure.get() == null) {
              score(number, rows, scorer);
            }
          } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
          } catch (Error e) {
            failure.compareAndSet(null, new IllegalStateException("a chunk failed: " + e, e));
          } finally {
            free.release();
          }
        });
  }

  private static void await(ExecutorService threads) {
    boolean isInterrupted = false;
    while (true) {
      try {
        if (threads.awaitTermination(1, TimeUnit.HOURS)) {
          break;
        }
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private List<TableRow> chunk(TableReader reader) throws IOException {
    List<TableRow> rows = new ArrayList<>();
    long chars = 0;
    while (rows.size() < plan.chunkRows() && chars < MAX_CHUNK_CHARS) {
      TableRow row = reader.next();
      if (row == null) {
        return rows;
      }
      rows.add(row);
      for (String cell : row.cells()) {
        chars += cell == null ? 0 : cell.length();
      }
    }
    return rows;
  }

  private void score(int number, List<TableRow> rows, Scorer scorer) {
    String[] structures = new String[rows.size()];
    String[] stems = plan.stems() < 0 ? null : new String[rows.size()];
    for (int i = 0; i < structures.length; i++) {
      TableRow row = rows.get(i);
      if (row.problem() == null) {
        structures[i] = row.cells()[plan.structures()];
        if (stems != null) {
          stems[i] = row.cells()[plan.stems()];
        }
      }
    }
    ChunkScores scores = scorer.score(new MoleculeChunk(plan.molfiles(), structures, stems));
    ScoreSummary counts = new ScoreSummary();
    List<String[]> lines = new ArrayList<>(structures.length);
    for (int i = 0; i < structures.length; i++) {
      TableRow row = rows.get(i);
      String[] line = plan.columns().row(row.cells(), scores, i);
      if (row.problem() != null) {
        line[line.length - 1] = row.problem();
      }
      counts.add(line[line.length - 1]);
      lines.add(line);
    }
    output.write(number, plan.columns(), lines, counts);
    summary.add(counts);
    progress.scored(structures.length);
  }

  /** What became of the rows. */
  public ScoreSummary summary() {
    return summary;
  }

  /** Number of chunks so far. */
  public int numChunks() {
    return numChunks;
  }
}

package org.gflownet.api;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.gflownet.reward.chem.ChunkScorer;
import org.gflownet.reward.chem.ChunkScores;
import org.gflownet.reward.chem.MoleculeChunk;
import org.gflownet.run.setup.ConfiguredScorer;
import org.gflownet.train.TaskMemoryException;

/**
 * Scores the rows of a partition, a batch at a time.
 *
 * @param scorer made when the first row is asked for
 * @param place of the SMILES among the columns
 * @param batchRows most rows at a time
 */
record ScoringTask(ConfiguredScorer scorer, int place, int batchRows)
    implements MapPartitionsFunction<Row, Row> {

  /** Texts of a batch, so that a table of whole files in cells does not fill the memory. */
  private static final long MAX_BATCH_CHARS = 1 << 22;

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    return new ScoredRows(rows);
  }

  private final class ScoredRows implements Iterator<Row> {
    private final Iterator<Row> rows;
    private final Queue<Row> scored = new ArrayDeque<>();
    private ChunkScorer chunks;

    ScoredRows(Iterator<Row> rows) {
      this.rows = rows;
    }

    @Override
    public boolean hasNext() {
      return !scored.isEmpty() || rows.hasNext();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      if (scored.isEmpty()) {
        TaskMemoryException.guard(this::scoreBatch);
      }
      return scored.remove();
    }

    private int scoreBatch() {
      if (chunks == null) {
        chunks = scorer.create();
      }
      List<Row> batch = new ArrayList<>();
      long chars = 0;
      while (batch.size() < batchRows && chars < MAX_BATCH_CHARS && rows.hasNext()) {
        Row row = rows.next();
        batch.add(row);
        chars += chars(row);
      }
      String[] smiles = batch.stream().map(row -> row.getString(place)).toArray(String[]::new);
      ChunkScores scores = chunks.score(new MoleculeChunk(false, smiles, null));
      for (int i = 0; i < smiles.length; i++) {
        scored.add(withScore(batch.get(i), scores, i));
      }
      return smiles.length;
    }
  }

  private static long chars(Row row) {
    long chars = 0;
    for (int i = 0; i < row.size(); i++) {
      chars += row.get(i) instanceof String text ? text.length() : 0;
    }
    return chars;
  }

  private static Row withScore(Row row, ChunkScores scores, int i) {
    int width = row.size();
    int parts = scores.parts().length;
    Object[] cells = new Object[width + parts + 3];
    for (int c = 0; c < width; c++) {
      cells[c] = row.get(c);
    }
    if (scores.errors()[i] == null) {
      cells[width] = scores.rewards()[i];
      cells[width + 1] = scores.raw()[i];
    }
    for (int p = 0; p < parts; p++) {
      double score = scores.parts()[p][i];
      cells[width + 2 + p] = Double.isNaN(score) ? null : (Object) score;
    }
    cells[width + 2 + parts] = scores.errors()[i];
    return RowFactory.create(cells);
  }
}

package org.gflownet.run.score;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.gflownet.reward.chem.ChunkScorer;
import org.gflownet.reward.chem.ChunkScores;
import org.gflownet.reward.chem.MoleculeChunk;
import org.gflownet.run.PlainJson;
import org.gflownet.run.UserException;
import org.gflownet.run.score.ScorePlan.Part;
import org.gflownet.run.setup.ConfiguredScorer;
import org.gflownet.spark.ParquetTable;
import org.gflownet.spark.SparkTasks;
import org.gflownet.spark.StorageException;
import org.gflownet.table.BadTableException;
import org.gflownet.table.TableReader;
import org.gflownet.table.TableRow;

/**
 * Reads, scores and writes parts.
 *
 * @param work how
 * @param place where to
 * @param scorer of the rows
 */
record PartTask(Work work, PartFiles.Place place, ConfiguredScorer scorer)
    implements SparkTasks.Body<List<Part>> {
  private static final int MAX_CHUNK_CHARS = 1 << 22;

  /** Name of this process among the executors. */
  private static final String PROCESS = UUID.randomUUID().toString();

  /** Scores a chunk; thread-safe. */
  interface Scorer {
    /** What became of each row. */
    ChunkScores score(MoleculeChunk chunk);
  }

  /**
   * How rows are read and scored.
   *
   * @param table of the input
   * @param columns of the output
   * @param structures position of the structures
   * @param stems position of the free stems; -1 for none
   * @param chunkRows most rows that are scored together
   */
  record Work(ScoreTable table, ScoreColumns columns, int structures, int stems, int chunkRows)
      implements Serializable {}

  /**
   * What {@link #run} gave.
   *
   * @param summary of the rows; empty where who ran it does not see the files
   * @param process that ran it
   */
  record Outcome(Optional<ScoreSummary> summary, String process) {}

  @Override
  public String run(List<Part> parts) {
    ObjectNode outcome = PlainJson.object();
    try {
      if (!place.counts().isSeen()) {
        return outcome.toString();
      }
      ChunkScorer chunks = scorer.create();
      ScoreSummary summary = write(parts, new PartFiles(place, work.columns()), chunks::score);
      outcome.set("summary", PlainJson.read(summary.toJson()).orElseThrow());
      outcome.put("process", PROCESS);
    } catch (UserException e) {
      outcome.put("mistake", e.getMessage());
    } catch (StorageException e) {
      // Another attempt would fail alike.
      outcome.put("storage", e.getMessage());
    }
    return outcome.toString();
  }

  /**
   * What {@link #run} gave.
   *
   * @throws UserException for what is wrong with the input
   * @throws StorageException if a file could not be read or written
   */
  static Outcome outcome(String json) {
    JsonNode outcome = PlainJson.read(json).orElseThrow();
    if (outcome.has("mistake")) {
      throw new UserException(outcome.get("mistake").textValue());
    }
    if (outcome.has("storage")) {
      String message = outcome.get("storage").textValue();
      throw new StorageException(message, new IOException(message));
    }
    return new Outcome(
        Optional.ofNullable(outcome.get("summary")).map(ScoreSummary::of),
        outcome.path("process").asText());
  }

  /**
   * Writes parts here.
   *
   * @param parts in their order; those that follow one another are read without a new beginning
   */
  ScoreSummary write(List<Part> parts, PartFiles files, Scorer by) {
    ScoreSummary summary = new ScoreSummary();
    int from = 0;
    while (from < parts.size()) {
      int to = from + 1;
      while (to < parts.size() && parts.get(to).follows(parts.get(to - 1))) {
        to++;
      }
      writeRun(parts.subList(from, to), files, by, summary);
      from = to;
    }
    return summary;
  }

  private void writeRun(List<Part> parts, PartFiles files, Scorer by, ScoreSummary summary) {
    Part first = parts.get(0);
    try (TableReader reader = work.table().reader(first.file(), first.start())) {
      for (long i = 0; i < first.skip(); i++) {
        row(reader);
      }
      for (Part part : parts) {
        summary.add(files.write(part.number(), sink -> score(reader, part.rows(), by, sink)));
      }
    } catch (BadTableException e) {
      throw work.table().problem(first.file(), e.getMessage());
    } catch (IOException e) {
      throw new UserException(
          "cannot read input " + work.table().files().get(first.file()) + ": " + e.getMessage());
    }
  }

  private static TableRow row(TableReader reader) throws IOException {
    TableRow row = reader.next();
    if (row == null) {
      throw new BadTableException("it has changed since its rows were counted; score it anew");
    }
    return row;
  }

  private void score(TableReader reader, long rows, Scorer by, ParquetTable.Sink sink)
      throws IOException {
    long done = 0;
    while (done < rows) {
      List<TableRow> chunk = new ArrayList<>();
      long chars = 0;
      while (chunk.size() < work.chunkRows() && done < rows && chars < MAX_CHUNK_CHARS) {
        TableRow row = row(reader);
        for (String cell : row.cells()) {
          chars += cell == null ? 0 : cell.length();
        }
        chunk.add(row);
        done++;
      }
      score(chunk, by, sink);
    }
  }

  private void score(List<TableRow> rows, Scorer by, ParquetTable.Sink sink) throws IOException {
    String[] structures = new String[rows.size()];
    String[] stems = work.stems() < 0 ? null : new String[rows.size()];
    for (int i = 0; i < structures.length; i++) {
      TableRow row = rows.get(i);
      if (row.problem() == null) {
        structures[i] = row.cells()[work.structures()];
        if (stems != null) {
          stems[i] = row.cells()[work.stems()];
        }
      }
    }
    boolean hasMolfiles = work.table().format() == TableFormat.SDF;
    ChunkScores scores = by.score(new MoleculeChunk(hasMolfiles, structures, stems));
    for (int i = 0; i < structures.length; i++) {
      TableRow row = rows.get(i);
      String[] line = work.columns().row(row.cells(), scores, i);
      if (row.problem() != null) {
        line[line.length - 1] = row.problem();
      }
      sink.add(line);
    }
  }
}

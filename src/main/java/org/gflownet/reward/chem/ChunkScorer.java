package org.gflownet.reward.chem;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gflownet.chem.InvalidMoleculeException;
import org.gflownet.chem.Molecule;
import org.gflownet.chem.MoleculeReader;
import org.gflownet.chem.MolfileReader;
import org.gflownet.reward.RewardScale;

/**
 * Scores rows of tables. As with {@link MoleculeReward}, what is scored is the molecule that the
 * canonical SMILES spells, with its stems marked where the scorer reads them and the table has
 * them: how rows are cut into chunks, and what the cache holds, changes no bit. Thread-safe.
 */
public final class ChunkScorer {
  private static final int BATCH = 256;
  private static final String FOLDED_HYDROGEN = "[H]";

  private final CompositeScorer scorer;
  private final RewardScale scale;
  private final BoundedCache<String, CompositeScorer.Scores> scores;

  /** Makes scorers in tasks. */
  public interface Factory extends java.io.Serializable {
    /** Equal for factories whose scorers may stand in for each other within a JVM. */
    String key();

    /** A new scorer. */
    ChunkScorer create();
  }

  /** A molecule to be scored, by its key. */
  private record Subject(String smiles, String key, int[] stems) {}

  /**
   * A scorer of tables.
   *
   * @param scorer of molecules
   * @param scale from raw scores to rewards
   * @param cached number of scores that are kept
   */
  public ChunkScorer(CompositeScorer scorer, RewardScale scale, int cached) {
    this.scorer = scorer;
    this.scale = scale;
    this.scores = new BoundedCache<>(cached);
  }

  /** What becomes of each row; a row that cannot be scored leaves the others alone. */
  public ChunkScores score(MoleculeChunk chunk) {
    int size = chunk.size();
    String[] errors = new String[size];
    Subject[] subjects = new Subject[size];
    Map<String, CompositeScorer.Scores> found = new LinkedHashMap<>();
    Map<String, ScoredMolecule> unknown = new LinkedHashMap<>();
    for (int row = 0; row < size; row++) {
      try {
        subjects[row] = subject(chunk, row);
        look(subjects[row], found, unknown);
      } catch (InvalidMoleculeException e) {
        errors[row] = e.getMessage();
      }
      if (unknown.size() == BATCH) {
        evaluate(unknown, found);
      }
    }
    evaluate(unknown, found);
    return table(chunk, subjects, found, errors);
  }

  private Subject subject(MoleculeChunk chunk, int row) {
    String structure = chunk.structure(row);
    if (structure == null || structure.isBlank()) {
      throw new InvalidMoleculeException("the row has no structure");
    }
    String text = chunk.molfiles() ? structure : structure.strip();
    Molecule molecule = chunk.molfiles() ? MolfileReader.parse(text) : MoleculeReader.parse(text);
    String smiles = molecule.canonicalSmiles();
    if (!scorer.readsStems() || !chunk.hasStems()) {
      return new Subject(smiles, smiles, null);
    }
    String list = chunk.stems(row);
    int[] atoms = StemList.parse(list, molecule.numAtoms());
    if (list != null && !list.isBlank() && text.contains(FOLDED_HYDROGEN)) {
      throw new InvalidMoleculeException(
          "stem_atoms cannot be counted where the SMILES has [H]; leave hydrogens implicit");
    }
    int[] places = molecule.canonicalPlaces();
    int[] stems = Arrays.stream(atoms).map(atom -> places[atom]).sorted().toArray();
    return new Subject(smiles, smiles + " " + Arrays.toString(stems), stems);
  }

  private void look(
      Subject subject,
      Map<String, CompositeScorer.Scores> found,
      Map<String, ScoredMolecule> unknown) {
    if (found.containsKey(subject.key()) || unknown.containsKey(subject.key())) {
      return;
    }
    CompositeScorer.Scores known = scores.get(subject.key());
    if (known != null) {
      found.put(subject.key(), known);
    } else {
      Molecule spelled = MoleculeReader.parse(subject.smiles());
      unknown.put(subject.key(), new ScoredMolecule(spelled, subject.stems()));
    }
  }

  private void evaluate(
      Map<String, ScoredMolecule> unknown, Map<String, CompositeScorer.Scores> found) {
    if (unknown.isEmpty()) {
      return;
    }
    List<CompositeScorer.Scores> fresh = scorer.scoreParts(List.copyOf(unknown.values()));
    int next = 0;
    for (String key : unknown.keySet()) {
      CompositeScorer.Scores score = fresh.get(next++);
      found.put(key, score);
      scores.put(key, score);
    }
    unknown.clear();
  }

  private ChunkScores table(
      MoleculeChunk chunk,
      Subject[] subjects,
      Map<String, CompositeScorer.Scores> found,
      String[] errors) {
    int size = errors.length;
    double[] rewards = new double[size];
    double[] raw = new double[size];
    double[][] parts = new double[scorer.partNames().size()][size];
    String[] smiles = chunk.molfiles() ? new String[size] : null;
    Arrays.fill(rewards, Double.NaN);
    Arrays.fill(raw, Double.NaN);
    for (double[] part : parts) {
      Arrays.fill(part, Double.NaN);
    }
    for (int row = 0; row < size; row++) {
      if (smiles != null && subjects[row] != null) {
        smiles[row] = subjects[row].smiles();
      }
      CompositeScorer.Scores score = errors[row] == null ? found.get(subjects[row].key()) : null;
      if (score == null) {
        continue;
      }
      for (int p = 0; p < parts.length; p++) {
        parts[p][row] = score.parts().get(p).value();
      }
      errors[row] = score.raw().failure();
      if (score.raw().isPresent()) {
        raw[row] = score.raw().value();
        rewards[row] = StrictMath.exp(scale.logReward(raw[row]));
      }
    }
    return new ChunkScores(rewards, raw, parts, errors, smiles);
  }

  /** Names of the parts of a combination; none for a single reward. */
  public List<String> partNames() {
    return scorer.partNames();
  }
}

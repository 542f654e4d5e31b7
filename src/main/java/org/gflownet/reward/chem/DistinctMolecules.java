package org.gflownet.reward.chem;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.gflownet.chem.InvalidMoleculeException;

/**
 * Values of the molecules in chunks of tables: each distinct one is computed once, in batches, and
 * kept in a bounded cache. Thread-safe if what computes them is.
 *
 * @param <V> the value of a molecule; not null
 */
public final class DistinctMolecules<V> {
  private static final int BATCH = 256;

  private final boolean readsStems;
  private final Function<List<ScoredMolecule>, List<V>> compute;
  private final BoundedCache<String, V> cache;

  /** Takes what becomes of each row of a chunk. */
  public interface Rows<V> {
    /** The row has no molecule. */
    void refuse(int row, String reason);

    /** The row's molecule, by its canonical SMILES, has this value. */
    void accept(int row, String smiles, V value);
  }

  /**
   * Values of molecules.
   *
   * @param readsStems whether values depend on stems
   * @param cached number of values to keep
   * @param compute values of molecules, in their order
   */
  public DistinctMolecules(
      boolean readsStems, int cached, Function<List<ScoredMolecule>, List<V>> compute) {
    this.readsStems = readsStems;
    this.compute = compute;
    this.cache = new BoundedCache<>(cached);
  }

  /** Goes through a chunk; a row that has no molecule leaves the others alone. */
  public void read(MoleculeChunk chunk, Rows<V> rows) {
    ChunkSubject[] subjects = new ChunkSubject[chunk.size()];
    Map<String, V> found = new LinkedHashMap<>();
    Map<String, ScoredMolecule> unknown = new LinkedHashMap<>();
    for (int row = 0; row < subjects.length; row++) {
      try {
        ChunkSubject subject = ChunkSubject.of(chunk, row, readsStems);
        look(subject, found, unknown);
        subjects[row] = subject;
      } catch (InvalidMoleculeException e) {
        rows.refuse(row, e.getMessage());
      }
      if (unknown.size() == BATCH) {
        evaluate(unknown, found);
      }
    }
    evaluate(unknown, found);
    for (int row = 0; row < subjects.length; row++) {
      if (subjects[row] != null) {
        rows.accept(row, subjects[row].smiles(), found.get(subjects[row].key()));
      }
    }
  }

  private void look(
      ChunkSubject subject, Map<String, V> found, Map<String, ScoredMolecule> unknown) {
    if (found.containsKey(subject.key()) || unknown.containsKey(subject.key())) {
      return;
    }
    V known = cache.get(subject.key());
    if (known != null) {
      found.put(subject.key(), known);
    } else {
      unknown.put(subject.key(), subject.molecule());
    }
  }

  private void evaluate(Map<String, ScoredMolecule> unknown, Map<String, V> found) {
    if (unknown.isEmpty()) {
      return;
    }
    List<V> fresh = compute.apply(List.copyOf(unknown.values()));
    int next = 0;
    for (String key : unknown.keySet()) {
      V value = fresh.get(next++);
      found.put(key, value);
      cache.put(key, value);
    }
    unknown.clear();
  }
}

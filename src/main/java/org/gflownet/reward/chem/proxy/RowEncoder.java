package org.gflownet.reward.chem.proxy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gflownet.chem.InvalidMoleculeException;
import org.gflownet.reward.chem.BoundedCache;
import org.gflownet.reward.chem.ChunkScorer;
import org.gflownet.reward.chem.ChunkSubject;
import org.gflownet.reward.chem.CompositeScorer;
import org.gflownet.reward.chem.MoleculeChunk;
import org.gflownet.reward.chem.MoleculeScorer;
import org.gflownet.reward.chem.Score;
import org.gflownet.reward.chem.ScoredMolecule;

/**
 * Does all of a reward with a proxy in it but the network: reads the rows of tables, computes
 * fingerprints and the scores of the other parts. Thread-safe.
 */
public final class RowEncoder {
  private static final int BATCH = 256;
  private static final int[] NOTHING = {};

  private final CompositeScorer scorer;
  private final List<MoleculeScorer> others;
  private final Fingerprint fingerprint;
  private final BoundedCache<String, Encoded> rows;

  /**
   * A row and what the network reads of it. Not to be changed.
   *
   * @param row all but the network's part
   * @param features of the fingerprint; none for a row without a molecule
   */
  public record Encoded(EncodedRow row, int[] features) {}

  /**
   * An encoder.
   *
   * @param chunks scorer whose reward has a proxy in it
   */
  public RowEncoder(ChunkScorer chunks) {
    this.scorer = chunks.scorer();
    this.fingerprint = proxy(scorer).model().fingerprint().create();
    this.others = new ArrayList<>(scorer.scorers());
    others.remove(place(scorer));
    this.rows = new BoundedCache<>(chunks.cached());
  }

  /** The proxy of a reward. */
  public static ProxyScorer proxy(CompositeScorer scorer) {
    return (ProxyScorer) scorer.scorers().get(place(scorer));
  }

  /**
   * The place of the proxy among the parts of a reward.
   *
   * @throws IllegalArgumentException if it has none
   */
  public static int place(CompositeScorer scorer) {
    List<MoleculeScorer> all = scorer.scorers();
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i) instanceof ProxyScorer) {
        return i;
      }
    }
    throw new IllegalArgumentException("the reward " + scorer.name() + " has no proxy");
  }

  /** All rows of a chunk, in their order. */
  public List<Encoded> encode(MoleculeChunk chunk) {
    Encoded[] encoded = new Encoded[chunk.size()];
    ChunkSubject[] subjects = new ChunkSubject[encoded.length];
    Map<String, Encoded> found = new LinkedHashMap<>();
    Map<String, ChunkSubject> unknown = new LinkedHashMap<>();
    for (int row = 0; row < encoded.length; row++) {
      try {
        ChunkSubject subject = ChunkSubject.of(chunk, row, scorer.readsStems());
        subjects[row] = subject;
        Encoded known = rows.get(subject.key());
        if (known != null) {
          found.put(subject.key(), known);
        } else if (!found.containsKey(subject.key())) {
          unknown.put(subject.key(), subject);
        }
      } catch (InvalidMoleculeException e) {
        encoded[row] = new Encoded(EncodedRow.refused(e.getMessage()), NOTHING);
      }
      if (unknown.size() == BATCH) {
        evaluate(unknown, found);
      }
    }
    evaluate(unknown, found);
    for (int row = 0; row < encoded.length; row++) {
      if (encoded[row] == null) {
        encoded[row] = found.get(subjects[row].key());
      }
    }
    return List.of(encoded);
  }

  private void evaluate(Map<String, ChunkSubject> unknown, Map<String, Encoded> found) {
    List<ChunkSubject> subjects = List.copyOf(unknown.values());
    List<ScoredMolecule> molecules = subjects.stream().map(ChunkSubject::molecule).toList();
    List<List<Score>> byPart = new ArrayList<>();
    if (!molecules.isEmpty()) {
      others.forEach(other -> byPart.add(other.score(molecules)));
    }
    for (int i = 0; i < molecules.size(); i++) {
      List<Score> own = new ArrayList<>();
      for (List<Score> scores : byPart) {
        own.add(scores.get(i));
      }
      ChunkSubject subject = subjects.get(i);
      Encoded row =
          new Encoded(
              EncodedRow.of(subject.smiles(), own),
              fingerprint.features(molecules.get(i).molecule()));
      rows.put(subject.key(), row);
      found.put(subject.key(), row);
    }
    unknown.clear();
  }
}

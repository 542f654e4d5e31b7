package org.gflownet.reward.chem.proxy;

import java.util.ArrayList;
import java.util.List;
import org.gflownet.reward.chem.ChunkScorer;
import org.gflownet.reward.chem.CompositeScorer;
import org.gflownet.reward.chem.DistinctMolecules;
import org.gflownet.reward.chem.MoleculeChunk;
import org.gflownet.reward.chem.MoleculeScorer;
import org.gflownet.reward.chem.Score;
import org.gflownet.reward.chem.ScoredMolecule;

/**
 * Does all of a reward with a proxy in it but the network: reads the rows of tables, computes
 * fingerprints and the scores of the other parts. Thread-safe.
 */
public final class RowEncoder {
  private static final int[] NOTHING = {};

  private final List<MoleculeScorer> others;
  private final Fingerprint fingerprint;
  private final DistinctMolecules<Known> molecules;

  /**
   * A row and what the network reads of it. Not to be changed.
   *
   * @param row all but the network's part
   * @param features of the fingerprint; none for a row without a molecule
   */
  public record Encoded(EncodedRow row, int[] features) {}

  /** What is known of a molecule without the network. */
  private record Known(List<Score> others, int[] features) {}

  /**
   * An encoder.
   *
   * @param chunks scorer whose reward has a proxy in it
   */
  public RowEncoder(ChunkScorer chunks) {
    CompositeScorer scorer = chunks.scorer();
    this.fingerprint = proxy(scorer).model().fingerprint().create();
    this.others = new ArrayList<>(scorer.scorers());
    others.remove(place(scorer));
    this.molecules = new DistinctMolecules<>(scorer.readsStems(), chunks.cached(), this::evaluate);
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
    molecules.read(
        chunk,
        new DistinctMolecules.Rows<>() {
          @Override
          public void refuse(int row, String reason) {
            encoded[row] = new Encoded(EncodedRow.refused(reason), NOTHING);
          }

          @Override
          public void accept(int row, String smiles, Known known) {
            encoded[row] = new Encoded(EncodedRow.of(smiles, known.others()), known.features());
          }
        });
    return List.of(encoded);
  }

  private List<Known> evaluate(List<ScoredMolecule> batch) {
    List<List<Score>> scores = CompositeScorer.scoreEach(others, batch);
    List<Known> known = new ArrayList<>(batch.size());
    for (int i = 0; i < batch.size(); i++) {
      known.add(new Known(scores.get(i), fingerprint.features(batch.get(i).molecule())));
    }
    return known;
  }
}

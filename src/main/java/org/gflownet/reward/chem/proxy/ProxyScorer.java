package org.gflownet.reward.chem.proxy;

import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.gflownet.model.Engines;
import org.gflownet.model.MlpFlowModel;
import org.gflownet.model.StateBatch;
import org.gflownet.reward.chem.MoleculeScorer;
import org.gflownet.reward.chem.Score;
import org.gflownet.reward.chem.ScoredMolecule;

/**
 * Predictions of a {@link ProxyModel}, for rewards on executors.
 *
 * <p>The first layer adds up the weights of the features that a molecule has, so a fingerprint
 * costs what its features do, not its length. Scores have the same bits on every machine, for every
 * batch and thread. Thread-safe: each call borrows its work arrays.
 */
public final class ProxyScorer implements MoleculeScorer {
  private static final int BATCH = 256;

  private final ProxyModel model;
  private final Fingerprint fingerprint;
  private final Deque<MlpFlowModel> idle = new ConcurrentLinkedDeque<>();

  /** A scorer. */
  public ProxyScorer(ProxyModel model) {
    this.model = model;
    this.fingerprint = model.fingerprint().create();
  }

  /** The network and what it reads. */
  public ProxyModel model() {
    return model;
  }

  @Override
  public String name() {
    return "proxy";
  }

  @Override
  public boolean readsStems() {
    return false;
  }

  @Override
  public List<Score> score(List<ScoredMolecule> molecules) {
    List<Score> scores = new ArrayList<>(molecules.size());
    MlpFlowModel network = borrow();
    for (int from = 0; from < molecules.size(); from += BATCH) {
      scoreBatch(
          network, molecules.subList(from, Math.min(molecules.size(), from + BATCH)), scores);
    }
    idle.push(network);
    return scores;
  }

  private MlpFlowModel borrow() {
    MlpFlowModel network = idle.poll();
    if (network == null) {
      network = new MlpFlowModel(model.network(), Engines.exactKernels());
      network.load(model.parameters());
    }
    return network;
  }

  private void scoreBatch(
      MlpFlowModel network, List<ScoredMolecule> molecules, List<Score> scores) {
    StateBatch batch = new StateBatch();
    for (ScoredMolecule molecule : molecules) {
      for (int feature : fingerprint.features(molecule.molecule())) {
        batch.newFeatures().add(feature);
      }
      batch.newOutputs().add(0);
      batch.endRow();
    }
    network.reset();
    network.evaluate(batch);
    for (int i = 0; i < molecules.size(); i++) {
      scores.add(Score.of(model.prediction(network.outputs()[i])));
    }
  }
}

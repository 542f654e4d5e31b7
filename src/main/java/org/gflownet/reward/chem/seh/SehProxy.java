package org.gflownet.reward.chem.seh;

import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Supplier;
import org.gflownet.chem.AtomFeatures;
import org.gflownet.model.Engines;
import org.gflownet.model.MatrixKernels;
import org.gflownet.model.ScalarKernels;
import org.gflownet.reward.chem.MoleculeScorer;
import org.gflownet.reward.chem.Score;
import org.gflownet.reward.chem.ScoredMolecule;

/**
 * The sEH proxy of Bengio et al. (2021): predicts how well a molecule docks to soluble epoxide
 * hydrolase, in a unit of its own: about 3 for molecules built at random, larger is better. The
 * reward of the paper is a power of this number over 8.
 *
 * <p>Scores are computed in single precision, within 1e-4 of double precision, and have the same
 * bits on every machine, for every batch and thread. Thread-safe: each call borrows its work
 * arrays.
 */
public final class SehProxy implements MoleculeScorer {
  /**
   * Atoms of a batch, unless one molecule has more: what keeps the work in the processor's cache.
   */
  private static final int BATCH_ATOMS = 256;

  private final PackedWeights weights;
  private final SehConvention convention;
  private final Supplier<MatrixKernels> kernels;
  private final Deque<SehEvaluation> idle = new ConcurrentLinkedDeque<>();

  /**
   * A proxy on the fastest kernels that this JVM has.
   *
   * @param convention which of the networks is meant
   */
  public SehProxy(SehWeights weights, SehConvention convention) {
    this(weights, convention, SehProxy::fastestKernels);
  }

  /** A proxy on given kernels, which must all have the same panel width. */
  SehProxy(SehWeights weights, SehConvention convention, Supplier<MatrixKernels> kernels) {
    this.weights = new PackedWeights(weights, convention.root(), kernels.get().panelWidth());
    this.convention = convention;
    this.kernels = kernels;
  }

  private static MatrixKernels fastestKernels() {
    MatrixKernels kernels = Engines.exactKernels();
    return PackedWeights.HIDDEN % kernels.panelWidth() == 0 ? kernels : new ScalarKernels();
  }

  @Override
  public String name() {
    return "seh";
  }

  @Override
  public boolean readsStems() {
    return convention.mask() == SehConvention.StemMask.OPEN_STEMS;
  }

  @Override
  public List<Score> score(List<ScoredMolecule> molecules) {
    List<Score> scores = new ArrayList<>(molecules.size());
    for (double value : raw(molecules)) {
      scores.add(Score.of(value));
    }
    return scores;
  }

  /** The network's outputs, in the order of the molecules. */
  public double[] raw(List<ScoredMolecule> molecules) {
    AtomFeatures[] features = new AtomFeatures[molecules.size()];
    int[][] stems = new int[features.length][];
    for (int i = 0; i < features.length; i++) {
      features[i] = AtomFeatures.of(molecules.get(i).molecule());
      stems[i] = readsStems() ? marked(molecules.get(i).stemAtoms()) : null;
    }
    return evaluate(features, stems);
  }

  /** Where every stem is taken, the paper's code marks an atom all the same: the first. */
  private static int[] marked(int[] stemAtoms) {
    return stemAtoms != null && stemAtoms.length == 0 ? new int[] {0} : stemAtoms;
  }

  /**
   * Outputs for molecules that were turned into features before.
   *
   * @param features of each
   * @param stems atoms to mark in each; null in a place for none
   */
  public double[] evaluate(AtomFeatures[] features, int[][] stems) {
    double[] out = new double[features.length];
    SehEvaluation evaluation = idle.poll();
    if (evaluation == null) {
      evaluation = new SehEvaluation(weights, kernels.get());
    }
    for (int from = 0; from < features.length; ) {
      int to = batchEnd(features, from);
      evaluation.evaluate(features, stems, from, to, out);
      from = to;
    }
    idle.push(evaluation);
    return out;
  }

  private static int batchEnd(AtomFeatures[] features, int from) {
    int atoms = features[from].numAtoms();
    int to = from + 1;
    while (to < features.length && atoms + features[to].numAtoms() <= BATCH_ATOMS) {
      atoms += features[to].numAtoms();
      to++;
    }
    return to;
  }
}

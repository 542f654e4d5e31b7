package org.gflownet.reward.chem;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.gflownet.chem.InvalidMoleculeException;
import org.gflownet.chem.Molecule;
import org.gflownet.chem.MoleculeReader;
import org.gflownet.env.molecule.FragmentAssembler;
import org.gflownet.env.molecule.FragmentState;
import org.gflownet.env.molecule.FragmentVocabulary;
import org.gflownet.reward.LogReward;
import org.gflownet.reward.RewardScale;

/**
 * The reward of a molecule by its score.
 *
 * <p>What is scored is the molecule that the canonical SMILES spells, with the stems marked where
 * the scorer reads them: a function of that text alone, to the bit, so that it makes no difference
 * whether a score is new or from a cache. A molecule that cannot be or has no score gets the floor
 * of the scale; {@link #appraise} tells why. Thread-safe.
 */
public final class MoleculeReward implements LogReward<FragmentState> {
  /** States are dear to keep: they hold their parents. */
  private static final int CACHED_STATES = 20_000;

  private final FragmentAssembler assembler;
  private final MoleculeScorer scorer;
  private final RewardScale scale;
  private final BoundedCache<String, Score> scores;
  private final BoundedCache<FragmentState, Appraisal> appraisals =
      new BoundedCache<>(CACHED_STATES);
  private final AtomicLong numHits = new AtomicLong();
  private final AtomicLong numEvaluations = new AtomicLong();
  private final AtomicLong numFailures = new AtomicLong();

  /**
   * What became of a state.
   *
   * @param smiles canonical; null if there is no such molecule
   * @param key what the score was computed from: equal texts, equal scores
   * @param score of the molecule, or why it has none
   */
  public record Appraisal(String smiles, String key, Score score) {}

  /** A molecule to be scored, by its key. */
  private record Subject(String smiles, String key, int[] stems) {}

  /**
   * A reward.
   *
   * @param vocabulary of the states
   * @param scorer of the assembled molecules
   * @param scale from the score to the reward
   * @param scores known scores by key, shared by all rewards with the same scorer
   */
  public MoleculeReward(
      FragmentVocabulary vocabulary,
      MoleculeScorer scorer,
      RewardScale scale,
      BoundedCache<String, Score> scores) {
    this.assembler = new FragmentAssembler(vocabulary);
    this.scorer = scorer;
    this.scale = scale;
    this.scores = scores;
  }

  @Override
  public void logRewards(List<? extends FragmentState> objects, double[] out) {
    List<Appraisal> all = appraise(objects);
    for (int i = 0; i < all.size(); i++) {
      Score score = all.get(i).score();
      out[i] = score.isPresent() ? scale.logReward(score.value()) : scale.lowerBound();
    }
  }

  @Override
  public double lowerBound() {
    return scale.lowerBound();
  }

  /** What became of one state. */
  public Appraisal appraise(FragmentState state) {
    return appraise(List.of(state)).get(0);
  }

  /** What became of each state, in their order; what is not known is scored in one call. */
  public List<Appraisal> appraise(List<? extends FragmentState> states) {
    Appraisal[] all = new Appraisal[states.size()];
    Subject[] subjects = new Subject[all.length];
    Map<String, Score> found = new LinkedHashMap<>();
    Map<String, ScoredMolecule> unknown = new LinkedHashMap<>();
    for (int i = 0; i < all.length; i++) {
      all[i] = appraisals.get(states.get(i));
      if (all[i] == null) {
        prepare(states.get(i), i, all, subjects, found, unknown);
      } else {
        numHits.incrementAndGet();
      }
    }
    score(unknown, found);
    List<Appraisal> result = new ArrayList<>(all.length);
    for (int i = 0; i < all.length; i++) {
      Appraisal appraisal = all[i];
      if (appraisal == null) {
        Subject subject = subjects[i];
        appraisal = new Appraisal(subject.smiles(), subject.key(), found.get(subject.key()));
        appraisals.put(states.get(i), appraisal);
      }
      numFailures.addAndGet(appraisal.score().isPresent() ? 0 : 1);
      result.add(appraisal);
    }
    return result;
  }

  private void prepare(
      FragmentState state,
      int i,
      Appraisal[] all,
      Subject[] subjects,
      Map<String, Score> found,
      Map<String, ScoredMolecule> unknown) {
    Subject subject;
    try {
      subject = subject(state);
    } catch (InvalidMoleculeException e) {
      all[i] = new Appraisal(null, state.toString(), Score.failed(e.getMessage()));
      return;
    }
    subjects[i] = subject;
    Score known = scores.get(subject.key());
    if (known != null) {
      found.put(subject.key(), known);
      numHits.incrementAndGet();
    } else if (unknown.containsKey(subject.key())) {
      numHits.incrementAndGet();
    } else {
      Molecule spelled = MoleculeReader.parse(subject.smiles());
      unknown.put(subject.key(), new ScoredMolecule(spelled, subject.stems()));
    }
  }

  private void score(Map<String, ScoredMolecule> unknown, Map<String, Score> found) {
    if (unknown.isEmpty()) {
      return;
    }
    List<Score> fresh = scorer.score(List.copyOf(unknown.values()));
    numEvaluations.addAndGet(fresh.size());
    int next = 0;
    for (String key : unknown.keySet()) {
      Score score = fresh.get(next++);
      found.put(key, score);
      scores.put(key, score);
    }
  }

  private Subject subject(FragmentState state) {
    Molecule molecule = assembler.assemble(state);
    String smiles = molecule.canonicalSmiles();
    if (!scorer.readsStems()) {
      return new Subject(smiles, smiles, null);
    }
    int[] places = molecule.canonicalPlaces();
    int[] stems = Arrays.stream(assembler.stemAtoms(state)).map(a -> places[a]).sorted().toArray();
    return new Subject(smiles, smiles + " " + Arrays.toString(stems), stems);
  }

  /** How many molecules were asked for whose score was known. */
  public long numHits() {
    return numHits.get();
  }

  /** How many molecules were scored. */
  public long numEvaluations() {
    return numEvaluations.get();
  }

  /** How many of those asked for have no score. */
  public long numFailures() {
    return numFailures.get();
  }
}

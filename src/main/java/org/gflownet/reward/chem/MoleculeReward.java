package org.gflownet.reward.chem;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gflownet.chem.InvalidMoleculeException;
import org.gflownet.chem.Molecule;
import org.gflownet.chem.MoleculeReader;
import org.gflownet.env.molecule.FragmentAssembler;
import org.gflownet.env.molecule.FragmentState;
import org.gflownet.env.molecule.FragmentVocabulary;
import org.gflownet.math.RandomStream;
import org.gflownet.reward.LogReward;
import org.gflownet.reward.RewardCounts;
import org.gflownet.reward.RewardScale;

/**
 * The reward of a molecule by its score.
 *
 * <p>What is scored is the molecule that the canonical SMILES spells, with the stems marked where
 * the scorer reads them: a function of that text alone, to the bit, so that it makes no difference
 * whether a score is new or from a cache. A molecule that cannot be or has no score gets the floor
 * of the scale; {@link #appraise} tells why. A failure that may pass, as a timeout, is never put
 * into the shared cache: {@link #logRewards} tries again, while {@link #appraise} tells of the try
 * that the last reward came from. Thread-safe.
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
  private RewardCounts counts = RewardCounts.NONE;

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
    Batch batch = new Batch(objects, true);
    List<Appraisal> all = batch.appraise();
    count(batch.counts(all));
    for (int i = 0; i < all.size(); i++) {
      out[i] = logReward(all.get(i));
    }
  }

  /** log R of an object by what became of it. */
  double logReward(Appraisal appraisal) {
    Score score = appraisal.score();
    return score.isPresent() ? scale.logReward(score.value()) : scale.lowerBound();
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
    Batch batch = new Batch(states, false);
    List<Appraisal> all = batch.appraise();
    count(new RewardCounts(new long[0], 0, 0, batch.numEvaluations, 0, null));
    return all;
  }

  private synchronized void count(RewardCounts more) {
    counts = counts.followedBy(more);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Asked for is what {@link #logRewards} is called with, a molecule with its stem marks where
   * the scorer reads them.
   */
  @Override
  public synchronized RewardCounts takeCounts() {
    RewardCounts taken = counts;
    counts = RewardCounts.NONE;
    return taken;
  }

  /** States that are scored together. */
  private final class Batch {
    private final List<? extends FragmentState> states;
    private final boolean triesAgain;
    private final Appraisal[] all;
    private final Subject[] subjects;
    private final Map<String, Score> found = new LinkedHashMap<>();
    private final Map<String, ScoredMolecule> unknown = new LinkedHashMap<>();
    private long numHits;
    private long numEvaluations;

    /** States, with failures that may pass taken as unknown where they are to be tried again. */
    Batch(List<? extends FragmentState> states, boolean triesAgain) {
      this.states = states;
      this.triesAgain = triesAgain;
      this.all = new Appraisal[states.size()];
      this.subjects = new Subject[all.length];
    }

    List<Appraisal> appraise() {
      for (int i = 0; i < all.length; i++) {
        all[i] = appraisals.get(states.get(i));
        if (all[i] != null && triesAgain && all[i].score().mayPass()) {
          all[i] = null;
        }
        if (all[i] == null) {
          prepare(i);
        } else if (all[i].smiles() != null) {
          numHits++;
        }
      }
      score();
      for (int i = 0; i < all.length; i++) {
        if (all[i] == null) {
          Subject subject = subjects[i];
          all[i] = new Appraisal(subject.smiles(), subject.key(), found.get(subject.key()));
          appraisals.put(states.get(i), all[i]);
        }
      }
      return Arrays.asList(all);
    }

    private void prepare(int i) {
      Subject subject;
      try {
        subject = subject(states.get(i));
      } catch (InvalidMoleculeException e) {
        all[i] = new Appraisal(null, states.get(i).toString(), Score.failed(e.getMessage()));
        return;
      }
      subjects[i] = subject;
      Score known = scores.get(subject.key());
      if (known != null) {
        found.put(subject.key(), known);
        numHits++;
      } else if (unknown.containsKey(subject.key())) {
        numHits++;
      } else {
        Molecule spelled = MoleculeReader.parse(subject.smiles());
        unknown.put(subject.key(), new ScoredMolecule(spelled, subject.stems()));
      }
    }

    private void score() {
      if (unknown.isEmpty()) {
        return;
      }
      List<Score> fresh = scorer.score(List.copyOf(unknown.values()));
      numEvaluations = fresh.size();
      int next = 0;
      for (String key : unknown.keySet()) {
        Score score = fresh.get(next++);
        found.put(key, score);
        if (!score.mayPass()) {
          scores.put(key, score);
        }
      }
    }

    RewardCounts counts(List<Appraisal> appraised) {
      long[] digests = new long[appraised.size()];
      int numDigests = 0;
      long numFailures = 0;
      String failure = null;
      for (Appraisal appraisal : appraised) {
        if (appraisal.smiles() != null) {
          digests[numDigests++] = RandomStream.derive(0, appraisal.key());
        }
        if (!appraisal.score().isPresent()) {
          numFailures++;
          failure = failure == null ? appraisal.score().failure() : failure;
        }
      }
      return new RewardCounts(
          Arrays.copyOf(digests, numDigests),
          appraised.size(),
          numHits,
          numEvaluations,
          numFailures,
          failure);
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
}

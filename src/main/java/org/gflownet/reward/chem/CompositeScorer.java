package org.gflownet.reward.chem;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The raw score that a reward starts from: one scorer's own, or several scorers' combined.
 *
 * <p>A part's utility is u = max(0, (r - zero) / (one - zero)), where: r its score. A product is
 * prod u^exponent, a weighted sum is sum weight u^exponent. Where a part fails, so does the whole.
 * Thread-safe if the parts are.
 */
public final class CompositeScorer implements MoleculeScorer {
  private static final int LONGEST_REASON = 200;

  private final String name;
  private final Rule rule;
  private final List<Part> parts;

  /** How parts make one score. */
  public enum Rule {
    /** The score of the only part, as it is. */
    SINGLE,
    /** The product of powers. */
    PRODUCT,
    /** The weighted sum of powers. */
    WEIGHTED
  }

  /**
   * A part.
   *
   * @param scorer of the part
   * @param weight factor of its term in a weighted sum
   * @param exponent of its utility
   * @param zero score of utility 0
   * @param one score of utility 1
   */
  public record Part(
      MoleculeScorer scorer, double weight, double exponent, double zero, double one) {
    double power(double score) {
      double utility = Math.max(0.0, (score - zero) / (one - zero));
      return exponent == 1.0 ? utility : StrictMath.pow(utility, exponent);
    }
  }

  /**
   * What became of one molecule.
   *
   * @param raw the score before floor and exponent of the reward
   * @param parts the parts' own scores, in the order of {@link #partNames}
   */
  public record Scores(Score raw, List<Score> parts) {}

  private CompositeScorer(String name, Rule rule, List<Part> parts) {
    this.name = name;
    this.rule = rule;
    this.parts = List.copyOf(parts);
  }

  /** One scorer alone, which counts as no part. */
  public static CompositeScorer single(MoleculeScorer scorer) {
    return new CompositeScorer(scorer.name(), Rule.SINGLE, List.of(new Part(scorer, 1, 1, 0, 1)));
  }

  /**
   * A combination.
   *
   * @param name in reports
   * @param parts at least one, of distinct names
   */
  public static CompositeScorer of(String name, Rule rule, List<Part> parts) {
    if (parts.isEmpty() || rule == Rule.SINGLE) {
      throw new IllegalArgumentException("a combination needs parts and a rule");
    }
    return new CompositeScorer(name, rule, parts);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean readsStems() {
    return parts.stream().anyMatch(part -> part.scorer().readsStems());
  }

  /** Names of the parts of a combination; none for a single scorer. */
  public List<String> partNames() {
    return rule == Rule.SINGLE
        ? List.of()
        : parts.stream().map(part -> part.scorer().name()).toList();
  }

  @Override
  public List<Score> score(List<ScoredMolecule> molecules) {
    return scoreParts(molecules).stream().map(Scores::raw).toList();
  }

  /** The score of each molecule with those of the parts, in their order. */
  public List<Scores> scoreParts(List<ScoredMolecule> molecules) {
    return scoreEach(scorers(), molecules).stream().map(this::combine).toList();
  }

  /**
   * For each molecule its scores by several scorers, in their order. One molecule that a scorer
   * stumbles over spoils neither the others' scores nor the run.
   */
  public static List<List<Score>> scoreEach(
      List<MoleculeScorer> scorers, List<ScoredMolecule> molecules) {
    List<List<Score>> byScorer = scorers.stream().map(s -> score(s, molecules)).toList();
    List<List<Score>> all = new ArrayList<>(molecules.size());
    for (int i = 0; i < molecules.size(); i++) {
      int molecule = i;
      all.add(byScorer.stream().map(scores -> scores.get(molecule)).toList());
    }
    return all;
  }

  /** The scorers of the parts; for a single scorer that one. */
  public List<MoleculeScorer> scorers() {
    return parts.stream().map(Part::scorer).toList();
  }

  /** The score of a molecule from those of {@link #scorers}. */
  public Scores combine(List<Score> own) {
    return rule == Rule.SINGLE
        ? new Scores(own.get(0), List.of())
        : new Scores(combined(own), List.copyOf(own));
  }

  private static List<Score> score(MoleculeScorer scorer, List<ScoredMolecule> molecules) {
    try {
      return scorer.score(molecules);
    } catch (IllegalStateException | UncheckedIOException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      if (molecules.size() == 1) {
        return List.of(Score.failed("the score cannot be computed: " + inOneLine(e)));
      }
      return molecules.stream().map(one -> score(scorer, List.of(one)).get(0)).toList();
    }
  }

  private static String inOneLine(Throwable problem) {
    String line = problem.toString().lines().findFirst().orElse("");
    return line.substring(0, Math.min(line.length(), LONGEST_REASON));
  }

  private Score combined(List<Score> own) {
    double sum = rule == Rule.PRODUCT ? 1.0 : 0.0;
    for (int k = 0; k < own.size(); k++) {
      Part part = parts.get(k);
      Score score = own.get(k);
      if (!score.isPresent()) {
        return score.failureOf(part.scorer().name());
      }
      double power = part.power(score.value());
      sum = rule == Rule.PRODUCT ? sum * power : sum + part.weight() * power;
    }
    return Score.of(sum);
  }
}

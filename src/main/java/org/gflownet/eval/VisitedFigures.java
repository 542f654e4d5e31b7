package org.gflownet.eval;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongFunction;

/**
 * What the table of visited molecules of a run amounts to. Unique means by SMILES; a molecule's
 * score is that of its first visit, first by (step, trajectory).
 *
 * @param score name of the column that "score" stands for
 * @param visits number of rows with a molecule
 * @param unique number of distinct molecules
 * @param curve how the figures grew
 * @param similarityOfTop mean pairwise Tanimoto similarity of the best {@code numTop}; null for
 *     fewer than 2
 * @param numTop number of molecules behind it
 * @param density of scores
 * @param best molecules, the best first
 * @param numBest how many of them are there for their score; the rest is only diverse
 * @param diverse positions within {@code best} of its most diverse members
 */
public record VisitedFigures(
    String score,
    long visits,
    long unique,
    List<Point> curve,
    Double similarityOfTop,
    int numTop,
    Density density,
    List<Molecule> best,
    int numBest,
    List<Integer> diverse) {

  /** The same with the reward calls of each point, by the number of updates made until then. */
  public VisitedFigures withCalls(LongFunction<OptionalLong> calls) {
    List<Point> counted =
        curve.stream()
            .map(
                p -> {
                  OptionalLong n = calls.apply(p.step() + 1);
                  return new Point(
                      p.step(),
                      p.visits(),
                      p.unique(),
                      n.isPresent() ? (Long) n.getAsLong() : null,
                      p.topMeans(),
                      p.above());
                })
            .toList();
    return new VisitedFigures(
        score, visits, unique, counted, similarityOfTop, numTop, density, best, numBest, diverse);
  }

  /**
   * State of affairs after a step.
   *
   * @param step last step that counts
   * @param visits molecules visited until then
   * @param unique distinct ones among them
   * @param calls reward calls until then, which may be more: refused proposals of chains cost calls
   *     and leave no row; null where they are not known
   * @param topMeans mean score of the k best distinct ones by k; lacks the k for which there are
   *     too few
   * @param above counts above each threshold, in the order of thresholds
   */
  public record Point(
      long step,
      long visits,
      long unique,
      Long calls,
      Map<Integer, Double> topMeans,
      List<Above> above) {}

  /**
   * Counts above a threshold.
   *
   * @param threshold T: objects with a score of more count
   * @param molecules distinct molecules
   * @param modes Tanimoto modes, see {@link TanimotoModes}
   * @param scaffolds distinct Bemis-Murcko scaffolds with at least one ring
   */
  public record Above(double threshold, long molecules, long modes, long scaffolds) {}

  /**
   * Histograms over the same bins.
   *
   * @param low lower end of the first bin
   * @param width of a bin
   * @param unique distinct visited molecules
   * @param late visits of the last tenth of the steps, repeats included
   * @param reference molecules of the reference file; null without one
   */
  public record Density(double low, double width, long[] unique, long[] late, long[] reference) {}

  /**
   * One molecule.
   *
   * @param smiles its SMILES
   * @param score the score
   * @param reward R(x)
   * @param step of the first visit
   * @param trajectory of the first visit
   * @param scaffold Bemis-Murcko scaffold
   * @param similarity largest Tanimoto similarity to a better one of the list; null for the first
   */
  public record Molecule(
      String smiles,
      double score,
      double reward,
      long step,
      int trajectory,
      String scaffold,
      Double similarity) {}
}

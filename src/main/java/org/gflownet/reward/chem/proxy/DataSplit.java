package org.gflownet.reward.chem.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gflownet.math.RandomStream;

/**
 * Molecules in two parts, by chance but the same for a seed.
 *
 * @param larger what is left
 * @param smaller about as many as were asked for
 */
public record DataSplit(List<LabelledMolecule> larger, List<LabelledMolecule> smaller) {
  /** Copies the lists. */
  public DataSplit {
    larger = List.copyOf(larger);
    smaller = List.copyOf(smaller);
  }

  /** What is kept together. */
  public enum Kind {
    /** Nothing: every molecule by itself. */
    RANDOM,
    /**
     * Molecules of one scaffold, those without rings among them: how well a model does on chemistry
     * that it has not seen.
     */
    SCAFFOLD
  }

  /**
   * Splits molecules.
   *
   * @param molecules in an order that the result depends on
   * @param share of the smaller part, between 0 and 1
   * @param kind what is kept together; scaffolds of more molecules than half of the smaller part go
   *     to the larger one, and the smaller part is filled with others in random order as far as
   *     they fit
   */
  public static DataSplit of(List<LabelledMolecule> molecules, double share, Kind kind, long seed) {
    int wanted = (int) Math.round(share * molecules.size());
    int largestGroup = kind == Kind.RANDOM ? 1 : Math.max(1, wanted / 2);
    List<LabelledMolecule> larger = new ArrayList<>();
    List<LabelledMolecule> smaller = new ArrayList<>();
    for (List<LabelledMolecule> group : shuffled(groups(molecules, kind), seed)) {
      boolean fits = group.size() <= largestGroup && smaller.size() + group.size() <= wanted;
      (fits ? smaller : larger).addAll(group);
    }
    return new DataSplit(larger, smaller);
  }

  private static List<List<LabelledMolecule>> groups(List<LabelledMolecule> molecules, Kind kind) {
    if (kind == Kind.RANDOM) {
      return new ArrayList<>(molecules.stream().map(List::of).toList());
    }
    Map<String, List<LabelledMolecule>> groups = new TreeMap<>();
    for (LabelledMolecule molecule : molecules) {
      groups.computeIfAbsent(molecule.scaffold(), s -> new ArrayList<>()).add(molecule);
    }
    return new ArrayList<>(groups.values());
  }

  private static <T> List<T> shuffled(List<T> list, long seed) {
    RandomStream random = new RandomStream(seed, 0, 0);
    for (int i = list.size() - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      T other = list.get(j);
      list.set(j, list.get(i));
      list.set(i, other);
    }
    return list;
  }
}

package org.gflownet.reward.chem.seh;

/**
 * One molecule as the network reads it. The arrays are not copied and must not change.
 *
 * @param featureStart for each atom the first of its entries in {@code features}; length atoms + 1
 * @param features active one-hot features, each in 0..69 but not {@link #HYDROGENS}
 * @param hydrogens number of hydrogens of each atom, 0..16
 * @param stems whether an atom carries the stem mask
 * @param sources source atom of each directed edge; every bond occurs in both directions
 * @param targets target atom of each directed edge
 * @param types bond type of each edge: 0 single, 1 double, 2 triple, 3 aromatic
 */
public record SehGraph(
    int[] featureStart,
    int[] features,
    int[] hydrogens,
    boolean[] stems,
    int[] sources,
    int[] targets,
    int[] types) {
  /** The feature that counts hydrogens. */
  public static final int HYDROGENS = 13;

  /** The feature that marks stems. */
  public static final int STEM = 70;

  private static final int MAX_ATOMS = 10_000;
  private static final int MAX_HYDROGENS = 16;

  /**
   * Checks lengths and ranges.
   *
   * @throws IllegalArgumentException if one is wrong
   */
  public SehGraph {
    int atoms = hydrogens.length;
    require(atoms >= 1 && atoms <= MAX_ATOMS, "number of atoms", atoms);
    require(stems.length == atoms, "number of stem flags", stems.length);
    require(featureStart.length == atoms + 1, "number of feature starts", featureStart.length);
    require(featureStart[0] == 0, "first feature start", featureStart[0]);
    require(featureStart[atoms] == features.length, "last feature start", featureStart[atoms]);
    for (int i = 0; i < atoms; i++) {
      require(featureStart[i] <= featureStart[i + 1], "feature start", featureStart[i]);
      require(hydrogens[i] >= 0 && hydrogens[i] <= MAX_HYDROGENS, "hydrogens", hydrogens[i]);
    }
    for (int feature : features) {
      require(feature >= 0 && feature < STEM && feature != HYDROGENS, "feature", feature);
    }
    require(targets.length == sources.length, "number of targets", targets.length);
    require(types.length == sources.length, "number of edge types", types.length);
    for (int e = 0; e < sources.length; e++) {
      require(sources[e] >= 0 && sources[e] < atoms, "source of an edge", sources[e]);
      require(targets[e] >= 0 && targets[e] < atoms, "target of an edge", targets[e]);
      require(types[e] >= 0 && types[e] < 4, "type of an edge", types[e]);
    }
  }

  private static void require(boolean condition, String what, int value) {
    if (!condition) {
      throw new IllegalArgumentException("molecule graph: " + what + " out of range: " + value);
    }
  }

  /** Number of atoms. */
  public int numAtoms() {
    return hydrogens.length;
  }
}

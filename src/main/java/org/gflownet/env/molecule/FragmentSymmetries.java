package org.gflownet.env.molecule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The automorphisms of a fragment, as far as they move the atoms at which it may be substituted.
 *
 * <p>Atoms are told apart by colour refinement first; then the sites are mapped in all ways that
 * keep colours and bonds, and a map counts if it can be completed over the other atoms. Runs when a
 * vocabulary is read; single use.
 */
final class FragmentSymmetries {
  private static final int MAX_SYMMETRIES = 4096;
  private static final int MAX_TRIALS = 2_000_000;

  private final int numAtoms;
  private final int[][] bonds;
  private final int[] sites;
  private final int[] colours;
  private final int[] order;
  private final int[] image;
  private final boolean[] taken;
  private final Set<List<Integer>> found = new LinkedHashSet<>();
  private int numFound;
  private int trials;

  /**
   * Prepares the search.
   *
   * @param labels what an atom must share with its image
   * @param bonds label of the bond between two atoms, 0 for none
   * @param sites atoms whose images are wanted
   */
  FragmentSymmetries(List<List<Integer>> labels, int[][] bonds, int[] sites) {
    this.numAtoms = bonds.length;
    this.bonds = bonds;
    this.sites = sites;
    this.colours = refine(labels);
    this.order = searchOrder();
    this.image = new int[numAtoms];
    this.taken = new boolean[numAtoms];
  }

  /**
   * The distinct restrictions to sites, by atom: the image if it is a site, -1 otherwise; the
   * identity first.
   *
   * @throws IllegalArgumentException on one line, without saying where, if there are too many
   */
  int[][] find() {
    Arrays.fill(image, -1);
    addRestriction(identity());
    extend(0);
    int[][] all = new int[found.size()][numAtoms];
    int k = 0;
    for (List<Integer> restriction : found) {
      Arrays.fill(all[k], -1);
      for (int i = 0; i < sites.length; i++) {
        all[k][sites[i]] = restriction.get(i);
      }
      k++;
    }
    return all;
  }

  private int[] identity() {
    int[] identity = new int[numAtoms];
    Arrays.setAll(identity, i -> i);
    return identity;
  }

  private void addRestriction(int[] map) {
    List<Integer> restriction = new ArrayList<>(sites.length);
    for (int site : sites) {
      restriction.add(Arrays.binarySearch(sites, map[site]) < 0 ? -1 : map[site]);
    }
    found.add(restriction);
  }

  /** Maps the atoms of the search order from {@code depth} on; true once a map is complete. */
  private boolean extend(int depth) {
    if (depth == numAtoms) {
      addRestriction(image);
      if (++numFound > MAX_SYMMETRIES) {
        throw tooSymmetric();
      }
      return true;
    }
    int atom = order[depth];
    for (int candidate = 0; candidate < numAtoms; candidate++) {
      if (fits(atom, candidate, depth)) {
        image[atom] = candidate;
        taken[candidate] = true;
        boolean complete = extend(depth + 1);
        taken[candidate] = false;
        // How the atoms that are no sites are mapped does not matter: one way is enough.
        if (complete && depth >= sites.length) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean fits(int atom, int candidate, int depth) {
    if (taken[candidate] || colours[atom] != colours[candidate]) {
      return false;
    }
    if (++trials > MAX_TRIALS) {
      throw tooSymmetric();
    }
    for (int k = 0; k < depth; k++) {
      if (bonds[atom][order[k]] != bonds[candidate][image[order[k]]]) {
        return false;
      }
    }
    return true;
  }

  private static IllegalArgumentException tooSymmetric() {
    return new IllegalArgumentException(
        "too symmetric: more than %d ways to map it to itself; list fewer atoms"
            .formatted(MAX_SYMMETRIES));
  }

  /** Sites first, then always an atom next to one that is placed. */
  private int[] searchOrder() {
    List<Integer> placed = new ArrayList<>();
    for (int site : sites) {
      placed.add(site);
    }
    for (int k = 0; k < placed.size(); k++) {
      for (int atom = 0; atom < numAtoms; atom++) {
        if (bonds[placed.get(k)][atom] != 0 && !placed.contains(atom)) {
          placed.add(atom);
        }
      }
    }
    return placed.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Splits colours by those of the neighbours until nothing changes. */
  private int[] refine(List<List<Integer>> labels) {
    int[] current = ranks(labels);
    int numColours = 0;
    while (numColours < Arrays.stream(current).max().orElse(0) + 1) {
      numColours = Arrays.stream(current).max().orElse(0) + 1;
      List<List<Integer>> signatures = new ArrayList<>();
      for (int atom = 0; atom < numAtoms; atom++) {
        signatures.add(signature(atom, current, numColours));
      }
      current = ranks(signatures);
    }
    return current;
  }

  private List<Integer> signature(int atom, int[] current, int numColours) {
    List<Integer> neighbours = new ArrayList<>();
    for (int other = 0; other < numAtoms; other++) {
      if (bonds[atom][other] != 0) {
        neighbours.add(bonds[atom][other] * numColours + current[other]);
      }
    }
    neighbours.sort(null);
    neighbours.add(0, current[atom]);
    return neighbours;
  }

  private static int[] ranks(List<List<Integer>> keys) {
    List<String> names = keys.stream().map(List::toString).toList();
    String[] distinct = names.stream().distinct().sorted().toArray(String[]::new);
    return names.stream().mapToInt(name -> Arrays.binarySearch(distinct, name)).toArray();
  }
}

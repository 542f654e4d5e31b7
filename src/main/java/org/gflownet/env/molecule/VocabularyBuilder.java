package org.gflownet.env.molecule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.openscience.cdk.interfaces.IAtomContainer;

/** Checks the entries of a vocabulary file and groups them by fragment. Single use. */
final class VocabularyBuilder {
  private final String source;
  private final List<VocabularyEntry> entries;
  private final SortedMap<String, List<Integer>> entriesBySmiles = new TreeMap<>();
  private final Map<String, String> smilesByMolecule = new HashMap<>();
  private final FragmentReader reader = new FragmentReader();

  VocabularyBuilder(String source, List<VocabularyEntry> entries) {
    this.source = source;
    this.entries = entries;
  }

  FragmentVocabulary build() {
    group();
    int numFragments = entriesBySmiles.size();
    Fragment[] fragments = new Fragment[numFragments];
    int[][] entriesOf = new int[numFragments][];
    int[] fragmentOf = new int[entries.size()];
    int f = 0;
    for (Map.Entry<String, List<Integer>> group : entriesBySmiles.entrySet()) {
      fragments[f] = fragment(group.getKey(), group.getValue());
      entriesOf[f] = group.getValue().stream().mapToInt(Integer::intValue).toArray();
      for (int entry : entriesOf[f]) {
        checkValence(entry, fragments[f]);
        fragmentOf[entry] = f;
      }
      f++;
    }
    String[] names = entries.stream().map(VocabularyEntry::name).toArray(String[]::new);
    int[][] atoms = entries.stream().map(VocabularyEntry::atoms).toArray(int[][]::new);
    return new FragmentVocabulary(names, atoms, fragmentOf, fragments, entriesOf);
  }

  private void group() {
    Map<String, Integer> seen = new HashMap<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < entries.size(); i++) {
      VocabularyEntry entry = entries.get(i);
      Integer same = seen.putIfAbsent(entry.smiles() + " " + Arrays.toString(entry.atoms()), i);
      if (same != null) {
        throw fault(i, "same SMILES and same atoms as entry " + same);
      }
      if (!names.add(entry.name())) {
        throw fault(i, "an earlier entry has the same name");
      }
      entriesBySmiles.computeIfAbsent(entry.smiles(), s -> new ArrayList<>()).add(i);
    }
  }

  private Fragment fragment(String smiles, List<Integer> group) {
    int first = group.get(0);
    try {
      IAtomContainer molecule = reader.parse(smiles);
      String other = smilesByMolecule.putIfAbsent(reader.canonicalSmiles(molecule), smiles);
      if (other != null) {
        throw new IllegalArgumentException(
            smiles + " is the molecule " + other + "; write it the same way");
      }
      TreeSet<Integer> sites = new TreeSet<>();
      for (int entry : group) {
        sites.addAll(sites(entry, molecule.getAtomCount()));
      }
      return reader.fragment(smiles, molecule, sites);
    } catch (VocabularyFault e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw fault(first, e.getMessage());
    }
  }

  private List<Integer> sites(int entry, int numAtoms) {
    List<Integer> sites = Arrays.stream(entries.get(entry).atoms()).boxed().toList();
    for (int atom : sites) {
      if (atom < 0 || atom >= numAtoms) {
        throw fault(
            entry,
            "atom %d of %s; it has atoms 0 to %d"
                .formatted(atom, entries.get(entry).smiles(), numAtoms - 1));
      }
    }
    return sites;
  }

  private void checkValence(int entry, Fragment fragment) {
    int[] uses = new int[fragment.numAtoms()];
    for (int atom : entries.get(entry).atoms()) {
      if (++uses[atom] > fragment.capacity(atom)) {
        throw fault(
            entry,
            "atom %d of %s is listed more often than its free valence of %d"
                .formatted(atom, fragment.smiles(), fragment.capacity(atom)));
      }
    }
  }

  private VocabularyFault fault(int entry, String what) {
    return new VocabularyFault(
        "%s: entry %d (%s): %s".formatted(source, entry, entries.get(entry).name(), what));
  }

  /** A fault whose message says where it is. */
  private static final class VocabularyFault extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    VocabularyFault(String message) {
      super(message);
    }
  }
}

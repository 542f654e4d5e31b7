package org.gflownet.reward.chem.proxy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * Collects the rows of a data set by molecule: several values of one molecule become their mean.
 * The result does not depend on the order of the rows, to the bit. Mutable; not thread-safe.
 */
public final class MeasuredValues {
  private final TreeMap<String, Entry> entries = new TreeMap<>();
  private int numRows;

  private static final class Entry {
    private final String scaffold;
    private final int[] features;
    private double[] values = new double[1];
    private int count;

    Entry(String scaffold, int[] features) {
      this.scaffold = scaffold;
      this.features = features;
    }

    void add(double value) {
      if (count == values.length) {
        values = Arrays.copyOf(values, 2 * count);
      }
      values[count++] = value;
    }

    double mean() {
      Arrays.sort(values, 0, count);
      double sum = 0;
      for (int i = 0; i < count; i++) {
        sum += values[i];
      }
      return sum / count;
    }
  }

  /** Adds a row. */
  public void add(String smiles, String scaffold, int[] features, double value) {
    entries.computeIfAbsent(smiles, s -> new Entry(scaffold, features)).add(value);
    numRows++;
  }

  /** Number of rows. */
  public int numRows() {
    return numRows;
  }

  /** All molecules, by their canonical SMILES. */
  public List<LabelledMolecule> molecules() {
    List<LabelledMolecule> molecules = new ArrayList<>(entries.size());
    entries.forEach(
        (smiles, entry) ->
            molecules.add(
                new LabelledMolecule(
                    smiles, entry.scaffold, entry.features, entry.mean(), entry.count)));
    return molecules;
  }
}

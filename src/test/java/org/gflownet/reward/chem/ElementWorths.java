package org.gflownet.reward.chem;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.gflownet.chem.Molecule;
import org.gflownet.plugin.PluginSettings;
import org.gflownet.plugin.Setting;

/** A score for tests that needs a file: the mean of its atoms' worths, one for each element. */
public final class ElementWorths implements MoleculeScorer {
  private static final String TABLE = "table";
  private static final String FACTOR = "factor";

  private final Map<Integer, Double> worths = new HashMap<>();
  private final double factor;

  /** Such a reward as one that comes along. */
  public static final class Own implements OwnScorer {
    @Override
    public String name() {
      return "worths";
    }

    @Override
    public Map<String, Setting> settings() {
      return Map.of(
          TABLE,
          new Setting.FileName("set reward.worths.table to lines of atomic number and worth"),
          FACTOR,
          new Setting.Real(0, true, 10));
    }

    @Override
    public ScoreRange range(PluginSettings settings) {
      return RANGE;
    }

    @Override
    public MoleculeScorer scorer(PluginSettings settings) {
      return new ElementWorths(settings.file(TABLE), settings.number(FACTOR));
    }
  }

  /** Such a reward as one in a jar of its own. */
  public static final class Plugged implements ScorerPlugin {
    @Override
    public String name() {
      return "worths";
    }

    @Override
    public Map<String, Object> defaults() {
      return Map.of(
          TABLE,
          new Setting.FileName("set reward.plugin.table to lines of atomic number and worth"),
          FACTOR,
          1.0);
    }

    @Override
    public ScoreRange range(PluginSettings settings) {
      return RANGE;
    }

    @Override
    public List<Double> thresholds() {
      return List.of(1.5);
    }

    @Override
    public int chunkRows() {
      return 7;
    }

    @Override
    public MoleculeScorer scorer(PluginSettings settings) {
      return new ElementWorths(settings.file(TABLE), settings.number(FACTOR, 0, 10));
    }
  }

  private static final ScoreRange RANGE = new ScoreRange(0.125, OptionalDouble.of(64), 2);

  private ElementWorths(Path file, double factor) {
    this.factor = factor;
    try {
      for (String line : Files.readAllLines(file)) {
        String[] words = line.split(" ", -1);
        worths.put(Integer.valueOf(words[0]), Double.valueOf(words[1]));
      }
    } catch (IOException | NumberFormatException e) {
      throw new IllegalArgumentException(file + " is no table of worths", e);
    }
  }

  @Override
  public String name() {
    return "worths";
  }

  @Override
  public boolean readsStems() {
    return false;
  }

  @Override
  public List<Score> score(List<ScoredMolecule> molecules) {
    return molecules.stream().map(m -> Score.of(mean(m.molecule()))).toList();
  }

  private double mean(Molecule molecule) {
    double sum = 0;
    for (int atom = 0; atom < molecule.numAtoms(); atom++) {
      sum += worths.getOrDefault(molecule.atomicNumber(atom), 0.0);
    }
    return factor * sum / molecule.numAtoms();
  }
}

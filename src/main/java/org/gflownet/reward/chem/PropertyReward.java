package org.gflownet.reward.chem;

import java.util.List;
import java.util.function.Supplier;
import org.gflownet.plugin.PluginSettings;
import org.gflownet.reward.chem.property.CrippenLogP;
import org.gflownet.reward.chem.property.MolecularProperty;
import org.gflownet.reward.chem.property.MolecularWeight;
import org.gflownet.reward.chem.property.TopologicalPolarSurfaceArea;

/** {@code reward.name} of a property that needs neither settings nor files. */
public abstract sealed class PropertyReward implements OwnScorer {
  private final String name;
  private final Supplier<MolecularProperty> property;

  private PropertyReward(String name, Supplier<MolecularProperty> property) {
    this.name = name;
    this.property = property;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final MoleculeScorer scorer(PluginSettings settings) {
    return new PropertyScorer(name, property.get());
  }

  /** Quantitative estimate of drug-likeness. */
  public static final class Qed extends PropertyReward {
    /** For ServiceLoader. */
    public Qed() {
      super("qed", org.gflownet.reward.chem.property.Qed::new);
    }

    @Override
    public List<Double> thresholds() {
      return List.of(0.8, 0.9);
    }
  }

  /** Crippen's octanol-water partition coefficient. */
  public static final class LogP extends PropertyReward {
    /** For ServiceLoader. */
    public LogP() {
      super("logp", CrippenLogP::new);
    }
  }

  /** Topological polar surface area. */
  public static final class Tpsa extends PropertyReward {
    /** For ServiceLoader. */
    public Tpsa() {
      super("tpsa", TopologicalPolarSurfaceArea::new);
    }
  }

  /** Molecular weight. */
  public static final class Weight extends PropertyReward {
    /** For ServiceLoader. */
    public Weight() {
      super("mw", MolecularWeight::new);
    }
  }
}

package org.gflownet.reward.chem.seh;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.gflownet.plugin.PluginSettings;
import org.gflownet.plugin.Setting;
import org.gflownet.reward.chem.MoleculeScorer;
import org.gflownet.reward.chem.OwnScorer;
import org.gflownet.reward.chem.ScoreRange;

/** {@code reward.name = seh}: the published proxy of docking to soluble epoxide hydrolase. */
public final class SehReward implements OwnScorer {
  /** The reward's name. */
  public static final String NAME = "seh";

  /** Floor of the paper, in units of the prediction, and divisor (Bengio et al. 2021, 4.3). */
  private static final ScoreRange OF_PAPER = new ScoreRange(0.1, OptionalDouble.empty(), 8.0);

  /** Recursion's code clips the prediction over 8 to 1e-4 and 100. */
  private static final ScoreRange OF_RECURSION =
      new ScoreRange(8e-4, OptionalDouble.of(800.0), 8.0);

  private static final String WEIGHTS = "weights";
  private static final String CONVENTION = "convention";
  private static final String ROOT = "root";
  private static final String STEM_MASK = "stem-mask";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Map<String, Setting> settings() {
    return Map.of(
        WEIGHTS,
        new Setting.FileName(
            "set reward.seh.weights to the published file best_params.pkl.gz (of"
                + " https://github.com/GFNOrg/gflownet, mols/data/pretrained_proxy) or an"
                + " .npz of it"),
        CONVENTION,
        new Setting.Choice(SehConvention.names(), false),
        ROOT,
        new Setting.Choice(names(SehConvention.Root.values()), true),
        STEM_MASK,
        new Setting.Choice(names(SehConvention.StemMask.values()), true));
  }

  @Override
  public ScoreRange range(PluginSettings settings) {
    boolean isRecursion = named(settings).equals(SehConvention.RECURSION);
    return isRecursion ? OF_RECURSION : OF_PAPER;
  }

  @Override
  public List<Double> thresholds() {
    return List.of(7.0, 8.0);
  }

  @Override
  public MoleculeScorer scorer(PluginSettings settings) {
    return new SehProxy(SehWeights.read(settings.file(WEIGHTS)), convention(settings));
  }

  private static SehConvention named(PluginSettings settings) {
    return SehConvention.byName(settings.text(CONVENTION));
  }

  /** The convention with what was chosen singly. */
  static SehConvention convention(PluginSettings settings) {
    SehConvention named = named(settings);
    return new SehConvention(
        settings
            .optionalText(ROOT)
            .map(root -> value(SehConvention.Root.values(), root))
            .orElse(named.root()),
        settings
            .optionalText(STEM_MASK)
            .map(mask -> value(SehConvention.StemMask.values(), mask))
            .orElse(named.mask()));
  }

  private static <E extends Enum<E>> E value(E[] values, String name) {
    return values[names(values).indexOf(name)];
  }

  private static List<String> names(Enum<?>[] values) {
    return Arrays.stream(values)
        .map(value -> value.name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .toList();
  }
}

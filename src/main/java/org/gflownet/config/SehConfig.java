package org.gflownet.config;

import java.util.Optional;
import org.gflownet.reward.chem.seh.SehConvention;

/**
 * Section {@code reward.seh}: the published proxy of docking to soluble epoxide hydrolase.
 *
 * @param weights file with its weights
 * @param convention name of the convention
 * @param root how a node's own state enters the convolution; empty as the convention says
 * @param stemMask what the last feature of atoms holds; empty as the convention says
 */
public record SehConfig(
    Optional<String> weights,
    String convention,
    Optional<SehConvention.Root> root,
    Optional<SehConvention.StemMask> stemMask) {
  /** Floor of the paper, in units of the prediction (Bengio et al. 2021, section 4.3). */
  static final double PAPER_MIN = 0.1;

  /** Divisor of the prediction in both conventions. */
  static final double NORM = 8.0;

  /** Recursion's code clips the prediction over 8 to 1e-4 and 100. */
  static final double RECURSION_MIN = 8e-4;

  static final double RECURSION_MAX = 800.0;

  static SehConfig read(Settings settings) {
    return new SehConfig(
        settings.file(FileSetting.SEH_WEIGHTS),
        settings.name("reward.seh.convention", SehConvention.names(), java.util.Map.of()),
        settings.optionalChoice("reward.seh.root", SehConvention.Root.class),
        settings.optionalChoice("reward.seh.stem-mask", SehConvention.StemMask.class));
  }

  /** The convention with what was chosen singly. */
  public SehConvention resolved() {
    SehConvention named = SehConvention.byName(convention);
    return new SehConvention(root.orElse(named.root()), stemMask.orElse(named.mask()));
  }
}

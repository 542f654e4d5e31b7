package org.gflownet.config;

import java.util.List;
import org.gflownet.reward.chem.proxy.FingerprintSpec;

/**
 * Section {@code proxy}: how {@code train-proxy} fits a network to measured values.
 *
 * @param fingerprint kind of the fingerprint
 * @param radius of the fingerprint's largest environment, in bonds
 * @param bits length of the fingerprint
 * @param counts whether a feature counts as often as it occurs
 * @param hidden widths of the hidden layers, at least one
 * @param epochs largest number of passes over the molecules
 * @param patience epochs without a better network after which to stop
 * @param batch molecules of a minibatch
 * @param lr learning rate of Adam
 * @param weightDecay decoupled, per step and learning rate
 * @param workers among which a round is divided
 * @param averagingFrequency steps of a worker between two averages
 * @param validation share of the molecules, after the held-out ones, that decide when to stop
 */
public record ProxyConfig(
    FingerprintSpec.Kind fingerprint,
    int radius,
    int bits,
    boolean counts,
    List<Integer> hidden,
    int epochs,
    int patience,
    int batch,
    double lr,
    double weightDecay,
    int workers,
    int averagingFrequency,
    double validation) {
  private static final int MAX_RADIUS = 3;
  private static final int MIN_BITS = 16;
  private static final int MAX_BITS = 65_536;
  private static final int MAX_LAYERS = 100;
  private static final int MAX_WIDTH = 65_536;
  private static final int MAX_COUNT = 1_000_000;
  private static final int MAX_WORKERS = 1024;
  private static final double MAX_RATE = 100;
  private static final Bounds SHARE = new Bounds(0, true, 0.5, false);

  /** Most parameters of a network, 256 MiB of them. */
  private static final long MAX_PARAMETERS = 1L << 26;

  /** Copies the widths. */
  public ProxyConfig {
    hidden = List.copyOf(hidden);
  }

  static ProxyConfig read(Settings settings) {
    ProxyConfig config =
        new ProxyConfig(
            settings.choice("proxy.fingerprint", FingerprintSpec.Kind.class),
            settings.count("proxy.radius", 0, MAX_RADIUS),
            settings.count("proxy.bits", MIN_BITS, MAX_BITS),
            settings.flag("proxy.counts"),
            settings.counts("proxy.hidden", 1, MAX_LAYERS, 1, MAX_WIDTH),
            settings.count("proxy.epochs", 1, MAX_COUNT),
            settings.count("proxy.patience", 1, MAX_COUNT),
            settings.count("proxy.batch", 1, MAX_COUNT),
            settings.number("proxy.lr", Bounds.positive(MAX_RATE)),
            settings.number("proxy.weight-decay", Bounds.notNegative(1)),
            settings.count("proxy.workers", 1, MAX_WORKERS),
            settings.count("proxy.averaging-frequency", 1, MAX_COUNT),
            settings.number("proxy.validation", SHARE));
    if (config.numParameters() > MAX_PARAMETERS) {
      throw settings.error(
          settings.culprit("proxy.hidden", "proxy.bits"),
          String.format(
              "the network has %d parameters, at most %d fit; use narrower proxy.hidden or fewer"
                  + " proxy.bits",
              config.numParameters(), MAX_PARAMETERS));
    }
    return config;
  }

  private long numParameters() {
    long total = 0;
    long in = bits;
    for (int width : hidden) {
      total += (in + 1) * width;
      in = width;
    }
    return total + in + 1;
  }
}

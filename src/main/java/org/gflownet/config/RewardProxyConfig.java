package org.gflownet.config;

import java.util.Optional;

/**
 * Section {@code reward.proxy}: a network fitted to measured values.
 *
 * @param model file that train-proxy wrote
 */
public record RewardProxyConfig(Optional<String> model) {
  static RewardProxyConfig read(Settings settings) {
    return new RewardProxyConfig(settings.file(FileSetting.PROXY_MODEL));
  }
}

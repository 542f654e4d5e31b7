package org.gflownet.config;

/**
 * A mistake in a configuration, with a message of one line that names the place, the key, the value
 * and what to do.
 */
public final class InvalidConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int MAX_LENGTH = 1000;

  InvalidConfigException(String message) {
    super(OneLine.of(message, MAX_LENGTH));
  }
}

/**
 * Settings of a run as immutable records, and the loader that reads them from HOCON.
 *
 * <p>{@link org.gflownet.config.ConfigLoader} lays {@code --set} pairs over a file over {@code
 * reference.conf}, which documents every key. Each record mirrors one section: the key of a
 * component is its name in kebab-case. A user's mistake is an {@link
 * org.gflownet.config.InvalidConfigException} with a message of one line.
 *
 * <p>May depend on everything but {@code job}; uses {@code math}, {@code env}, {@code reward},
 * {@code model} and {@code objective} for their names and constants, never Spark or DL4J. Only
 * {@code job} depends on it.
 */
package org.gflownet.config;

/**
 * Settings of a run as immutable records, and the loader that reads them from HOCON.
 *
 * <p>{@link org.gflownet.config.ConfigLoader} lays {@code --set} pairs over a file over {@code
 * reference.conf}, which documents every key. Each record mirrors one section: the key of a
 * component is its name in kebab-case. A user's mistake is an {@link
 * org.gflownet.config.InvalidConfigException} with a message of one line.
 *
 * <p>Depends on {@code math}, {@code plugin}, {@code env}, {@code env.hypergrid}, {@code
 * env.molecule}, {@code reward}, {@code reward.hypergrid}, {@code reward.chem}, {@code
 * reward.chem.proxy}, {@code model}, {@code trajectory}, {@code objective} and {@code baseline} for
 * their names and constants, and on Typesafe Config, never on Spark or DL4J. Only {@code job}
 * depends on it.
 */
package org.gflownet.config;

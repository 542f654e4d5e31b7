/**
 * Environments: the graph of states and actions, and its contract. To add one, implement {@link
 * org.gflownet.env.Environment} in a package of its own below this one.
 *
 * <p>Depends on {@code math} and {@code plugin}.
 */
package org.gflownet.env;

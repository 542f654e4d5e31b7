/**
 * Docking as a reward: AutoDock Vina and Open Babel as programs beside the JVM. They are found on
 * the PATH; nothing of them is linked.
 *
 * <p>Depends on {@code chem}, {@code plugin} and {@code reward.chem}.
 */
package org.gflownet.reward.chem.docking;

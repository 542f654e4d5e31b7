/**
 * Rewards: what a GFlowNet samples in proportion to. To add one, implement {@link
 * org.gflownet.reward.LogReward} in a package of its own below this one; of molecules, see {@code
 * reward.chem}.
 *
 * <p>Depends on {@code math}, {@code plugin} and on the state types of {@code env}.
 */
package org.gflownet.reward;

/**
 * Rewards of the hyper-grid: the families in use, where their modes are, and their exact targets.
 * To add a family, extend {@link org.gflownet.reward.hypergrid.HypergridReward} and name it in
 * {@link org.gflownet.reward.hypergrid.HypergridRewards}.
 *
 * <p>Depends on {@code math}, {@code env}, {@code env.hypergrid} and {@code reward}.
 */
package org.gflownet.reward.hypergrid;

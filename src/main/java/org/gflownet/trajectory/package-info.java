/**
 * Trajectories and how they are sampled. Depends on {@code math}, {@code env}, {@code reward} and
 * {@code model}.
 */
package org.gflownet.trajectory;

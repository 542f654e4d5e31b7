package org.gflownet.reward;

import org.gflownet.math.RandomStream;

/**
 * The target R/Z in a form that can be sampled exactly, for bounds on spaces too large to
 * enumerate.
 *
 * @param <X> the terminating state
 */
public interface TargetDistribution<X> {

  /** log Z, the logarithm of the sum of R over all reachable terminating states. */
  double logZ();

  /** Draws x with probability R(x)/Z. */
  X sample(RandomStream random);
}

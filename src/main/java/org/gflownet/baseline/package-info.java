/**
 * What GFlowNets are compared with, under the same accounting of visited states, reward calls and
 * seconds: Markov chains (Metropolis-Hastings on grids, edits of molecules in the manner of MARS),
 * proximal policy optimisation, a genetic algorithm, and a random policy.
 *
 * <p>Plain serialisable Java. Depends on {@code math}, {@code env}, {@code env.hypergrid}, {@code
 * reward}, {@code model}, {@code trajectory} and {@code train}.
 */
package org.gflownet.baseline;

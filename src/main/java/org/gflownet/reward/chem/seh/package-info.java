/**
 * The sEH proxy of Bengio et al. (2021): a message-passing network that predicts how well a
 * molecule binds to soluble epoxide hydrolase, from the weights that were published with it.
 *
 * <p>Depends on {@code math}, {@code chem}, {@code plugin}, {@code reward.chem} and the matrix
 * kernels of {@code model}.
 */
package org.gflownet.reward.chem.seh;

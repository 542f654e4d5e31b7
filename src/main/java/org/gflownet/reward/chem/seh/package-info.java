/**
 * The published network that predicts binding to soluble epoxide hydrolase: its weights read from
 * files, and its evaluation on plain arrays in single precision.
 *
 * <p>Depends on {@code math} and {@code model}.
 */
package org.gflownet.reward.chem.seh;

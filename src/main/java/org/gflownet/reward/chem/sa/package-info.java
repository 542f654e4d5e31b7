/**
 * Synthetic accessibility of molecules by Ertl's table of fragments, which is read from a file.
 *
 * <p>Depends on {@code chem}, {@code plugin} and {@code reward.chem}; knows no CDK.
 */
package org.gflownet.reward.chem.sa;

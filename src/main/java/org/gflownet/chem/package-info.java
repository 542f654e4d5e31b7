/**
 * Molecules as the Chemistry Development Kit sees them: reading, sanitising, canonical SMILES and
 * the atom and bond properties that rewards read.
 *
 * <p>Depends on {@code math} and CDK. What leaves for a network or for Spark leaves as plain arrays
 * and strings.
 */
package org.gflownet.chem;

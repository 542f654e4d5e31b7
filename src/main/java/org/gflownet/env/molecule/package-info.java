/**
 * Molecules built from fragments: vocabulary, states, the environment and the assembly of a state
 * into a molecule.
 *
 * <p>Depends on {@code math}, {@code env}, {@code chem}, CDK and Jackson. States and their encoding
 * are plain arrays; CDK is needed to read a vocabulary and to assemble molecules, never to step.
 */
package org.gflownet.env.molecule;

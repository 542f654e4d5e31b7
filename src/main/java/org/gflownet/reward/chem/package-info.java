/**
 * Rewards of molecules: what an object of the fragment environment is worth, from properties in
 * {@code reward.chem.property} and programs in {@code reward.chem.docking}.
 *
 * <p>Depends on {@code math}, {@code env}, {@code env.molecule}, {@code reward}, {@code
 * reward.chem.property}, {@code chem}, {@code plugin} and CDK.
 */
package org.gflownet.reward.chem;

/**
 * Rewards of molecules: what an object of the fragment environment is worth, from properties in
 * {@code reward.chem.property} and programs in {@code reward.chem.docking}. To add one, implement
 * {@link org.gflownet.reward.chem.OwnScorer}, which says what its settings and files are, and name
 * the class in {@code META-INF/services/org.gflownet.reward.chem.OwnScorer}.
 *
 * <p>Depends on {@code math}, {@code env}, {@code env.molecule}, {@code reward}, {@code
 * reward.chem.property}, {@code chem}, {@code plugin} and CDK.
 */
package org.gflownet.reward.chem;

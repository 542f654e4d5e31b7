/**
 * Properties of molecules that rewards are made of: weight, polar surface, log P, drug-likeness,
 * and the scaffold. To add one, implement {@link
 * org.gflownet.reward.chem.property.MolecularProperty}; a class of {@code
 * reward.chem.PropertyReward} makes a reward of it.
 *
 * <p>They follow RDKit, whose values the literature on molecule generation reports. They read
 * atoms, bonds, hydrogens, charges and aromatic flags as they stand, so the molecule must have been
 * sanitised: hydrogens implicit, aromaticity perceived on atoms and bonds, every bond of a known
 * order.
 *
 * <p>Depends on {@code chem} and CDK.
 */
package org.gflownet.reward.chem.property;

package org.gflownet.reward.chem.proxy;

/**
 * A molecule and its measured value, the mean where it was measured several times. Not to be
 * changed.
 *
 * @param smiles canonical
 * @param scaffold SMILES of the Bemis-Murcko scaffold, empty for a molecule without rings
 * @param features of the fingerprint
 * @param target the value
 * @param measurements rows that it is the mean of
 */
public record LabelledMolecule(
    String smiles, String scaffold, int[] features, double target, int measurements) {}

package org.gflownet.env.molecule;

/**
 * One entry of a vocabulary as it is written in a file, unchecked.
 *
 * @param name what the file calls it
 * @param smiles the fragment
 * @param atoms the atom by which the fragment attaches, then the atoms of the stems it offers
 */
record VocabularyEntry(String name, String smiles, int[] atoms) {}

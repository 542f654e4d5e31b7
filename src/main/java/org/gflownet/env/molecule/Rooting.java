package org.gflownet.env.molecule;

import java.util.Arrays;

/**
 * Whether a tree of blocks can be built by the entries of a vocabulary.
 *
 * <p>It can if there is a block to begin with, the root, such that every other block looks, with
 * all its stems open, as some entry does that is attached by the atom that points to the root. The
 * atoms that a block uses, for bonds and open stems together, must be those of some entry, as they
 * are in a tree that is put together from parts of molecules.
 *
 * <p>For one worker; not thread-safe.
 */
final class Rooting {
  private final FragmentVocabulary vocabulary;
  private final Canonicalizer canonicalizer;
  private final int[][] attached;

  Rooting(FragmentVocabulary vocabulary, Canonicalizer canonicalizer) {
    this.vocabulary = vocabulary;
    this.canonicalizer = canonicalizer;
    attached = new int[vocabulary.numEntries()][];
    for (int entry = 0; entry < attached.length; entry++) {
      attached[entry] = canonicalizer.attached(entry);
    }
  }

  /** Whether some sequence of entries gives the tree, up to the order of its blocks. */
  boolean isReachable(FragmentState tree) {
    long roots = -1L >>> (Long.SIZE - tree.numBlocks());
    for (int k = 0; k < tree.numBonds() && roots != 0; k++) {
      if (!isAttachable(tree, tree.bondTo(k), tree.bondAtomTo(k))) {
        roots &= TreeParts.side(tree, k, tree.bondTo(k));
      }
      if (!isAttachable(tree, tree.bondFrom(k), tree.bondAtomFrom(k))) {
        roots &= TreeParts.side(tree, k, tree.bondFrom(k));
      }
    }
    return roots != 0;
  }

  /** Whether some entry puts a block of the tree on a stem by one of the block's atoms. */
  private boolean isAttachable(FragmentState tree, int block, int atom) {
    int fragment = vocabulary.fragment(tree.block(block));
    int[] code = canonicalizer.opened(tree, block, atom);
    for (int i = 0; i < vocabulary.numEntriesOf(fragment); i++) {
      if (Arrays.equals(attached[vocabulary.entryOf(fragment, i)], code)) {
        return true;
      }
    }
    return false;
  }
}

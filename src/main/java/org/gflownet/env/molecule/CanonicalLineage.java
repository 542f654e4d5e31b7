package org.gflownet.env.molecule;

import java.util.Arrays;
import org.gflownet.math.IntList;

/**
 * Exact parents and edges of canonical states.
 *
 * <p>A block of degree 1 is removable if some entry, freshly attached, looks as it does; what is
 * left is a parent. An action leads from a parent to the state if and only if, for a removable
 * block that leaves that parent, the parent looks through the action's stem as the state does
 * around the block, and the action's entry looks as the block does.
 */
final class CanonicalLineage implements Lineage {
  private final FragmentVocabulary vocabulary;
  private final int[][] attached;
  private final FragmentState[] single;
  private final ThreadLocal<Canonicalizer> canonicalizers;

  CanonicalLineage(FragmentVocabulary vocabulary) {
    this.vocabulary = vocabulary;
    this.canonicalizers = ThreadLocal.withInitial(() -> new Canonicalizer(vocabulary));
    Canonicalizer canonicalizer = canonicalizers.get();
    attached = new int[vocabulary.numEntries()][];
    single = new FragmentState[attached.length];
    for (int entry = 0; entry < attached.length; entry++) {
      attached[entry] = canonicalizer.attached(entry);
      single[entry] =
          canonicalizer.canonical(OrderedSteps.add(vocabulary, FragmentState.EMPTY, 0, entry));
    }
  }

  @Override
  public FragmentState settle(FragmentState built) {
    return canonicalizers.get().canonical(built);
  }

  @Override
  public Parents parents(FragmentState state) {
    Parents.Builder parents = new Parents.Builder(state.numBlocks());
    if (state.numBlocks() == 1) {
      parents.add(0, FragmentState.EMPTY, true);
    }
    Canonicalizer canonicalizer = canonicalizers.get();
    for (int leaf = 0; leaf < state.numBlocks(); leaf++) {
      if (OrderedSteps.bondOf(state, leaf) >= 0
          && isAttachable(state.block(leaf), canonicalizer.leaf(state, leaf))) {
        parents.add(leaf, canonicalizer.canonical(OrderedSteps.remove(state, leaf)), true);
      }
    }
    return parents.build(this);
  }

  private boolean isAttachable(int block, int[] code) {
    int fragment = vocabulary.fragment(block);
    for (int i = 0; i < vocabulary.numEntriesOf(fragment); i++) {
      if (Arrays.equals(attached[vocabulary.entryOf(fragment, i)], code)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void edges(FragmentState state, Parents parents, int parent, IntList out) {
    int fragment = vocabulary.fragment(state.block(parents.leaves()[parent]));
    if (state.numBlocks() == 1) {
      for (int i = 0; i < vocabulary.numEntriesOf(fragment); i++) {
        int entry = vocabulary.entryOf(fragment, i);
        if (single[entry].equals(state)) {
          out.add(1 + entry);
        }
      }
      return;
    }
    int[][][] places = places(state, parents, parent);
    FragmentState from = parents.states()[parent];
    boolean[] here = new boolean[places.length];
    for (int stem = 0; stem < from.numStems(); stem++) {
      // Stems are in canonical order, so those on one atom follow one another.
      if (stem == 0
          || from.stemBlock(stem) != from.stemBlock(stem - 1)
          || from.stemAtom(stem) != from.stemAtom(stem - 1)) {
        for (int i = 0; i < here.length; i++) {
          here[i] = canonicalizers.get().looksLike(from, stem, places[i][0]);
        }
      }
      addEntries(fragment, stem, places, here, out);
    }
  }

  /** For each block whose removal gives the parent: the tree around it, and the block. */
  private int[][][] places(FragmentState state, Parents parents, int parent) {
    Canonicalizer canonicalizer = canonicalizers.get();
    int[][][] places = new int[state.numBlocks()][][];
    int size = 0;
    for (int leaf = 0; leaf < places.length; leaf++) {
      if (parents.parentOf()[leaf] == parent) {
        places[size++] =
            new int[][] {canonicalizer.without(state, leaf), canonicalizer.leaf(state, leaf)};
      }
    }
    return Arrays.copyOf(places, size);
  }

  private void addEntries(int fragment, int stem, int[][][] places, boolean[] here, IntList out) {
    for (int i = 0; i < vocabulary.numEntriesOf(fragment); i++) {
      int entry = vocabulary.entryOf(fragment, i);
      for (int p = 0; p < here.length; p++) {
        if (here[p] && Arrays.equals(attached[entry], places[p][1])) {
          out.add(1 + stem * vocabulary.numEntries() + entry);
          break;
        }
      }
    }
  }
}

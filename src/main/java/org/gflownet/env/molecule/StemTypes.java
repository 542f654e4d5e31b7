package org.gflownet.env.molecule;

import java.io.Serializable;

/**
 * Ids of attachment types.
 *
 * @param ids by fragment and site
 * @param count larger than every id
 */
record StemTypes(int[][] ids, int count) implements Serializable {

  /** One id per fragment and site, without gaps. */
  static StemTypes distinct(Fragment[] fragments) {
    int[][] ids = new int[fragments.length][];
    int next = 0;
    for (int f = 0; f < ids.length; f++) {
      ids[f] = new int[fragments[f].numSites()];
      for (int site = 0; site < ids[f].length; site++) {
        ids[f][site] = next++;
      }
    }
    return new StemTypes(ids, next);
  }

  /**
   * Offset of the fragment + atom, as published.
   *
   * @param spans by which the offset grows after each fragment
   */
  static StemTypes published(Fragment[] fragments, int[] spans) {
    int[][] ids = new int[fragments.length][];
    int offset = 0;
    int count = 0;
    for (int f = 0; f < ids.length; f++) {
      ids[f] = new int[fragments[f].numSites()];
      for (int site = 0; site < ids[f].length; site++) {
        ids[f][site] = offset + fragments[f].site(site);
        count = Math.max(count, ids[f][site] + 1);
      }
      offset += spans[f];
    }
    return new StemTypes(ids, Math.max(count, offset));
  }

  int id(int fragment, int site) {
    return ids[fragment][site];
  }
}

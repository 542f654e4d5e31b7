package org.gflownet.spark.dl4j;

import java.util.ArrayList;
import java.util.List;
import org.gflownet.math.RandomStream;

/** Made-up molecules: chains and rings with a known number of nitrogen atoms. */
final class Molecules {
  private static final String[] LINKS = {
    "C", "N", "O", "CC", "C(F)", "N(C)", "c1ccc(C)cc1", "C(=O)"
  };

  private Molecules() {}

  /** Different SMILES. */
  static List<String> chains(int count, long seed) {
    List<String> all = new ArrayList<>();
    RandomStream random = new RandomStream(seed, 0, 0);
    while (all.size() < count) {
      StringBuilder smiles = new StringBuilder("C");
      int length = 2 + random.nextInt(7);
      for (int i = 0; i < length; i++) {
        smiles.append(LINKS[random.nextInt(LINKS.length)]);
      }
      smiles.append('C');
      if (!all.contains(smiles.toString())) {
        all.add(smiles.toString());
      }
    }
    return all;
  }

  /** Number of nitrogen atoms of such a molecule. */
  static double nitrogens(String smiles) {
    return smiles.chars().filter(c -> c == 'N').count();
  }
}

package org.gflownet.job.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.gflownet.chem.AtomFeatures;
import org.gflownet.chem.MoleculeReader;
import org.gflownet.reward.RewardScale;
import org.gflownet.reward.chem.ChunkScorer;
import org.gflownet.reward.chem.CompositeScorer;
import org.gflownet.reward.chem.MoleculeChunk;
import org.gflownet.reward.chem.seh.SehConvention;
import org.gflownet.reward.chem.seh.SehProxy;
import org.gflownet.reward.chem.seh.SehWeights;

/**
 * How many molecules a second one thread scores by the sEH proxy, without caches: of the network
 * alone, and from SMILES on by what {@code score} runs in a task. A program of its own, for {@code
 * bench}: weights, a table of one column and seconds for each of the two; prints a line of JSON.
 */
final class ScoringRate {
  private ScoringRate() {}

  /** Something that goes through all molecules once. */
  private interface Pass {
    void run();
  }

  /** Measures; see the class. */
  public static void main(String[] arguments) throws IOException {
    SehProxy proxy = new SehProxy(SehWeights.read(Path.of(arguments[0])), SehConvention.PAPER_2021);
    List<String> lines = Files.readAllLines(Path.of(arguments[1]));
    String[] smiles = lines.subList(1, lines.size()).toArray(String[]::new);
    double seconds = Double.parseDouble(arguments[2]);
    AtomFeatures[] features = new AtomFeatures[smiles.length];
    for (int i = 0; i < smiles.length; i++) {
      features[i] = AtomFeatures.of(MoleculeReader.parse(smiles[i]));
    }
    int[][] noStems = new int[smiles.length][];
    ChunkScorer chunks =
        new ChunkScorer(CompositeScorer.single(proxy), new RewardScale(0.1, 8, 10), 0);
    MoleculeChunk chunk = new MoleculeChunk(false, smiles, null);
    double network = rate(smiles.length, seconds, () -> proxy.evaluate(features, noStems));
    double together = rate(smiles.length, seconds, () -> chunks.score(chunk));
    System.out.printf(
        Locale.ROOT,
        "{\"molecules\":%d,\"network_per_s\":%.1f,\"together_per_s\":%.1f}%n",
        smiles.length,
        network,
        together);
  }

  /** Over the second half of the time, when all is compiled; at least one pass in each half. */
  private static double rate(int molecules, double seconds, Pass pass) {
    long start = System.nanoTime();
    do {
      pass.run();
    } while (since(start) < seconds / 2);
    long counted = System.nanoTime();
    long passes = 0;
    do {
      pass.run();
      passes++;
    } while (since(start) < seconds);
    return passes * molecules / since(counted);
  }

  private static double since(long start) {
    return (System.nanoTime() - start) * 1e-9;
  }
}

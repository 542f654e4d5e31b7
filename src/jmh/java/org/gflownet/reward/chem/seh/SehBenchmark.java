package org.gflownet.reward.chem.seh;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.gflownet.bench.RandomMolecules;
import org.gflownet.chem.AtomFeatures;
import org.gflownet.chem.MoleculeReader;
import org.gflownet.reward.chem.ScoredMolecule;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Scoring molecules of up to eight fragments by the network of the sEH proxy, without caches, on
 * one thread. Scores are molecules per second. Here for what is private to the package.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SehBenchmark {
  private static final int MOLECULES = 256;

  private final SehProxy proxy = new SehProxy(RandomSehWeights.of(1), SehConvention.PAPER_2021);
  private final List<String> smiles = new ArrayList<>();
  private final List<ScoredMolecule> molecules = new ArrayList<>();
  private final AtomFeatures[] features = new AtomFeatures[MOLECULES];
  private final int[][] stems = new int[MOLECULES][];

  /** Builds the molecules. */
  @Setup
  public void build() {
    for (String text : RandomMolecules.smiles(MOLECULES)) {
      ScoredMolecule molecule = ScoredMolecule.of(MoleculeReader.parse(text));
      features[smiles.size()] = AtomFeatures.of(molecule.molecule());
      smiles.add(text);
      molecules.add(molecule);
    }
  }

  /** The network alone. */
  @Benchmark
  @OperationsPerInvocation(MOLECULES)
  public double[] network() {
    return proxy.evaluate(features, stems);
  }

  /** From molecules: features and network. */
  @Benchmark
  @OperationsPerInvocation(MOLECULES)
  public double[] fromMolecules() {
    return proxy.raw(molecules);
  }

  /** From text: reading, features and network. */
  @Benchmark
  @OperationsPerInvocation(MOLECULES)
  public double[] fromSmiles() {
    List<ScoredMolecule> read = new ArrayList<>(MOLECULES);
    for (String text : smiles) {
      read.add(ScoredMolecule.of(MoleculeReader.parse(text)));
    }
    return proxy.raw(read);
  }
}

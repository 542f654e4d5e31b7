package org.gflownet.bench;

import java.util.concurrent.TimeUnit;
import org.gflownet.env.molecule.FragmentState;
import org.gflownet.math.RandomStream;
import org.gflownet.model.FlowModel;
import org.gflownet.model.StateBatch;
import org.gflownet.model.StateTable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The network on graphs of blocks: evaluation of states on random paths, every legal action of each
 * (a hundred an open stem), and evaluation with one backward pass. Scores are states per second.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class BlockGraphBenchmark {
  private static final int ROWS = 256;

  /** Width and rounds. */
  @Param public BlockGraphNetworkSize size;

  private StateBatch batch;
  private FlowModel model;
  private float[] parameters;
  private float[] gradient;
  private double[] outputGradient;

  /** Lays out the states. */
  @Setup
  public void makeBatch() {
    MoleculeSetup setup = size.setup();
    parameters = setup.initialParameters();
    gradient = new float[parameters.length];
    model = setup.model();
    model.load(parameters);
    StateTable<FragmentState> table = StateTable.forwardOnly(MoleculeSetup.environment(), model);
    MoleculeSetup.states(2 * ROWS).stream().distinct().limit(ROWS).forEach(table::intern);
    batch = table.batch();
    if (batch.numRows() != ROWS) {
      throw new IllegalStateException(batch.numRows() + " states");
    }
    RandomStream random = new RandomStream(1, 0, 0);
    outputGradient = new double[batch.numOutputs()];
    for (int i = 0; i < outputGradient.length; i++) {
      outputGradient[i] = random.nextDouble() - 0.5;
    }
  }

  /** Outputs of all rows. */
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public float[] forward() {
    model.reset();
    model.evaluate(batch);
    return model.outputs();
  }

  /** One step's share of the network: new parameters, outputs, gradient. */
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public float[] loadForwardBackward() {
    model.load(parameters);
    model.evaluate(batch);
    model.backward(batch, outputGradient, gradient);
    return gradient;
  }
}

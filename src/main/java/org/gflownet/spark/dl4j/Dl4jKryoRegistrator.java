package org.gflownet.spark.dl4j;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import org.apache.spark.serializer.KryoRegistrator;
import org.deeplearning4j.spark.api.worker.NetBroadcastTuple;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingResult;
import org.gflownet.reward.chem.proxy.EncodedRow;
import org.gflownet.spark.GflownetKryoRegistrator;
import org.nd4j.kryo.Nd4jRegistrator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Registers what crosses Spark while a proxy is fitted or evaluated, DL4J's own types among it, and
 * what {@link GflownetKryoRegistrator} does.
 *
 * <p>A network's configuration is a tree of some dozens of classes, which DL4J makes serialisable
 * in Java's way; its carrier is registered with that. It comes from this program's own driver, as
 * the functions that Spark itself sends do, never from a file.
 */
public final class Dl4jKryoRegistrator implements KryoRegistrator {

  @Override
  public void registerClasses(Kryo kryo) {
    new GflownetKryoRegistrator().registerClasses(kryo);
    new Nd4jRegistrator().registerClasses(kryo);
    kryo.register(NetBroadcastTuple.class, new JavaSerializer());
    kryo.register(ParameterAveragingTrainingResult.class, new TrainingResultSerializer());
    kryo.register(ParameterAveragingTrainingResult[].class);
    kryo.register(FingerprintRows.class, new FingerprintRowsSerializer());
    kryo.register(EncodedMolecule.class, new EncodedMoleculeSerializer());
    kryo.register(EncodedMolecule[].class);
    kryo.register(EncodedRow.class, new EncodedRowSerializer());
  }

  /** A worker's parameters and moments; without listeners there is nothing else. */
  static final class TrainingResultSerializer extends Serializer<ParameterAveragingTrainingResult> {
    @Override
    public void write(Kryo kryo, Output output, ParameterAveragingTrainingResult result) {
      kryo.writeClassAndObject(output, result.getParameters());
      kryo.writeClassAndObject(output, result.getUpdaterState());
      output.writeDouble(result.getScore());
    }

    @Override
    public ParameterAveragingTrainingResult read(
        Kryo kryo, Input input, Class<ParameterAveragingTrainingResult> type) {
      INDArray parameters = (INDArray) kryo.readClassAndObject(input);
      INDArray updaterState = (INDArray) kryo.readClassAndObject(input);
      double score = input.readDouble();
      return new ParameterAveragingTrainingResult(
          parameters, updaterState, score, null, null, null);
    }
  }

  /** Rows as their arrays. */
  static final class FingerprintRowsSerializer extends Serializer<FingerprintRows> {
    @Override
    public void write(Kryo kryo, Output output, FingerprintRows rows) {
      output.writeInt(rows.bits(), true);
      output.writeInt(rows.numRows(), true);
      output.writeFloats(rows.targets());
      output.writeInts(rows.offsets(), true);
      output.writeInts(rows.features(), true);
    }

    @Override
    public FingerprintRows read(Kryo kryo, Input input, Class<FingerprintRows> type) {
      int bits = input.readInt(true);
      int numRows = input.readInt(true);
      float[] targets = input.readFloats(numRows);
      int[] offsets = input.readInts(numRows + 1, true);
      int[] features = input.readInts(offsets[numRows], true);
      return new FingerprintRows(bits, features, offsets, targets);
    }
  }

  /** A molecule as its texts and features. */
  static final class EncodedMoleculeSerializer extends Serializer<EncodedMolecule> {
    @Override
    public void write(Kryo kryo, Output output, EncodedMolecule molecule) {
      output.writeString(molecule.smiles());
      output.writeString(molecule.scaffold());
      output.writeString(molecule.failure());
      output.writeInt(molecule.features().length, true);
      output.writeInts(molecule.features(), true);
    }

    @Override
    public EncodedMolecule read(Kryo kryo, Input input, Class<EncodedMolecule> type) {
      String smiles = input.readString();
      String scaffold = input.readString();
      String failure = input.readString();
      return new EncodedMolecule(
          smiles, scaffold, failure, input.readInts(input.readInt(true), true));
    }
  }

  /** A row as its texts and numbers. */
  static final class EncodedRowSerializer extends Serializer<EncodedRow> {
    @Override
    public void write(Kryo kryo, Output output, EncodedRow row) {
      output.writeString(row.smiles());
      output.writeString(row.error());
      output.writeInt(row.values().length, true);
      output.writeDoubles(row.values());
      for (String failure : row.failures()) {
        output.writeString(failure);
      }
    }

    @Override
    public EncodedRow read(Kryo kryo, Input input, Class<EncodedRow> type) {
      String smiles = input.readString();
      String error = input.readString();
      double[] values = input.readDoubles(input.readInt(true));
      String[] failures = new String[values.length];
      for (int i = 0; i < failures.length; i++) {
        failures[i] = input.readString();
      }
      return new EncodedRow(smiles, error, values, failures);
    }
  }
}

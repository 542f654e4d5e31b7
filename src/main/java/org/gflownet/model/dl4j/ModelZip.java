package org.gflownet.model.dl4j;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.gflownet.model.Initialization;
import org.gflownet.model.MlpSpec;

/**
 * The zip file of a network in DL4J's own format: {@code ComputationGraph.load(file, true)}
 * evaluates it and goes on training with the same moments.
 *
 * <p>Files are read back without DL4J: three known entries of bounded size, no Java
 * deserialisation, no class names from the file.
 */
public final class ModelZip {
  private static final int MAX_CONFIGURATION_BYTES = 16 << 20;

  private ModelZip() {}

  /**
   * What a file holds.
   *
   * @param parameters length P
   * @param updaterState moments, empty if the file has none
   */
  public record Contents(float[] parameters, float[] updaterState) {}

  /**
   * Writes a network and its updater's moments.
   *
   * @param out is left open
   * @param spec shape of the network
   * @param initialization as it was begun
   * @param updater as it was trained
   * @param learningRate of the last step
   * @param seed of the run
   * @param step number of updates taken so far
   * @param parameters length P
   * @param updaterState as {@link Dl4jUpdater#state} gives it
   */
  public static void write(
      OutputStream out,
      MlpSpec spec,
      Initialization initialization,
      UpdaterSettings updater,
      double learningRate,
      long seed,
      long step,
      float[] parameters,
      float[] updaterState)
      throws IOException {
    ComputationGraph graph =
        FlowGraphs.build(spec, initialization, updater, learningRate, seed, parameters);
    write(out, graph, step, updaterState);
  }

  /** Writes a graph and the moments of its updater after some number of updates. */
  static void write(OutputStream out, ComputationGraph graph, long step, float[] updaterState)
      throws IOException {
    graph.getConfiguration().setIterationCount((int) Math.min(step, Integer.MAX_VALUE - 1));
    if (updaterState.length > 0) {
      graph.getUpdater().setStateViewArray(FlowGraphs.row(updaterState));
    }
    ModelSerializer.writeModel(graph, out, updaterState.length > 0);
  }

  /**
   * Reads a network back.
   *
   * @param in is read to the end of the zip and left open
   * @param spec shape that the network must have
   * @param numUpdaterState length that the moments must have if the file has any
   * @throws IllegalArgumentException in one line, if the bytes are not such a file
   */
  public static Contents read(InputStream in, MlpSpec spec, int numUpdaterState) {
    return read(in, spec.numParameters(), numUpdaterState);
  }

  /** {@link #read(InputStream, MlpSpec, int)} for any network of so many parameters. */
  public static Contents read(InputStream in, int numParameters, int numUpdaterState) {
    try {
      Map<String, byte[]> entries = entries(in, numParameters, numUpdaterState);
      byte[] coefficients = entries.get(ModelSerializer.COEFFICIENTS_BIN);
      if (coefficients == null || !entries.containsKey(ModelSerializer.CONFIGURATION_JSON)) {
        throw new IllegalArgumentException(
            "model zip has no " + ModelSerializer.COEFFICIENTS_BIN + " or no configuration");
      }
      float[] parameters =
          ArrayBytes.read(coefficients, numParameters, "parameters of the network");
      byte[] state = entries.get(ModelSerializer.UPDATER_BIN);
      float[] moments =
          state == null
              ? new float[0]
              : ArrayBytes.read(state, numUpdaterState, "numbers of the updater");
      return new Contents(parameters, moments);
    } catch (IOException e) {
      throw new IllegalArgumentException("model zip is damaged: " + e.getMessage(), e);
    }
  }

  /** {@link #read(InputStream, MlpSpec, int)} of a file's bytes. */
  public static Contents read(byte[] bytes, MlpSpec spec, int numUpdaterState) {
    return read(new ByteArrayInputStream(bytes), spec, numUpdaterState);
  }

  private static Map<String, byte[]> entries(InputStream in, long numParameters, long numState)
      throws IOException {
    Map<String, byte[]> entries = new HashMap<>();
    // Closed, since what unpacks holds memory outside the heap until then.
    try (ZipInputStream zip = new ZipInputStream(leftOpen(in))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        byte[] bytes = bounded(zip, entry, limit(entry, numParameters, numState));
        if (entries.put(entry.getName(), bytes) != null) {
          throw new IllegalArgumentException("model zip has " + entry.getName() + " twice");
        }
      }
    }
    return entries;
  }

  /** A stream whose closing leaves the given one open: what unpacks it can be closed by itself. */
  public static InputStream leftOpen(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public void close() {
        // The caller's to close.
      }
    };
  }

  private static long limit(ZipEntry entry, long numParameters, long numState) {
    return switch (entry.getName()) {
      case ModelSerializer.CONFIGURATION_JSON -> MAX_CONFIGURATION_BYTES;
      case ModelSerializer.COEFFICIENTS_BIN -> ArrayBytes.maxLength(numParameters);
      case ModelSerializer.UPDATER_BIN -> ArrayBytes.maxLength(numState);
      default ->
          throw new IllegalArgumentException(
              "model zip has an unknown entry '" + printable(entry.getName()) + "'");
    };
  }

  private static byte[] bounded(ZipInputStream zip, ZipEntry entry, long limit) throws IOException {
    if (limit > Integer.MAX_VALUE - 16) {
      throw new IllegalArgumentException("model zip is too large to be read at once");
    }
    byte[] bytes = zip.readNBytes((int) limit + 1);
    if (bytes.length > limit) {
      throw new IllegalArgumentException(
          "entry " + entry.getName() + " of the model zip is longer than " + limit + " bytes");
    }
    return bytes;
  }

  private static String printable(String name) {
    String start = name.substring(0, Math.min(name.length(), 60));
    return start.replaceAll("[^ -~]", "?");
  }

  /** The format of {@code Nd4j.write}: a shape, then the elements, both with a short header. */
  private static final class ArrayBytes {
    private static final int MAX_HEADER = 4096;
    private static final int MAX_SHAPE = 72;

    private ArrayBytes() {}

    static long maxLength(long numElements) {
      return 4 * numElements + MAX_HEADER;
    }

    static float[] read(byte[] bytes, int numElements, String what) throws IOException {
      try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
        long shapeLength = header(in, "LONG");
        if (shapeLength < 4 || shapeLength > MAX_SHAPE) {
          throw new IllegalArgumentException("model zip has an array of impossible shape");
        }
        in.skipNBytes(8 * shapeLength);
        long length = header(in, "FLOAT");
        if (length != numElements) {
          throw new IllegalArgumentException(
              "model zip has " + length + " where " + numElements + " " + what + " are expected");
        }
        float[] values = new float[numElements];
        for (int i = 0; i < numElements; i++) {
          values[i] = in.readFloat();
        }
        return values;
      }
    }

    private static long header(DataInputStream in, String expectedType) throws IOException {
      in.readUTF();
      long length = in.readLong();
      String type = in.readUTF();
      if (!type.equals(expectedType)) {
        throw new IllegalArgumentException(
            "model zip has elements of type " + printable(type) + ", not " + expectedType);
      }
      return length;
    }
  }
}

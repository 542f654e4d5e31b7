package org.gflownet.reward.chem.seh;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** Reads the published weights: a gzipped pickle of a list with all {@link Tensor}s in order. */
final class PickledTensors {
  private PickledTensors() {}

  static Map<Tensor, float[]> readGzip(byte[] content) throws IOException {
    List<ArrayUnpickler.FloatArray> arrays = ArrayUnpickler.read(unpack(content));
    Tensor[] tensors = Tensor.values();
    if (arrays.size() != tensors.length) {
      throw new IOException("a list of " + arrays.size() + " arrays, must be " + tensors.length);
    }
    Map<Tensor, float[]> values = new EnumMap<>(Tensor.class);
    for (int i = 0; i < tensors.length; i++) {
      ArrayUnpickler.FloatArray array = arrays.get(i);
      List<Integer> shape = tensors[i].shape();
      if (!array.shape().equals(shape)) {
        throw new IOException(
            "array " + i + " has the shape " + array.shape() + ", must be " + shape);
      }
      values.put(tensors[i], array.values());
    }
    return values;
  }

  private static byte[] unpack(byte[] content) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(content))) {
      byte[] unpacked = in.readNBytes(SehWeights.MAX_BYTES + 1);
      if (unpacked.length > SehWeights.MAX_BYTES) {
        throw new IOException("more than " + SehWeights.MAX_BYTES + " bytes when unpacked");
      }
      return unpacked;
    } catch (EOFException end) {
      throw new IOException("it ends too early", end);
    }
  }
}

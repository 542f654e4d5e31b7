package org.gflownet.reward.chem.seh;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.gflownet.math.RandomStream;

/**
 * Weights of the shapes of the sEH proxy, drawn at random. Benchmarks take them in place of the
 * published ones, which are not part of this project.
 */
public final class RandomSehWeights {
  private static final int HEADER_UNIT = 64;
  private static final int PREAMBLE = 10;

  private RandomSehWeights() {}

  /** Weights of a seed, small enough for the network to stay finite. */
  public static SehWeights of(long seed) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Tensor tensor : Tensor.values()) {
        if (tensor.isUsed()) {
          zip.putNextEntry(new ZipEntry(tensor.key() + ".npy"));
          zip.write(array(tensor, new RandomStream(seed, 0, tensor.ordinal())));
          zip.closeEntry();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return SehWeights.parse("random weights", bytes.toByteArray());
  }

  /** An array in the format NPY 1.0. */
  private static byte[] array(Tensor tensor, RandomStream random) {
    String shape =
        tensor.shape().stream().map(n -> n + ",").collect(Collectors.joining(" ", "(", ")"));
    String header =
        "{'descr': '<f4', 'fortran_order': False, 'shape': "
            + (tensor.shape().size() > 1 ? shape.replace(",)", ")") : shape)
            + ", }";
    int length = header.length() + 1 + PREAMBLE;
    int padded = (length + HEADER_UNIT - 1) / HEADER_UNIT * HEADER_UNIT;
    ByteBuffer out =
        ByteBuffer.allocate(padded + Float.BYTES * tensor.size()).order(ByteOrder.LITTLE_ENDIAN);
    out.put((byte) 0x93)
        .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
        .put((byte) 1)
        .put((byte) 0);
    out.putShort((short) (padded - PREAMBLE));
    out.put((header + " ".repeat(padded - length) + "\n").getBytes(StandardCharsets.US_ASCII));
    double bound = 1.0 / Math.sqrt(tensor.shape().get(tensor.shape().size() - 1));
    for (int i = 0; i < tensor.size(); i++) {
      out.putFloat((float) (bound * (2.0 * random.nextDouble() - 1.0)));
    }
    return out.array();
  }
}

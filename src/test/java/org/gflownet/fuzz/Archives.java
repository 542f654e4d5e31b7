package org.gflownet.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Small files of the binary formats, written by hand. */
final class Archives {
  static final String PROXY_JSON =
      """
      {"kind": "gflownet-proxy", "version": 1, "target": "t", "mean": 0.5, "sd": 2.0,
       "fingerprint": {"kind": "morgan", "radius": 2, "bits": 64, "counts": true},
       "network": {"activation": "relu", "hidden": [3, 2]},
       "held-out": {"molecules": 3, "mse": 1.0, "constant-mse": 2.0, "r2": null, "spearman": 0.1},
       "data": {"name": "a.csv", "sha256": "00", "trained": 5, "validated": 2, "split": "random"},
       "seed": 7}
      """;

  private Archives() {}

  private interface Content {
    void writeTo(DataOutputStream out) throws IOException;
  }

  private static byte[] bytes(Content content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      content.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A zip with one entry. */
  static byte[] zip(String name, byte[] content) {
    return bytes(
        out -> {
          ZipOutputStream zip = new ZipOutputStream(out);
          zip.putNextEntry(new ZipEntry(name));
          zip.write(content);
          zip.finish();
        });
  }

  /** A zip like DL4J's, with some bytes for the parameters. */
  static byte[] model(byte[] coefficients) {
    return bytes(
        out -> {
          ZipOutputStream zip = new ZipOutputStream(out);
          zip.putNextEntry(new ZipEntry("configuration.json"));
          zip.write('{');
          zip.putNextEntry(new ZipEntry("coefficients.bin"));
          zip.write(coefficients);
          zip.finish();
        });
  }

  /** A row vector as ND4J writes it. */
  static byte[] nd4j(int length) {
    return bytes(
        out -> {
          out.writeUTF("MIXED_DATA_TYPES");
          out.writeLong(8);
          out.writeUTF("LONG");
          for (long number : new long[] {2, 1, length, length, 1, 0, 1, 'c'}) {
            out.writeLong(number);
          }
          out.writeUTF("MIXED_DATA_TYPES");
          out.writeLong(length);
          out.writeUTF("FLOAT");
          for (int i = 0; i < length; i++) {
            out.writeFloat(i);
          }
        });
  }

  /** An array of zeros as numpy writes it. */
  static byte[] npy(String shape, int size) {
    String header = "{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + ", }";
    byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
    return bytes(
        out -> {
          out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
          out.write(text.length & 0xFF);
          out.write(text.length >> 8);
          out.write(text);
          out.write(new byte[size * Float.BYTES]);
        });
  }

  /** A pickle, protocol 3, of a list with one array of two floats. */
  static byte[] pickledArrays() {
    return bytes(
        out -> {
          out.write(new byte[] {(byte) 0x80, 3, ']', 'q', 0, '('});
          name(out, "numpy.core.multiarray", "_reconstruct");
          out.write(new byte[] {'q', 1});
          name(out, "numpy", "ndarray");
          out.write(new byte[] {'K', 0, (byte) 0x85, 'C', 1, 'b', (byte) 0x87, 'R'});
          out.write(new byte[] {'(', 'K', 1, 'K', 2, (byte) 0x85});
          name(out, "numpy", "dtype");
          text(out, "f4");
          out.write(new byte[] {(byte) 0x89, (byte) 0x88, (byte) 0x87, 'R', '(', 'K', 3});
          text(out, "<");
          out.write(new byte[] {'N', 'N', 'N', 'J', -1, -1, -1, -1, 'J', -1, -1, -1, -1});
          out.write(new byte[] {'K', 0, 't', 'b', (byte) 0x89, 'C', 8, 0, 0, 0, 0, 0, 0, 0, 0});
          out.write(new byte[] {'t', 'b', 'e', '.'});
        });
  }

  private static void name(DataOutputStream out, String module, String name) throws IOException {
    out.writeBytes("c" + module + "\n" + name + "\n");
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    out.write(new byte[] {'X', (byte) text.length(), 0, 0, 0});
    out.writeBytes(text);
  }

  private static final List<String> ENTRIES =
      List.of(
          "configuration.json",
          "coefficients.bin",
          "updaterState.bin",
          "proxy.json",
          "network.zip",
          "../a");
  private static final int STORED = 0;
  private static final int DEFLATED = 8;

  /**
   * A zip whose local headers are whole, whatever the bytes: one of them for an entry's name, its
   * method and whether its sizes and checksum agree, two for its length, then its content; and so
   * on. A network within it is made the same way.
   */
  static byte[] entries(byte[] data) {
    return bytes(
        out -> {
          ByteBuffer in = ByteBuffer.wrap(data);
          while (in.remaining() > 3) {
            int choice = in.get() & 0xFF;
            byte[] content = new byte[Math.min(in.getShort() & 0xFFFF, in.remaining())];
            in.get(content);
            String name = ENTRIES.get(choice % ENTRIES.size());
            // A network within a network would go on for ever.
            boolean nested = name.equals("network.zip") && choice >= 128;
            entry(out, name, nested ? entries(content) : content, choice / ENTRIES.size());
          }
        });
  }

  private static void entry(DataOutputStream out, String name, byte[] content, int flags)
      throws IOException {
    boolean deflated = flags % 2 == 1;
    byte[] packed = deflated ? deflated(content) : content;
    CRC32 sum = new CRC32();
    sum.update(content);
    boolean broken = flags / 2 % 8 == 7;
    int crc = (int) sum.getValue() + (broken ? 1 : 0);
    ByteBuffer header = ByteBuffer.allocate(30 + name.length()).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(0x04034b50).putShort((short) 20).putShort((short) 0);
    header.putShort((short) (deflated ? DEFLATED : STORED)).putInt(0);
    header.putInt(crc).putInt(packed.length).putInt(content.length);
    header.putShort((short) name.length()).putShort((short) 0);
    header.put(name.getBytes(StandardCharsets.ISO_8859_1));
    out.write(header.array());
    out.write(packed);
  }

  private static byte[] deflated(byte[] content) {
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    try {
      deflater.setInput(content);
      deflater.finish();
      byte[] packed = new byte[content.length + content.length / 1000 + 64];
      return Arrays.copyOf(packed, deflater.deflate(packed));
    } finally {
      deflater.end();
    }
  }

  /** What {@link #entries} makes a zip of. */
  static byte[] script(Map<Integer, byte[]> contents) {
    return bytes(
        out -> {
          for (Map.Entry<Integer, byte[]> entry : contents.entrySet()) {
            out.write(entry.getKey());
            out.writeShort(entry.getValue().length);
            out.write(entry.getValue());
          }
        });
  }
}

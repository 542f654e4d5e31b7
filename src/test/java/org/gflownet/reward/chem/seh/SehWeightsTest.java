package org.gflownet.reward.chem.seh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.gflownet.testing.DataSets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The published files, and what is made of them by accident or malice. */
class SehWeightsTest {
  @TempDir private Path folder;

  private static Path data(String name) {
    return DataSets.seh(name);
  }

  private void refused(String name, byte[] content, String... words) throws IOException {
    Path file = Files.write(folder.resolve(name), content);
    assertThatThrownBy(() -> SehWeights.load(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContainingAll(words)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n").hasSizeLessThan(600));
  }

  @Test
  void bothFilesHoldTheSameWeights() {
    SehWeights npz = SehWeights.load(data("seh_proxy.npz"));
    SehWeights pickle = SehWeights.load(data("best_params.pkl.gz"));
    for (SehTensor tensor : SehTensor.values()) {
      assertThat(npz.tensor(tensor)).as(tensor.key()).containsExactly(pickle.tensor(tensor));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"seh_proxy.npz", "best_params.pkl.gz"})
  void aTruncatedFileIsRefused(String name) throws IOException {
    byte[] whole = Files.readAllBytes(data(name));
    for (int length : new int[] {0, 1, 30, 1000, whole.length / 2, whole.length * 9 / 10}) {
      refused("cut-" + length + "-" + name, Arrays.copyOf(whole, length), "sEH weights");
    }
  }

  @Test
  void aMissingFileAndAnUnknownNameAreRefused() throws IOException {
    assertThatThrownBy(() -> SehWeights.load(folder.resolve("none.npz")))
        .hasMessageContaining("no such file");
    refused("weights.pt", new byte[10], ".npz or .pkl.gz");
  }

  /** The npz file with one entry changed. */
  private static byte[] npz(String entry, String newName, UnaryOperator<byte[]> change)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> e : entries().entrySet()) {
        boolean chosen = e.getKey().equals(entry);
        out.putNextEntry(new ZipEntry(chosen ? newName : e.getKey()));
        out.write(chosen ? change.apply(e.getValue()) : e.getValue());
        out.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static Map<String, byte[]> entries() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(data("seh_proxy.npz")))) {
      for (ZipEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
        entries.put(e.getName(), in.readAllBytes());
      }
    }
    return entries;
  }

  private static byte[] replaced(byte[] array, String old, String with) {
    String text = new String(array, StandardCharsets.ISO_8859_1);
    assertThat(text).contains(old);
    return text.replace(old, with).getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void deflatedEntriesAreRead() throws IOException {
    Path file =
        Files.write(folder.resolve("deflated.npz"), npz("lin3.bias.npy", "lin3.bias.npy", b -> b));
    assertThat(SehWeights.load(file).tensor(SehTensor.LIN3_BIAS)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "'<f4', '<f8'",
    "'<f4', '|O4'",
    "'False', 'True '",
    "'(64, 71)', '(71, 64)'",
    "'(64, 71)', '(9e9,71)'"
  })
  void anotherTypeOrderOrShapeIsRefused(String old, String with) throws IOException {
    byte[] file = npz("lin0.weight.npy", "lin0.weight.npy", array -> replaced(array, old, with));
    refused("wrong.npz", file, "lin0.weight", "expected");
  }

  @Test
  void entriesThatDoNotBelongThereAreRefused() throws IOException {
    refused("path.npz", npz("lin3.bias.npy", "../../lin3.bias.npy", b -> b), "unexpected entry");
    refused(
        "long.npz",
        npz("lin3.bias.npy", "lin3.bias.npy", b -> Arrays.copyOf(b, b.length + 4)),
        "lin3.bias",
        "more than 4 bytes");
    refused(
        "nan.npz",
        npz(
            "lin3.bias.npy",
            "lin3.bias.npy",
            b -> {
              byte[] nan = b.clone();
              nan[nan.length - 1] = 0x7f;
              nan[nan.length - 2] = (byte) 0xc0;
              return nan;
            }),
        "lin3.bias",
        "NaN");
  }

  private static byte[] zipped(byte[] pickle) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(pickle);
    }
    return bytes.toByteArray();
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @CsvSource({
    "cos\\nsystem\\n, os system",
    "cbuiltins\\neval\\n, builtins eval",
    "cnumpy\\nload\\n, numpy load",
    "ios\\nsystem\\n, 0x69",
    "S'rm'\\n, 0x53",
    "\\u0081a, 0x81",
    "\\u0094, 0x94",
    "h\\u0007, not stored",
    "t, empty stack"
  })
  void nothingIsCalledOrMade(String opcodes, String complaint) throws IOException {
    String text = opcodes.replace("\\n", "\n");
    for (int code : new int[] {0x07, 0x81, 0x94}) {
      text = text.replace(String.format("\\u%04x", code), Character.toString(code));
    }
    refused("hostile.pkl.gz", zipped(latin("\u0080\u0003" + text + ".")), complaint);
  }

  @Test
  void declaredLengthsAndBombsAreBounded() throws IOException {
    refused("huge.pkl.gz", zipped(latin("\u0080\u0003B\u00ff\u00ff\u00ff\u007f.")), "wrong length");
    refused("bomb.pkl.gz", zipped(new byte[64 << 20]), "when decompressed");
    refused("deep.pkl.gz", zipped(latin("\u0080\u0003" + "(".repeat(100_000))), "too deeply");
    refused("other.pkl.gz", zipped(latin("\u0080\u0002].")), "protocol is 2");
    refused("short.pkl.gz", zipped(latin("\u0080\u0003].")), "no list of 22 arrays");
  }

  @Test
  void anArrayOfAnotherShapeInThePickleIsRefused() throws IOException {
    byte[] pickle;
    try (GZIPInputStream in =
        new GZIPInputStream(
            new ByteArrayInputStream(Files.readAllBytes(data("best_params.pkl.gz"))))) {
      pickle = in.readAllBytes();
    }
    // The first tuple (64, 71) as the pickle writes it: K 64, K 71, TUPLE2.
    String text = new String(pickle, StandardCharsets.ISO_8859_1);
    String shape = "K@KG\u0086";
    assertThat(text).contains(shape);
    refused(
        "shape.pkl.gz",
        zipped(latin(text.replaceFirst(shape, "KGK@\u0086"))),
        "lin0.weight",
        "shape [64, 71]");
  }
}
